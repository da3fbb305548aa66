// SPDX-License-Identifier: GPL-3.0-or-later
// FindDocuments: all documents of a query.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/time/time.h"

#include "index/base/errors.h"
#include "index/search/budget.h"
#include "index/search/checked_query.h"
#include "index/search/copies_of.h"
#include "index/search/evaluator.h"
#include "index/search/query_plan.h"
#include "index/search/searcher.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

absl::StatusOr<std::vector<Docid>> Find(CheckedQuery query, const SearchView& view) {
  CorrectFilters(view.snapshot->dictionary().corrections(), query);
  if (absl::Status status = FindCluster(PageStart(), view, query); !status.ok()) {
    return status;
  }
  const absl::StatusOr<QueryPlan> plan = PlanQuery(query.tree, view);
  if (!plan.ok()) {
    return plan.status();
  }
  Evaluator evaluator(query, plan->root, view);
  std::vector<Docid> docids;
  RangeWalk walk(view.bound, /*in_short_steps=*/false);
  while (const std::optional<DocRange> range = walk.Next()) {
    const absl::StatusOr<ChunkMatches> found = evaluator.Evaluate(*range);
    if (!found.ok()) {
      return found.status();
    }
    std::for_each(found->places.rbegin(), found->places.rend(), [&](std::uint16_t place) {
      docids.push_back(found->matches.base() + place);
    });
  }
  std::reverse(docids.begin(), docids.end());
  return docids;
}

}  // namespace

absl::StatusOr<std::vector<Docid>> Searcher::FindDocuments(const ArticleQuery& query,
                                                           const Snapshot& snapshot,
                                                           const IndexReader& reader,
                                                           const CallContext& context) const {
  return CatchXapian([&]() -> absl::StatusOr<std::vector<Docid>> {
    if (query.fold_copies) {
      return InvalidField("query.fold_copies", "each article is meant here, copies or not");
    }
    absl::StatusOr<CheckedQuery> checked = CheckQuery(query);
    if (!checked.ok()) {
      return checked.status();
    }
    Budget budget(context, std::nullopt);
    SearchView view;
    view.snapshot = &snapshot;
    view.reader = &reader;
    view.budget = &budget;
    view.bound = snapshot.last_docid();
    view.now_micros = absl::ToUnixMicros(clock_.Now());
    return Find(*std::move(checked), view);
  });
}

}  // namespace facetwire
