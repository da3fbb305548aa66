// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_WHOLE_CORPUS_H_
#define FACETWIRE_INDEX_SEARCH_WHOLE_CORPUS_H_

#include "absl/status/status.h"

#include "index/search/evaluator.h"
#include "index/search/hit_collector.h"
#include "index/search/value_counts.h"

// Every document of a view, without looking at each.
namespace facetwire {

// The counts of all values, as Add over every document would give them: the snapshot's totals
// without the documents that are hidden or beyond the bound. `counts` must be new. Errors of the
// caller's context.
absl::Status CountWholeCorpus(const SearchView& view, ValueCounts& counts);

// Shows the collector the documents that could be among the first by their time, or those of them
// that have no copies; the collector's sort must not ask for scores. Errors of the caller's
// context.
absl::Status CollectByTime(const SearchView& view, bool without_copies, HitCollector& collector);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_WHOLE_CORPUS_H_
