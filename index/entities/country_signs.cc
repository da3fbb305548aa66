// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/country_signs.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "index/entities/tsv.h"
#include "index/taxonomy/countries.h"
#include "index/text/words.h"

namespace facetwire {
namespace {

constexpr double kSignWeight = 0.1;  // as evidence, of the weight of the sign

constexpr double kStrongest = 3;

}  // namespace

absl::Status CountrySigns::Add(const std::vector<std::string_view>& lines, Lexicon& lexicon) {
  for (std::size_t row = 0; row < lines.size(); ++row) {
    const std::vector<std::string_view> fields = SplitAt(lines[row], '\t');
    if (fields.size() != 3) {
      return RowError("country signs", row, fields.size(), lines[row]);
    }
    const std::optional<std::string> code = CanonicalCountry(fields[0]);
    if (!code.has_value()) {
      return RowError("country signs", row, 1, lines[row]);
    }
    if (fields[1] != "1" && fields[1] != "2" && fields[1] != "3") {
      return RowError("country signs", row, 2, lines[row]);
    }
    const auto country = std::find(countries_.begin(), countries_.end(), *code);
    const Sign sign = {static_cast<std::uint32_t>(country - countries_.begin()),
                       static_cast<double>(fields[1][0] - '0')};
    if (country == countries_.end()) {
      countries_.push_back(*code);
    }
    for (const std::string_view phrase : SplitAt(fields[2], '|')) {
      const std::optional<std::uint32_t> number = phrases_.Add(lexicon.InternAll(phrase));
      if (number.has_value()) {
        signs_.resize(phrases_.size());
        signs_[*number].push_back(sign);
      }
    }
  }
  return absl::OkStatus();
}

std::vector<CountrySigns::Sum> CountrySigns::Find(const Document& document) const {
  std::map<std::uint32_t, std::vector<TokenRange>> uses;  // by phrase
  const auto count = static_cast<std::uint32_t>(document.tokens().size());
  for (std::uint32_t i = 0; i < count;) {
    const auto match = phrases_.Longest(document.WordsFrom(i));
    const auto words = static_cast<std::uint32_t>(match.has_value() ? match->words : 1);
    if (match.has_value()) {
      uses[match->phrase].push_back({i, i + words});
    }
    i += words;
  }
  std::map<std::string, Sum> sums;
  for (const auto& [phrase, ranges] : uses) {
    for (const Sign& sign : signs_[phrase]) {
      Sum& sum = sums[countries_[sign.country]];
      sum.country = countries_[sign.country];
      sum.score += sign.weight * (1 + std::log(static_cast<double>(ranges.size())));
      sum.strong = sum.strong || sign.weight == kStrongest;
      for (const TokenRange& range : ranges) {
        sum.evidence.push_back({range, kSignWeight * sign.weight});
      }
    }
  }
  std::vector<Sum> found;
  for (auto& [code, sum] : sums) {
    PutInOrder(sum.evidence);
    found.push_back(std::move(sum));
  }
  return found;
}

}  // namespace facetwire
