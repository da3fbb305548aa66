// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_KNOWN_NAMES_H_
#define FACETWIRE_INDEX_ENTITIES_KNOWN_NAMES_H_

#include <string_view>
#include <vector>

#include "index/model/known_name.h"

namespace facetwire {

// What the recognisers know values by, for those who look for a value by a name of it: names,
// official and former names, adjectives and peoples of countries; other names of the well-known;
// words and phrases that speak of a sector by themselves. `gazetteer`: the text of one in place of
// the one in the program; empty: that one; rows that are wrong say nothing. Thread-safe.
std::vector<KnownName> KnownNames(std::string_view gazetteer);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_KNOWN_NAMES_H_
