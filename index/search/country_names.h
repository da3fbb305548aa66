// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_COUNTRY_NAMES_H_
#define FACETWIRE_INDEX_SEARCH_COUNTRY_NAMES_H_

#include <string>
#include <string_view>
#include <vector>

namespace facetwire {

// The countries that a person may mean by `text`: the one with this code ("kg"), or else the one
// with this English name or another usual one ("usa"), or else all that have these words in
// their name ("korea": KP and KR). Case and accents are ignored. Sorted. Thread-safe.
std::vector<std::string> FindCountries(std::string_view text);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_COUNTRY_NAMES_H_
