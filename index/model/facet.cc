// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/model/facet.h"

namespace facetwire {

std::string_view FacetName(Facet facet) {
  switch (facet) {
    case Facet::kCountry:
      return "country";
    case Facet::kPerson:
      return "person";
    case Facet::kSector:
      return "sector";
    case Facet::kSource:
      return "source";
    case Facet::kLanguage:
      return "language";
  }
  return "unknown";
}

std::optional<Facet> ParseFacet(std::string_view name) {
  for (const Facet facet : kAllFacets) {
    if (FacetName(facet) == name) {
      return facet;
    }
  }
  return std::nullopt;
}

}  // namespace facetwire
