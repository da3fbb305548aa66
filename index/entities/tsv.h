// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_TSV_H_
#define FACETWIRE_INDEX_ENTITIES_TSV_H_

#include <string_view>
#include <vector>

namespace facetwire {

// The parts of `text` between the separators; at least one.
std::vector<std::string_view> SplitAt(std::string_view text, char separator);

// The data files, as lines without blank ones and, but for the countries, comments. Made from
// data/*.tsv by CMake.
std::vector<std::string_view> CountryLines();
std::vector<std::string_view> PeopleLines();
std::vector<std::string_view> SectorLines();

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_TSV_H_
