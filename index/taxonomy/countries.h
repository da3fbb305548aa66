// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_TAXONOMY_COUNTRIES_H_
#define FACETWIRE_INDEX_TAXONOMY_COUNTRIES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The ids of the country facet: ISO 3166-1 alpha-2, XK (Kosovo, user-assigned), and the withdrawn
// SU, YU, CS, DD and YD, which old news speaks of. Territories with a code of their own (HK, PR,
// GL) are countries here. Pure functions: any number of threads.
namespace facetwire {

// The id that `code` stands for, upper case: "kg" -> "KG". Codes that a successor has taken over
// read as that: ZR -> CD, BU -> MM. Nothing for anything else.
std::optional<std::string> CanonicalCountry(std::string_view code);

// The name of a country in `language` (BCP 47; empty or unknown: English), from ICU's tables:
// ("KG", "en") -> "Kyrgyzstan". The code itself where it is no id of ours. CS is Czechoslovakia:
// news of its time is far more often about that than about Serbia and Montenegro.
std::string CountryLabel(std::string_view code, std::string_view language);

// Every id, sorted.
std::vector<std::string> AllCountries();

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_TAXONOMY_COUNTRIES_H_
