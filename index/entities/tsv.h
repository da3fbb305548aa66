// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_TSV_H_
#define FACETWIRE_INDEX_ENTITIES_TSV_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace facetwire {

// The parts of `text` between the separators; at least one.
std::vector<std::string_view> SplitAt(std::string_view text, char separator);

// INVALID_ARGUMENT for a line of a data file: "country gazetteer, line 3, column 2: ...". `row` is
// from 0, `column` from 1.
absl::Status RowError(std::string_view file,
                      std::size_t row,
                      std::size_t column,
                      std::string_view line);

// The data files, as lines without blank ones and, but for the countries and places, comments. Made
// from data/*.tsv by CMake.
std::vector<std::string_view> CountryLines();
std::vector<std::string_view> PlaceLines();
std::vector<std::string_view> CountrySignLines();
std::vector<std::string_view> PeopleLines();
std::vector<std::string_view> PersonAliasLines();
std::vector<std::string_view> SectorLines();
std::vector<std::string_view> WordLines();

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_TSV_H_
