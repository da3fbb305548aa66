// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_SCORER_H_
#define FACETWIRE_INDEX_SEARCH_SCORER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"

#include "index/search/query_plan.h"
#include "index/search/score_board.h"
#include "index/search/search_view.h"

namespace facetwire {

// What scores are reckoned from. The pages of one search share them, so that an article has one
// score on all of them, whatever is added meanwhile.
struct ScoreStatistics {
  std::uint64_t documents = 0;             // N
  double average_length = 1;               // in words
  std::vector<std::uint64_t> frequencies;  // of the scoring terms, in their order

  friend bool operator==(const ScoreStatistics&, const ScoreStatistics&) = default;
};

// BM25 in the form and with the defaults of Xapian 1.4's BM25Weight (its documentation, "BM25Weight
// class", and Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009):
//
//   score = sum over terms of  idf * (k1 + 1) * wdf / (k1 * (b * L + 1 - b) + wdf)
//                              * (k3 + 1) * wqf / (k3 + wqf)
//   idf   = ln(w), or ln(w / 2 + 1) where w < 2;  w = (N - n + 0.5) / (n + 0.5)
//   L     = max(length / average length, 0.5);  k1 = 1, k3 = 1, b = 0.5, k2 = 0
//
// wdf: occurrences in the document, wqf: in the query; n of N documents have the term. N and n
// count removed documents until they are purged, as Xapian's do.
//
// As in Xapian's matcher, the sum is over the parts of the query that the document matches: in
// "a OR (b AND c)", b adds nothing to a document without c. A term that the query has more than
// once adds its share for each place that is matched.
//
// Immutable, so thread-safe.
class Scorer {
 public:
  // `statistics` belongs to these terms.
  Scorer(const std::vector<ScoringTerm>& terms, const ScoreStatistics& statistics);

  // No term scores: every score is 0.
  bool idle() const { return weights_.empty(); }

  // What a share weighs, see TermScore.
  double Weight(const TermShare& share) const { return weights_[share.term] * share.count; }

  // What a term of a weight adds to a document of so many words, in which it occurs `wdf` times.
  Score Add(double weight, std::uint32_t wdf, std::uint32_t length) const;

 private:
  std::vector<double> weights_;  // of one place in the query
  double length_factor_;
};

// For plans: what the index says now.
absl::StatusOr<ScoreStatistics> CurrentStatistics(const std::vector<ScoringTerm>& terms,
                                                  const SearchView& view);

// The formula's two halves. Pure.
double TermWeight(std::uint64_t documents, std::uint64_t frequency, std::uint32_t query_count);

inline double TermScore(double weight, std::uint32_t wdf, double normalized_length) {
  constexpr double kK1 = 1;
  constexpr double kB = 0.5;
  constexpr double kMinLength = 0.5;
  const double length = normalized_length > kMinLength ? normalized_length : kMinLength;
  return weight * wdf / (kK1 * (kB * length + 1 - kB) + wdf);
}

inline Score Scorer::Add(double weight, std::uint32_t wdf, std::uint32_t length) const {
  return ToScore(TermScore(weight, wdf, length * length_factor_));
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_SCORER_H_
