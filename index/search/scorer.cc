// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/scorer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace facetwire {

double TermWeight(std::uint64_t documents, std::uint64_t frequency, std::uint32_t query_count) {
  constexpr double kK1 = 1;
  constexpr double kK3 = 1;
  // The frequency may be newer than the number of documents, never by much.
  const auto n = static_cast<double>(std::min(frequency, documents));
  double odds = (static_cast<double>(documents) - n + 0.5) / (n + 0.5);
  if (odds < 2) {
    odds = odds * 0.5 + 1;
  }
  const double count = query_count;
  return std::log(odds) * (kK1 + 1) * (kK3 + 1) * count / (kK3 + count);
}

absl::StatusOr<ScoreStatistics> CurrentStatistics(const std::vector<ScoringTerm>& terms,
                                                  const SearchView& view) {
  const absl::StatusOr<std::uint64_t> documents = view.reader->DocumentCount();
  if (!documents.ok()) {
    return documents.status();
  }
  ScoreStatistics statistics;
  statistics.documents = *documents;
  statistics.average_length = view.snapshot->average_length();
  for (const ScoringTerm& term : terms) {
    statistics.frequencies.push_back(term.frequency);
  }
  return statistics;
}

Scorer::Scorer(const std::vector<ScoringTerm>& terms, const ScoreStatistics& statistics)
    : length_factor_(statistics.average_length > 0 ? 1 / statistics.average_length : 1) {
  for (std::size_t i = 0; i < terms.size(); ++i) {
    weights_.push_back(TermWeight(statistics.documents, statistics.frequencies[i], terms[i].count) /
                       terms[i].count);
  }
}

}  // namespace facetwire
