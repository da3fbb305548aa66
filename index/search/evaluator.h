// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_EVALUATOR_H_
#define FACETWIRE_INDEX_SEARCH_EVALUATOR_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/search/budget.h"
#include "index/search/checked_query.h"
#include "index/search/doc_set.h"
#include "index/search/query_plan.h"
#include "index/store/index_reader.h"
#include "index/store/posting_cursor.h"
#include "index/store/snapshot.h"

namespace facetwire {

// Which documents a search may see: those of the snapshot that are live, not beyond `bound`, and
// not hidden at `now_micros`. Everything it points to must outlive the search.
struct SearchView {
  const Snapshot* snapshot = nullptr;
  const IndexReader* reader = nullptr;
  Budget* budget = nullptr;
  Docid bound = 0;
  std::int64_t now_micros = 0;

  // Chunks of docids that hold a document of the view.
  std::size_t chunks() const;
};

// The snapshot's hidden documents from `first` on.
std::span<const HiddenDocument> HiddenFrom(const Snapshot& snapshot, Docid first);

// The documents of the view in one chunk.
DocSet VisibleDocuments(const SearchView& view, std::size_t chunk);

// What a query matches in one chunk.
struct ChunkMatches {
  DocSet matches;
  // One for each filter of the query that has an any_of (in their order): what the query would
  // match without that any_of. A superset of `matches`.
  std::vector<DocSet> without_any_of;
};

// Finds the documents of a query chunk by chunk, each chunk exactly: what a search has that was
// cut short between two chunks is exact for the docids it got to. Not thread-safe.
class Evaluator {
 public:
  // All must outlive it. `plan` is that of query.tree.
  Evaluator(const CheckedQuery& query, const PlanNode& plan, const SearchView& view);

  // Errors of the reader and of the budget.
  absl::StatusOr<ChunkMatches> Evaluate(std::size_t chunk);

  // Places in ChunkMatches::without_any_of: of the filter on `facet`; nothing where it has no
  // any_of.
  std::optional<std::size_t> AnyOfPlace(Facet facet) const;

 private:
  // The documents of `within` that match.
  DocSet Match(const PlanNode& node, const DocSet& within);
  DocSet MatchTerm(const std::string& term, const DocSet& within);
  void SkipThrough(PostingCursor& cursor, const DocSet& within, DocSet& found);
  void WalkThrough(PostingCursor& cursor, const DocSet& within, DocSet& found);
  DocSet MatchPattern(const PlanNode& node, const DocSet& within);
  DocSet MatchAll(const PlanNode& node, const DocSet& within);
  DocSet MatchAny(const PlanNode& node, const DocSet& within);
  DocSet MatchValues(const PlanNode& node, const DocSet& within);
  void KeepInRange(DocSet& documents) const;
  DocSet KeepFiltered(DocSet documents);
  bool Stopped(std::uint32_t cost = 1);

  const CheckedQuery& query_;
  const PlanNode& plan_;
  const SearchView& view_;
  std::vector<PlanNode> any_of_;   // one for each filter that has an any_of
  std::vector<PlanNode> all_of_;   // one for each value
  std::vector<PlanNode> none_of_;  // one for each filter
  absl::Status status_;            // the first error of the chunk
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_EVALUATOR_H_
