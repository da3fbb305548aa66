// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/labels.h"

#include <optional>

#include "index/taxonomy/countries.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {

std::string ValueLabel(Facet facet,
                       const std::string& id,
                       std::string_view language,
                       const DictionaryView& dictionary) {
  if (facet == Facet::kCountry || facet == Facet::kSector) {
    return ValueLabel({.facet = facet, .id = id}, language);
  }
  const std::optional<Ordinal> ordinal = dictionary.Find(facet, id);
  return ordinal.has_value() ? ValueLabel(dictionary.entry(*ordinal), language) : id;
}

std::string ValueLabel(const DictionaryEntry& entry, std::string_view language) {
  switch (entry.facet) {
    case Facet::kCountry:
      return CountryLabel(entry.id, language);
    case Facet::kSector:
      return SectorLabel(entry.id);
    default:
      return entry.label;
  }
}

std::string ValueParent(Facet facet, const std::string& id) {
  return facet == Facet::kSector ? SectorParent(id) : "";
}

void LabelEntities(std::string_view language, StoredArticle& stored) {
  for (Entity& entity : stored.entities) {
    if (entity.facet == Facet::kCountry) {
      entity.label = CountryLabel(entity.id, language);
    } else if (entity.facet == Facet::kSector) {
      entity.label = SectorLabel(entity.id);
    }
  }
}

}  // namespace facetwire
