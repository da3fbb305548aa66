// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_EVALUATOR_H_
#define FACETWIRE_INDEX_SEARCH_EVALUATOR_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/base/recycled.h"
#include "index/search/checked_query.h"
#include "index/search/doc_range.h"
#include "index/search/doc_set.h"
#include "index/search/query_plan.h"
#include "index/search/score_board.h"
#include "index/search/scorer.h"
#include "index/search/search_view.h"
#include "index/search/term_matcher.h"

namespace facetwire {

// What a query matches in one range of documents.
struct ChunkMatches {
  DocSet matches;
  Places places;  // the same
  // One for each filter of the query that has an any_of (in their order), where it was asked for:
  // what the query would match without that any_of. A superset of `matches`.
  std::vector<std::optional<DocSet>> without_any_of;
};

// Finds the documents of a query, and their scores, range by range, each range exactly: what a
// search has that was cut short between two ranges is exact for the docids it got to. What has
// to match together is matched before it is scored. Not thread-safe.
class Evaluator {
 public:
  // All must outlive it. `plan` is that of query.tree. `scorer`: null where no scores are wanted.
  Evaluator(const CheckedQuery& query,
            const PlanNode& plan,
            const SearchView& view,
            const Scorer* scorer = nullptr);

  // Errors of the reader and of the budget.
  absl::StatusOr<ChunkMatches> Evaluate(const DocRange& range);

  // Of the matches that were found last; null where nothing scores.
  const ScoreBoard* scores() const { return Scores(plan_) ? &*scores_ : nullptr; }

  // Places in ChunkMatches::without_any_of: of the filter on `facet`; nothing where it has no
  // any_of.
  std::optional<std::size_t> AnyOfPlace(Facet facet) const;

  // ChunkMatches::without_any_of is wanted for that place.
  void Want(std::size_t place) { wanted_[place] = true; }

  // Whether the query asks for copies to count as one, which what is found here does not heed.
  bool folds_copies() const { return query_.fold_copies; }

  // Whether the query, without the any_of of that place, matches every document of the view.
  bool IsEverything(std::optional<std::size_t> without_any_of) const;

 private:
  // Of the query's filters: documents that must, or must not, match.
  struct Condition {
    PlanNode node;
    bool exclude = false;
    bool late = false;  // quicker on few documents
  };

  bool Scores(const PlanNode& node) const { return node.scores && scorer_ != nullptr; }

  double WeightOf(const PlanNode& node, std::size_t term) const {
    return scorer_->Weight(node.shares[term]);
  }

  void AddConditions();
  DocSet Visible(const DocRange& range) const;
  DocSet KeepFiltered(DocSet documents, bool late);
  DocSet MatchText(const DocSet& within);
  ChunkMatches Combine(const DocSet& base);

  // The documents of `within` that match.
  DocSet Match(const PlanNode& node, const DocSet& within);
  DocSet MatchTerm(const std::string& term, const DocSet& within);
  DocSet MatchPattern(const PlanNode& node, const DocSet& within);
  DocSet MatchAll(const PlanNode& node, const DocSet& within);
  DocSet MatchAny(const PlanNode& node, const DocSet& within);
  DocSet MatchValues(const PlanNode& node, const DocSet& within);
  DocSet VerifyPattern(const PlanNode& node, const DocSet& candidates);

  // The same with their scores.
  DocSet MatchScored(const PlanNode& node, const DocSet& within, ScoreBoard& scores);
  DocSet MatchPatternScored(const PlanNode& node, const DocSet& within, ScoreBoard& scores);
  DocSet MatchAllScored(const PlanNode& node, const DocSet& within, ScoreBoard& scores);
  // Adds to what is found, and to its scores.
  void FindScored(const PlanNode& node, const DocSet& within, DocSet& found, ScoreBoard& scores);
  // Adds to the scores of `within`, for those that match.
  DocSet KeepScored(const PlanNode& node, const DocSet& within, ScoreBoard& scores);

  bool Stopped(std::uint32_t cost = 1);

  const CheckedQuery& query_;
  const PlanNode& plan_;
  const SearchView& view_;
  const Scorer* scorer_;
  TermMatcher terms_;
  std::vector<PlanNode> any_of_;       // one for each filter that has an any_of
  std::vector<bool> wanted_;           // beside any_of_
  std::vector<Condition> conditions_;  // all else that filters say
  bool text_first_ = false;            // it leaves few documents
  Recycled<ScoreBoard> scores_;
  absl::Status status_;  // the first error of the range
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_EVALUATOR_H_
