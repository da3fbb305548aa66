// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/annotator.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"

#include "index/entities/person_id.h"
#include "index/taxonomy/countries.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {

namespace {

Entity FromSupplied(const SuppliedEntity& supplied) {
  Entity entity{.facet = supplied.facet,
                .id = supplied.id,
                .label = std::string(absl::StripAsciiWhitespace(supplied.label)),
                .salience = kSuppliedSalience,
                .confidence = 1,
                .origin = EntityOrigin::kSupplied};
  if (supplied.facet == Facet::kCountry) {
    entity.id = CanonicalCountry(supplied.id).value_or(supplied.id);
    entity.label = CountryLabel(entity.id, "en");
  } else if (supplied.facet == Facet::kSector) {
    entity.id = CanonicalSector(supplied.id).value_or(supplied.id);
    entity.label = SectorLabel(entity.id);
  } else if (entity.id.empty()) {
    entity.id = PersonId(entity.label);
  }
  return entity;
}

Entity* Find(std::vector<Entity>& entities, Facet facet, const std::string& id) {
  const auto found = std::find_if(entities.begin(), entities.end(), [&](const Entity& entity) {
    return entity.facet == facet && entity.id == id;
  });
  return found == entities.end() ? nullptr : &*found;
}

void Add(Entity supplied, std::vector<Entity>& entities) {
  Entity* const found = Find(entities, supplied.facet, supplied.id);
  if (found == nullptr) {
    entities.push_back(std::move(supplied));
    return;
  }
  found->salience = std::max(found->salience, supplied.salience);
  found->confidence = std::max(found->confidence, supplied.confidence);
  if (!supplied.implied) {
    found->origin = EntityOrigin::kSupplied;
    found->implied = false;
  }
}

void AddParent(const Entity& division, std::vector<Entity>& entities) {
  Entity parent = division;
  parent.id = SectorParent(division.id);
  if (!parent.id.empty()) {
    parent.label = SectorLabel(parent.id);
    parent.implied = true;
    Add(std::move(parent), entities);
  }
}

}  // namespace

Annotator::Annotator(std::shared_ptr<const EntityExtractor> extractor)
    : extractor_(std::move(extractor)) {}

std::vector<Entity> Annotator::Annotate(const Article& article) const {
  std::vector<Entity> entities = extractor_->Extract(
      {.title = article.title, .summary = article.summary, .body = article.body});
  for (const SuppliedEntity& supplied : article.supplied_entities) {
    const Entity entity = FromSupplied(supplied);
    Add(entity, entities);
    if (entity.facet == Facet::kSector) {
      AddParent(entity, entities);
    }
  }
  std::sort(entities.begin(), entities.end(), [](const Entity& a, const Entity& b) {
    return std::tie(a.facet, b.salience, a.id) < std::tie(b.facet, a.salience, b.id);
  });
  return entities;
}

}  // namespace facetwire
