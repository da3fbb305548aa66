// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_MODEL_FACET_H_
#define FACETWIRE_INDEX_MODEL_FACET_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace facetwire {

// The things an article can be counted and filtered by. The numbers are part of the index format.
enum class Facet : std::uint8_t {
  kCountry = 0,   // ids: ISO 3166-1 alpha-2 and a few withdrawn codes, see index/taxonomy
  kPerson = 1,    // ids: opaque, made from the canonical name
  kSector = 2,    // ids: ISIC Rev. 4 section or division, a tree, see index/taxonomy
  kSource = 3,    // ids: what the article gave as its source, as it stands
  kLanguage = 4,  // ids: BCP 47, lower case, as the article gave it
};

inline constexpr std::array kAllFacets = {
    Facet::kCountry, Facet::kPerson, Facet::kSector, Facet::kSource, Facet::kLanguage};

// "country", "person", "sector", "source", "language": the names used in requests.
std::string_view FacetName(Facet facet);

// Nothing where `name` is no facet's name.
std::optional<Facet> ParseFacet(std::string_view name);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_MODEL_FACET_H_
