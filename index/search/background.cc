// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/background.h"

#include <utility>

namespace facetwire {

absl::StatusOr<std::unique_ptr<BackgroundCounter>> BackgroundCounter::Make(
    const CheckedQuery& query, const SearchView& view) {
  absl::StatusOr<QueryPlan> plan = PlanQuery(query.tree, view);
  if (!plan.ok()) {
    return plan.status();
  }
  return std::unique_ptr<BackgroundCounter>(new BackgroundCounter(query, *std::move(plan), view));
}

absl::StatusOr<DocSet> BackgroundCounter::Evaluate(const DocRange& range, const DocSet& here) {
  absl::StatusOr<ChunkMatches> found = evaluator_.Evaluate(range);
  if (!found.ok()) {
    return found.status();
  }
  found->matches -= here;
  return std::move(found->matches);
}

}  // namespace facetwire
