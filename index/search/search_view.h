// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_SEARCH_VIEW_H_
#define FACETWIRE_INDEX_SEARCH_SEARCH_VIEW_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "index/base/helper_pool.h"
#include "index/search/budget.h"
#include "index/search/doc_set.h"
#include "index/store/index_reader.h"
#include "index/store/snapshot.h"

namespace facetwire {

// Which documents a search may see: those of the snapshot that are live, not beyond `bound`, and
// not hidden at `now_micros`. Everything it points to must outlive the search.
struct SearchView {
  const Snapshot* snapshot = nullptr;
  const IndexReader* reader = nullptr;
  Budget* budget = nullptr;
  HelperPool* helpers = nullptr;  // null: nobody helps
  Docid bound = 0;
  std::int64_t now_micros = 0;

  // Chunks of docids that hold a document of the view.
  std::size_t chunks() const {
    const Docid last = std::min(bound, snapshot->last_docid());
    return last == 0 ? 0 : (last >> DocSet::kChunkBits) + 1;
  }
};

// The snapshot's hidden documents from `first` on.
std::span<const HiddenDocument> HiddenFrom(const Snapshot& snapshot, Docid first);

// Whether a document of the snapshot must not be served yet.
bool IsHidden(const Snapshot& snapshot, Docid docid, std::int64_t now_micros);

// The documents of the view in one chunk.
DocSet VisibleDocuments(const SearchView& view, std::size_t chunk);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_SEARCH_VIEW_H_
