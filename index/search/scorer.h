// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_SCORER_H_
#define FACETWIRE_INDEX_SEARCH_SCORER_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "index/search/doc_set.h"
#include "index/search/evaluator.h"
#include "index/search/query_plan.h"

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
class Scorer {
 public:
  // Both must outlive it. `statistics` belongs to these terms.
  Scorer(const std::vector<ScoringTerm>& terms,
         const ScoreStatistics& statistics,
         const SearchView& view);

  // No term scores: every score is 0.
  bool idle() const { return terms_.empty(); }

  // The scores of `matches`, by ascending docid. Errors of the reader and of the budget.
  absl::StatusOr<std::vector<std::pair<Docid, double>>> Score(const DocSet& matches) const;

 private:
  absl::Status AddTerm(std::size_t term, std::vector<std::pair<Docid, double>>& scores) const;

  const std::vector<ScoringTerm>& terms_;
  const SearchView& view_;
  std::vector<double> weights_;
  double length_factor_;
};

// For plans: what the index says now.
absl::StatusOr<ScoreStatistics> CurrentStatistics(const std::vector<ScoringTerm>& terms,
                                                  const SearchView& view);

// The formula's two halves. Pure.
double TermWeight(std::uint64_t documents, std::uint64_t frequency, std::uint32_t query_count);
double TermScore(double weight, std::uint32_t wdf, double normalized_length);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_SCORER_H_
