// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/country_names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "index/search/folded_words.h"
#include "index/taxonomy/countries.h"

namespace facetwire {
namespace {

// Short forms that are no ISO code and no part of ICU's name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kShortForms = {{
    {"america", "US"},
    {"britain", "GB"},
    {"holland", "NL"},
    {"uae", "AE"},
    {"uk", "GB"},
    {"u.k", "GB"},
    {"usa", "US"},
    {"u.s", "US"},
    {"ussr", "SU"},
}};

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
  for (const auto& [name, code] : kShortForms) {
    if (words.size() == 1 && words[0] == name) {
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
