// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/country_names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/strings/str_join.h"

#include "index/search/folded_words.h"
#include "index/taxonomy/countries.h"

namespace facetwire {
namespace {

// Names, as folded words, that are neither an ISO code nor ICU's name or words of it.
constexpr auto kOtherNames = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"america", "US"},
    {"britain", "GB"},
    {"burma", "MM"},
    {"czech republic", "CZ"},
    {"dr congo", "CD"},
    {"drc", "CD"},
    {"east timor", "TL"},
    {"great britain", "GB"},
    {"holland", "NL"},
    {"ivory coast", "CI"},
    {"macau", "MO"},
    {"prc", "CN"},
    {"republic of korea", "KR"},
    {"russian federation", "RU"},
    {"swaziland", "SZ"},
    {"turkiye", "TR"},
    {"u.k", "GB"},
    {"u.s", "US"},
    {"u.s.a", "US"},
    {"uae", "AE"},
    {"uk", "GB"},
    {"united states of america", "US"},
    {"usa", "US"},
    {"ussr", "SU"},
    {"viet nam", "VN"},
});

struct CountryName {
  std::string code;
  std::vector<std::string> words;
};

const std::vector<CountryName>& Names() {
  static const auto* const kNames = [] {
    auto* list = new std::vector<CountryName>();
    for (const std::string& code : AllCountries()) {
      list->push_back({code, FoldedWords(CountryLabel(code, "en"))});
    }
    return list;
  }();
  return *kNames;
}

bool HasAll(const std::vector<std::string>& name, const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(name.begin(), name.end(), word) != name.end();
  });
}

}  // namespace

std::vector<std::string> FindCountries(std::string_view text) {
  if (std::optional<std::string> code = CanonicalCountry(text)) {
    return {*std::move(code)};
  }
  const std::vector<std::string> words = FoldedWords(text);
  std::vector<std::string> found;
  if (words.empty()) {
    return found;
  }
  if (words.size() == 1) {  // a code with a comma after it
    if (std::optional<std::string> code = CanonicalCountry(words[0])) {
      return {*std::move(code)};
    }
  }
  const std::string joined = absl::StrJoin(words, " ");
  for (const auto& [name, code] : kOtherNames) {
    if (joined == name) {
      return {std::string(code)};
    }
  }
  for (const CountryName& name : Names()) {
    if (name.words == words) {
      return {name.code};
    }
    if (HasAll(name.words, words)) {
      found.push_back(name.code);
    }
  }
  return found;
}

}  // namespace facetwire
