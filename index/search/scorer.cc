// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/scorer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "index/store/posting_cursor.h"

namespace facetwire {
namespace {

constexpr double kK1 = 1;
constexpr double kK3 = 1;
constexpr double kB = 0.5;
constexpr double kMinLength = 0.5;

}  // namespace

double TermWeight(std::uint64_t documents, std::uint64_t frequency, std::uint32_t query_count) {
  // The frequency may be newer than the number of documents, never by much.
  const auto n = static_cast<double>(std::min(frequency, documents));
  double odds = (static_cast<double>(documents) - n + 0.5) / (n + 0.5);
  if (odds < 2) {
    odds = odds * 0.5 + 1;
  }
  const double count = query_count;
  return std::log(odds) * (kK1 + 1) * (kK3 + 1) * count / (kK3 + count);
}

double TermScore(double weight, std::uint32_t wdf, double normalized_length) {
  const double length = std::max(normalized_length, kMinLength);
  return weight * wdf / (kK1 * (kB * length + 1 - kB) + wdf);
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

Scorer::Scorer(const std::vector<ScoringTerm>& terms,
               const ScoreStatistics& statistics,
               const SearchView& view)
    : terms_(terms),
      view_(view),
      length_factor_(statistics.average_length > 0 ? 1 / statistics.average_length : 1) {
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    weights_.push_back(
        TermWeight(statistics.documents, statistics.frequencies[i], terms_[i].count));
  }
}

absl::StatusOr<std::vector<std::pair<Docid, double>>> Scorer::Score(const DocSet& matches) const {
  std::vector<std::pair<Docid, double>> scores;
  matches.ForEach([&](Docid docid) { scores.emplace_back(docid, 0); });
  for (std::size_t i = 0; i < terms_.size() && !scores.empty(); ++i) {
    if (absl::Status status = AddTerm(i, scores); !status.ok()) {
      return status;
    }
  }
  return scores;
}

absl::Status Scorer::AddTerm(std::size_t term,
                             std::vector<std::pair<Docid, double>>& scores) const {
  constexpr std::uint64_t kSparse = 8;  // where skipping is cheaper than walking
  const std::uint64_t per_chunk = terms_[term].frequency / view_.chunks();
  const bool skip = scores.size() < per_chunk / kSparse;
  PostingCursor cursor = view_.reader->Postings(terms_[term].term, scores.front().first);
  for (auto& [docid, score] : scores) {
    if (absl::Status status = view_.budget->Step(); !status.ok()) {
      return status;
    }
    if (skip && !cursor.at_end() && cursor.docid() < docid) {
      cursor.SkipTo(docid);
    }
    while (!cursor.at_end() && cursor.docid() < docid) {
      cursor.Next();
    }
    if (cursor.at_end()) {
      return cursor.status();
    }
    if (cursor.docid() == docid) {
      const double length = view_.snapshot->columns().length(docid);
      score += TermScore(weights_[term], cursor.wdf(), length * length_factor_);
    }
  }
  return absl::OkStatus();
}

}  // namespace facetwire
