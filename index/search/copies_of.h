// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_COPIES_OF_H_
#define FACETWIRE_INDEX_SEARCH_COPIES_OF_H_

#include "absl/status/status.h"

#include "index/model/article.h"
#include "index/search/checked_query.h"
#include "index/search/doc_set.h"
#include "index/search/paged_view.h"
#include "index/search/search_view.h"
#include "index/store/docid.h"
#include "index/store/snapshot.h"

namespace facetwire {

// Where the query asks for the copies of an article, finds which they are: on a later page those of
// the first, whatever became of the article since. There are none of an article that is not served.
// Errors of the reader.
absl::Status FindCluster(const PageStart& start, const SearchView& view, CheckedQuery& query);

// Leaves the documents of that cluster.
void KeepCluster(const Snapshot& snapshot, Docid cluster, DocSet& documents);

// Says in the article which cluster it is in.
void ShowCluster(Docid docid, const Snapshot& snapshot, StoredArticle& stored);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_COPIES_OF_H_
