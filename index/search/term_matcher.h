// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_TERM_MATCHER_H_
#define FACETWIRE_INDEX_SEARCH_TERM_MATCHER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "index/search/doc_range.h"
#include "index/search/doc_set.h"
#include "index/search/score_board.h"
#include "index/search/scorer.h"
#include "index/search/search_view.h"

namespace facetwire {

// Walks the posting list of one term through one range of documents: for the match and the score at
// once, or for one and then for the other. `within`: documents of the range. Terms stay where they
// are until the next range begins. Errors of the reader and of the budget, after which what was
// found means nothing. Not thread-safe.
class TermMatcher {
 public:
  // A term, and what it weighs.
  struct Weighed {
    const std::string& term;
    double weight = 0;
  };

  // `scorer`: null where nothing is scored. All must outlive it.
  TermMatcher(const SearchView& view, const Scorer* scorer) : view_(view), scorer_(scorer) {}

  // What follows is about this range.
  void Begin(const DocRange& range) {
    range_ = range;
    walked_.clear();
  }

  // Adds the documents of `within` that have the term to `found`.
  absl::Status Find(const std::string& term, const DocSet& within, DocSet& found);

  // The same with scores, which mean something for the documents in `found`, before and after.
  absl::Status FindScored(const Weighed& term,
                          const DocSet& within,
                          DocSet& found,
                          ScoreBoard& scores);

  // Adds the documents of `within` that have the term to `found`, which is empty, and the term to
  // their scores, which mean something for all of `within`.
  absl::Status KeepScored(const Weighed& term,
                          const DocSet& within,
                          DocSet& found,
                          ScoreBoard& scores);

 private:
  // Lists of a range that are kept for a second walk: a cache that is asked twice for what is
  // wanted once would take it for something that is wanted often.
  static constexpr std::size_t kMostWalked = 16;

  template <typename Fn>
  absl::Status Visit(const std::string& term, const DocSet& within, Fn&& fn);
  template <typename Fn>
  absl::Status Skip(const std::string& term, const DocSet& within, Fn&& fn);

  const SearchView& view_;
  const Scorer* scorer_;
  DocRange range_;
  std::vector<std::pair<const std::string*, TermBlocks>> walked_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_TERM_MATCHER_H_
