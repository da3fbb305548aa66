// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/sector_recogniser.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include "index/entities/tsv.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {
namespace {

constexpr double kThreshold = 2.6;
constexpr double kPerLog = 0.4;  // how much the threshold grows with ln(words / kUsualWords)
constexpr double kUsualWords = 600;
constexpr double kShareOfStrongest = 0.3;
// In an article of some length a paragraph has a subject of its own: there a strong word is enough
// beside whatever else the article is about.
constexpr double kStrongWord = 3;
constexpr std::size_t kSomeLength = 250;
constexpr std::size_t kLeadWords = 60;

std::optional<double> ParseWeight(std::string_view text) {
  const std::string digits(text);
  char* end = nullptr;
  const double weight = std::strtod(digits.c_str(), &end);
  const bool number = !digits.empty() && end == digits.c_str() + digits.size();
  return number && weight >= -9 && weight <= 9 ? std::optional(weight) : std::nullopt;
}

double PlaceOf(const Document& document, std::size_t token) {
  if (document.tokens()[token].field == TextField::kTitle) {
    return 2;
  }
  return document.PositionInField(token) < kLeadWords ? 1.25 : 1;
}

double ThresholdOf(std::size_t words, double strongest) {
  const double length = static_cast<double>(words) / kUsualWords;
  const double usual = kThreshold * (1 + (length > 1 ? kPerLog * std::log(length) : 0));
  const double share = kShareOfStrongest * strongest;
  return std::max(usual, words < kSomeLength ? share : std::min(share, kStrongWord));
}

}  // namespace

absl::StatusOr<std::unique_ptr<SectorRecogniser>> SectorRecogniser::Create(
    const std::vector<std::string_view>& lines, Lexicon& lexicon) {
  std::unique_ptr<SectorRecogniser> recogniser(new SectorRecogniser);
  for (std::size_t row = 0; row < lines.size(); ++row) {
    const std::vector<std::string_view> fields = SplitAt(lines[row], '\t');
    if (fields.size() != 3 || (fields[0] != "-" && !IsSector(fields[0]))) {
      const std::size_t column = fields.size() == 3 ? 1 : fields.size();
      return RowError("sector words", row, column, lines[row]);
    }
    const std::optional<double> weight = ParseWeight(fields[1]);
    if (!weight.has_value()) {
      return RowError("sector words", row, 2, lines[row]);
    }
    auto& sectors = recogniser->sectors_;
    const auto sector = std::find(sectors.begin(), sectors.end(), fields[0]);
    const Sense sense = {static_cast<std::uint32_t>(sector - sectors.begin()), *weight};
    if (sector == sectors.end()) {
      sectors.emplace_back(fields[0]);
    }
    for (const std::string_view phrase : SplitAt(fields[2], '|')) {
      recogniser->AddPhrase(phrase, sense, lexicon);
      if (!phrase.empty() && phrase.back() != 's' && *weight != 0) {
        recogniser->AddPhrase(std::string(phrase) + "s", sense, lexicon);
      }
    }
  }
  return recogniser;
}

void SectorRecogniser::AddPhrase(std::string_view phrase, const Sense& sense, Lexicon& lexicon) {
  const std::optional<std::uint32_t> number = phrases_.Add(lexicon.InternAll(phrase));
  if (!number.has_value()) {
    return;
  }
  if (*number == senses_.size()) {
    senses_.emplace_back();
    silent_.push_back(sense.weight == 0);
  }
  if (silent_[*number]) {
    return;
  }
  std::vector<Sense>& senses = senses_[*number];
  const bool known = std::any_of(senses.begin(), senses.end(), [&](const Sense& other) {
    return other.sector == sense.sector;
  });
  if (!known) {
    senses.push_back(sense);
  }
}

void SectorRecogniser::Recognise(Analysis& analysis) const {
  const Uses uses = FindUses(*analysis.document);
  const std::vector<double> scores = Scores(uses);
  const double strongest = scores.empty() ? 0 : *std::max_element(scores.begin(), scores.end());
  const double threshold = ThresholdOf(analysis.document->tokens().size(), strongest);
  std::vector<std::vector<Evidence>> evidence = CollectEvidence(uses);
  for (std::size_t i = 0; i < sectors_.size(); ++i) {
    if (scores[i] >= threshold && !evidence[i].empty()) {
      const double confidence = 1 - std::exp(-scores[i] / threshold);
      analysis.findings.push_back({Facet::kSector,
                                   sectors_[i],
                                   SectorLabel(sectors_[i]),
                                   confidence,
                                   std::move(evidence[i])});
    }
  }
}

std::vector<double> SectorRecogniser::Scores(const Uses& uses) const {
  std::vector<double> scores(sectors_.size());
  for (const auto& [phrase, use] : uses) {
    for (const Sense& sense : senses_[phrase]) {
      scores[sense.sector] += ScoreOf(sense.weight, use);
    }
  }
  return scores;
}

std::vector<std::vector<Evidence>> SectorRecogniser::CollectEvidence(const Uses& uses) const {
  std::vector<std::vector<Evidence>> evidence(sectors_.size());
  for (const auto& [phrase, use] : uses) {
    for (const Sense& sense : senses_[phrase]) {
      const double weight = std::min(1.0, sense.weight / kStrongWord);
      for (std::size_t i = 0; weight > 0 && i < use.ranges.size(); ++i) {
        evidence[sense.sector].push_back({use.ranges[i], weight});
      }
    }
  }
  for (auto& list : evidence) {
    PutInOrder(list);
  }
  return evidence;
}

double SectorRecogniser::ScoreOf(double weight, const Use& use) {
  return weight * use.place * (1 + std::log(static_cast<double>(use.ranges.size())));
}

SectorRecogniser::Uses SectorRecogniser::FindUses(const Document& document) const {
  const auto count = static_cast<std::uint32_t>(document.tokens().size());
  Uses uses;
  for (std::uint32_t i = 0; i < count;) {
    const auto match = phrases_.Longest(document.WordsFrom(i));
    const auto words = static_cast<std::uint32_t>(match.has_value() ? match->words : 1);
    if (match.has_value() && !senses_[match->phrase].empty()) {
      Use& use = uses[match->phrase];
      use.place = std::max(use.place, PlaceOf(document, i));
      use.ranges.push_back({i, i + words});
    }
    i += words;
  }
  return uses;
}

}  // namespace facetwire
