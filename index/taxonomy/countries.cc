// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/taxonomy/countries.h"

#include <algorithm>
#include <array>
#include <memory>
#include <unicode/localpointer.h>
#include <unicode/locdspnm.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"

#include "index/base/mutex.h"
#include "index/base/str_cat.h"
#include "index/taxonomy/locale.h"

namespace facetwire {
namespace {

constexpr std::string_view kCodes =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS "
    "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CS CU CV CW CX CY CZ DD DE DJ DK DM DO "
    "DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY "
    "HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ "
    "LA "
    "LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX "
    "MY "
    "MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO "
    "RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SU SV SX SY SZ TC TD TF TG TH TJ TK "
    "TL "
    "TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YD YE YT YU ZA ZM ZW";

// What ICU has no name for, or another one than the news of that time.
struct WithdrawnName {
  std::string_view code;
  std::string_view name;
};

constexpr std::array kWithdrawn = {WithdrawnName{"CS", "Czechoslovakia"},
                                   WithdrawnName{"DD", "East Germany"},
                                   WithdrawnName{"SU", "Soviet Union"},
                                   WithdrawnName{"YD", "South Yemen"},
                                   WithdrawnName{"YU", "Yugoslavia"}};

// Where ICU's long name is longer than what people write ("Hong Kong SAR China").
constexpr std::array<std::string_view, 4> kShortNamed = {"HK", "MM", "MO", "PS"};

template <typename Array>
bool Contains(const Array& array, std::string_view value) {
  return std::find(array.begin(), array.end(), value) != array.end();
}

bool IsCode(std::string_view code) {
  if (code.size() != 2 || code[0] == ' ' || code[1] == ' ') {
    return false;
  }
  for (std::size_t i = 0; i + 2 <= kCodes.size(); i += 3) {
    if (kCodes.substr(i, 2) == code) {
      return true;
    }
  }
  return false;
}

char AsciiUpper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

std::unique_ptr<icu::LocaleDisplayNames> IcuNames(const icu::Locale& locale,
                                                  UDisplayContext length) {
  return std::unique_ptr<icu::LocaleDisplayNames>(
      icu::LocaleDisplayNames::createInstance(locale, &length, 1));
}

// The labels of all countries in one language, by code.
using Labels = absl::flat_hash_map<std::string, std::string>;

Labels MakeLabels(const icu::Locale& locale) {
  const auto full = IcuNames(locale, UDISPCTX_LENGTH_FULL);
  const auto brief = IcuNames(locale, UDISPCTX_LENGTH_SHORT);
  Labels labels;
  for (const std::string& code : AllCountries()) {
    const auto& names = Contains(kShortNamed, code) ? brief : full;
    icu::UnicodeString name;
    std::string label;
    if (names != nullptr) {
      names->regionDisplayName(code.c_str(), name);
      name.toUTF8String(label);
    }
    labels.emplace(code, label.empty() ? code : label);
  }
  for (const WithdrawnName& withdrawn : kWithdrawn) {
    labels[std::string(withdrawn.code)] = withdrawn.name;
  }
  return labels;
}

// Labels by language: ICU takes microseconds for each, and an answer shows dozens. Languages are
// what callers write, so that only so many are kept.
class LabelCache {
 public:
  std::shared_ptr<const Labels> Get(std::string_view language) {
    constexpr std::size_t kMostLanguages = 64;  // about 20 KB each
    if (language.size() > kMaxLanguageTag) {
      language = {};
    }
    {
      const MutexLock lock(mutex_);
      if (const auto found = by_language_.find(ToAbsl(language)); found != by_language_.end()) {
        return found->second;
      }
    }
    auto labels = std::make_shared<const Labels>(MakeLabels(LocaleOf(language)));
    const MutexLock lock(mutex_);
    if (by_language_.size() >= kMostLanguages) {
      by_language_.clear();
    }
    by_language_.insert_or_assign(std::string(language), labels);
    return labels;
  }

 private:
  Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<const Labels>> by_language_
      ABSL_GUARDED_BY(mutex_);
};

LabelCache& TheLabels() {
  static auto* const kCache = new LabelCache;  // never destroyed: threads may ask until the end
  return *kCache;
}

}  // namespace

std::optional<std::string> CanonicalCountry(std::string_view code) {
  if (code.size() != 2) {
    return std::nullopt;
  }
  std::string upper = {AsciiUpper(code[0]), AsciiUpper(code[1])};
  if (upper == "ZR") {
    return "CD";
  }
  if (upper == "BU") {
    return "MM";
  }
  return IsCode(upper) ? std::optional(std::move(upper)) : std::nullopt;
}

std::string CountryLabel(std::string_view code, std::string_view language) {
  const std::shared_ptr<const Labels> labels = TheLabels().Get(language);
  if (const auto found = labels->find(ToAbsl(code)); found != labels->end()) {
    return found->second;
  }
  const std::optional<std::string> id = CanonicalCountry(code);
  return id.has_value() ? labels->at(*id) : std::string(code);
}

std::vector<std::string> AllCountries() {
  std::vector<std::string> codes;
  for (std::size_t i = 0; i + 2 <= kCodes.size(); i += 3) {
    codes.emplace_back(kCodes.substr(i, 2));
  }
  return codes;
}

}  // namespace facetwire
