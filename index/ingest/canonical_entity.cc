// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/canonical_entity.h"

#include <string>

#include "absl/strings/ascii.h"

#include "index/entities/person_id.h"
#include "index/taxonomy/countries.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {

bool Canonicalise(Entity& entity) {
  switch (entity.facet) {
    case Facet::kCountry:
      entity.id = CanonicalCountry(entity.id).value_or("");
      entity.label = CountryLabel(entity.id, "en");
      break;
    case Facet::kSector:
      entity.id = CanonicalSector(entity.id).value_or("");
      entity.label = SectorLabel(entity.id);
      break;
    default:
      entity.label = std::string(absl::StripAsciiWhitespace(entity.label));
      if (entity.id.empty()) {
        entity.id = PersonId(entity.label);
      }
  }
  return !entity.id.empty();
}

}  // namespace facetwire
