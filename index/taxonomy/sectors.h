// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_TAXONOMY_SECTORS_H_
#define FACETWIRE_INDEX_TAXONOMY_SECTORS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The ids of the sector facet: the sections ("H") and divisions ("H49") of ISIC Rev. 4, a tree of
// two levels. Pure functions over a table in the program (data/sectors.tsv): any number of threads.
namespace facetwire {

// The id that `code` stands for, upper case: "h49" -> "H49". Nothing where there is no such sector,
// nor for a division under another section's letter ("A49").
std::optional<std::string> CanonicalSector(std::string_view code);

// Whether `code` is an id, as it stands.
bool IsSector(std::string_view code);

// The section of a division: "H49" -> "H". Empty for a section and for what is no sector.
std::string SectorParent(std::string_view code);

// The divisions of a section, sorted. Empty for a division and for what is no sector.
std::vector<std::string> SectorChildren(std::string_view code);

// A short English name: "H49" -> "Railways, road transport and pipelines". The code itself where it
// is no sector.
std::string SectorLabel(std::string_view code);

// The title in ISIC: "H49" -> "Land transport and transport via pipelines". The code itself where
// it is no sector.
std::string SectorTitle(std::string_view code);

// Every id in the order of the classification: each section, then its divisions.
std::vector<std::string> AllSectors();

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_TAXONOMY_SECTORS_H_
