// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/vocabulary.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unicode/locdspnm.h>
#include <unicode/locid.h>
#include <unicode/region.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace facetwire::formats {
namespace {

bool AllDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

// ICU's list of countries, without what is no country of ISO 3166-1: Diego Garcia, Ceuta and
// Melilla, the Canary Islands.
const std::set<std::string>& Countries() {
  static const auto* const kCountries = [] {
    auto* codes = new std::set<std::string>();
    for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
      codes->insert(*code);
    }
    for (const char* code : {"DG", "EA", "IC"}) {
      codes->erase(code);
    }
    return codes;
  }();
  return *kCountries;
}

const std::map<std::string, std::string>& CountriesByName() {
  static const auto* const kNames = [] {
    auto* result = new std::map<std::string, std::string>();
    for (const std::string& code : Countries()) {
      icu::UnicodeString name;
      icu::Locale("", code.c_str()).getDisplayCountry(icu::Locale("en"), name);
      std::string utf8;
      name.toUTF8String(utf8);
      absl::AsciiStrToLower(&utf8);
      (*result)[utf8] = code;
    }
    return result;
  }();
  return *kNames;
}

// One row for each section of ISIC Rev. 4: its first and its last division. The numbers between
// that have no division: 34, 40, 44, 48, 54, 57, 67, 76, 83, 89 lie between sections.
struct Section {
  char letter;
  int first;
  int last;
};

constexpr Section kSections[] = {
    {'A', 1, 3},   {'B', 5, 9},   {'C', 10, 33}, {'D', 35, 35}, {'E', 36, 39}, {'F', 41, 43},
    {'G', 45, 47}, {'H', 49, 53}, {'I', 55, 56}, {'J', 58, 63}, {'K', 64, 66}, {'L', 68, 68},
    {'M', 69, 75}, {'N', 77, 82}, {'O', 84, 84}, {'P', 85, 85}, {'Q', 86, 88}, {'R', 90, 93},
    {'S', 94, 96}, {'T', 97, 98}, {'U', 99, 99}};

// The scheme in lower case, letters and digits only: "ISO3166-1a2" -> "iso31661a2".
std::string Plain(absl::string_view scheme) {
  std::string result;
  for (const char c : scheme) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      result += absl::ascii_tolower(static_cast<unsigned char>(c));
    }
  }
  return result;
}

bool IsUri(absl::string_view text) { return absl::StrContains(text, "://"); }

}  // namespace

Concept MakeConcept(absl::string_view name, absl::string_view code, absl::string_view scheme) {
  code = absl::StripAsciiWhitespace(code);
  Concept result{std::string(absl::StripAsciiWhitespace(name)),
                 std::string(absl::StripAsciiWhitespace(scheme)),
                 std::string(code)};
  const size_t cut = IsUri(code) ? code.find_last_of("/#") : code.find(':');
  if (cut != absl::string_view::npos && cut + 1 < code.size()) {
    result.scheme = std::string(code.substr(0, cut));
    result.code = std::string(code.substr(cut + 1));
  }
  return result;
}

std::string SubjectText(const Concept& subject) {
  const std::string scheme = Plain(subject.scheme);
  if (subject.code.size() == 8 && AllDigits(subject.code)) {
    if (absl::StrContains(scheme, "medtop") || absl::StrContains(scheme, "mediatopic")) {
      return absl::StrCat("medtop:", subject.code);
    }
    if (scheme == "subj" || absl::StrContains(scheme, "subjectcode")) {
      return absl::StrCat("subj:", subject.code);
    }
  }
  if (!subject.name.empty()) {
    return subject.name;
  }
  if (subject.code.empty() || subject.scheme.empty()) {
    return subject.code;
  }
  return absl::StrCat(subject.scheme, IsUri(subject.scheme) ? "/" : ":", subject.code);
}

std::optional<std::string> CountryOfCode(absl::string_view code) {
  const std::string upper = absl::AsciiStrToUpper(absl::StripAsciiWhitespace(code));
  const bool shaped = upper.size() == 2 || upper.size() == 3;
  if (!shaped || upper == "UK") {  // ICU takes it for an alias; in ISO it is only reserved
    return upper == "UK" ? std::optional<std::string>("GB") : std::nullopt;
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Region* region = icu::Region::getInstance(upper.c_str(), error);
  if (U_FAILURE(error) || region == nullptr || region->getType() != URGN_TERRITORY) {
    return std::nullopt;
  }
  std::string result = region->getRegionCode();
  return Countries().contains(result) ? std::optional(std::move(result)) : std::nullopt;
}

std::optional<std::string> CountryOfName(absl::string_view name) {
  const auto& names = CountriesByName();
  const auto found = names.find(absl::AsciiStrToLower(absl::StripAsciiWhitespace(name)));
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> CountryOfPlace(const Concept& place) {
  const std::string scheme = Plain(place.scheme);
  const bool coded = absl::StrContains(scheme, "iso3166") || absl::EndsWith(scheme, "country") ||
                     absl::EndsWith(scheme, "countrycode");
  if (coded) {
    if (auto country = CountryOfCode(place.code)) {
      return country;
    }
  }
  return absl::EqualsIgnoreCase(place.name, "georgia") ? std::nullopt : CountryOfName(place.name);
}

std::optional<std::string> SectorOf(const Concept& subject) {
  const std::string scheme = Plain(subject.scheme);
  // Revisions before the fourth number the divisions otherwise.
  const bool other = absl::StrContains(scheme, "rev3") || absl::StrContains(scheme, "isic3") ||
                     absl::StrContains(scheme, "isic2") || absl::StrContains(scheme, "rev5") ||
                     absl::StrContains(scheme, "isic5");
  if (!absl::StrContains(scheme, "isic") || other || subject.code.empty()) {
    return std::nullopt;
  }
  absl::string_view digits = subject.code;
  char letter = '\0';
  if (absl::ascii_isalpha(static_cast<unsigned char>(digits.front()))) {
    letter = absl::ascii_toupper(static_cast<unsigned char>(digits.front()));
    digits.remove_prefix(1);
  }
  if (digits.empty()) {
    return letter >= 'A' && letter <= 'U' ? std::optional(std::string(1, letter)) : std::nullopt;
  }
  int division = 0;
  if (!AllDigits(digits) || digits.size() < 2 || digits.size() > 4 ||
      !absl::SimpleAtoi(digits.substr(0, 2), &division)) {
    return std::nullopt;
  }
  for (const Section& section : kSections) {
    if (division >= section.first && division <= section.last) {
      const bool fits = letter == '\0' || letter == section.letter;
      return fits ? std::optional(absl::StrCat(std::string(1, section.letter), digits.substr(0, 2)))
                  : std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<v1::ArticleStatus> StatusOf(absl::string_view text) {
  const std::string word =
      absl::AsciiStrToLower(MakeConcept("", absl::StripAsciiWhitespace(text), "").code);
  if (word == "usable") {
    return v1::ARTICLE_STATUS_USABLE;
  }
  if (word == "withheld") {
    return v1::ARTICLE_STATUS_WITHHELD;
  }
  if (word == "canceled" || word == "cancelled") {
    return v1::ARTICLE_STATUS_CANCELED;
  }
  return std::nullopt;
}

}  // namespace facetwire::formats
