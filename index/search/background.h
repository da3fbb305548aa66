// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_BACKGROUND_H_
#define FACETWIRE_INDEX_SEARCH_BACKGROUND_H_

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"

#include "index/search/checked_query.h"
#include "index/search/evaluator.h"
#include "index/search/query_plan.h"
#include "index/search/value_counts.h"

namespace facetwire {

// How often values are in the articles of a background that are not among those of a search. Not
// thread-safe.
class BackgroundCounter {
 public:
  // `query` and `view` must outlive it. Errors of the reader and of the caller's context.
  static absl::StatusOr<std::unique_ptr<BackgroundCounter>> Make(const CheckedQuery& query,
                                                                 const SearchView& view);

  // The background's documents of one range without `here`. Errors of the reader and the budget.
  absl::StatusOr<DocSet> Evaluate(const DocRange& range, const DocSet& here);

  ValueCounts& counts() { return counts_; }

  const ValueCounts& counts() const { return counts_; }

 private:
  BackgroundCounter(const CheckedQuery& query, QueryPlan plan, const SearchView& view)
      : plan_(std::move(plan)), evaluator_(query, plan_.root, view), counts_(*view.snapshot) {}

  const QueryPlan plan_;
  Evaluator evaluator_;
  ValueCounts counts_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_BACKGROUND_H_
