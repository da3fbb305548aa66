// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/annotator.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "index/ingest/canonical_entity.h"
#include "index/ingest/outside_entities.h"
#include "index/store/stored_record.h"
#include "index/taxonomy/media_topics.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {

namespace {

Entity FromSupplied(const SuppliedEntity& supplied) {
  Entity entity{.facet = supplied.facet,
                .id = supplied.id,
                .label = supplied.label,
                .salience = kSuppliedSalience,
                .confidence = 1,
                .origin = EntityOrigin::kSupplied};
  Canonicalise(entity);  // the article passed ValidateArticle
  return entity;
}

Entity* Find(std::vector<Entity>& entities, Facet facet, const std::string& id) {
  const auto found = std::find_if(entities.begin(), entities.end(), [&](const Entity& entity) {
    return entity.facet == facet && entity.id == id;
  });
  return found == entities.end() ? nullptr : &*found;
}

// Puts `entity` among the others, or makes one of it and the one that is there.
void Add(Entity entity, std::vector<Entity>& entities) {
  Entity* const found = Find(entities, entity.facet, entity.id);
  if (found == nullptr) {
    entities.push_back(std::move(entity));
    return;
  }
  if (!entity.implied && entity.origin == EntityOrigin::kSupplied) {
    found->origin = EntityOrigin::kSupplied;
  }
  Unite(std::move(entity), *found);
}

// With the section that a division implies.
void AddWithParent(Entity entity, std::vector<Entity>& entities) {
  const std::string parent =
      entity.facet == Facet::kSector ? SectorParent(entity.id) : std::string();
  if (!parent.empty()) {
    Entity section = entity;
    section.id = parent;
    section.label = SectorLabel(parent);
    section.implied = true;
    section.mentions.clear();
    Add(std::move(section), entities);
  }
  Add(std::move(entity), entities);
}

}  // namespace

Annotator::Annotator(std::shared_ptr<const EntityExtractor> extractor, Outside outside)
    : extractor_(std::move(extractor)), outside_(std::move(outside)) {}

std::vector<Entity> Annotator::Found(const Article& article, const CallContext& context) const {
  std::optional<std::vector<Entity>> outside;
  if (outside_.help != nullptr) {
    outside = outside_.help->Annotate(article, context);
  }
  std::vector<Entity> entities;
  if (!outside.has_value() || outside_.mode == OutsideMode::kBeside) {
    entities = extractor_->Extract(
        {.title = article.title, .summary = article.summary, .body = article.body});
  }
  if (outside.has_value()) {
    for (Entity& entity : *outside) {
      AddWithParent(std::move(entity), entities);
    }
  }
  return entities;
}

std::vector<Entity> Annotator::Annotate(const Article& article, const CallContext& context) const {
  std::vector<Entity> entities = Found(article, context);
  for (const SuppliedEntity& supplied : article.supplied_entities) {
    AddWithParent(FromSupplied(supplied), entities);
  }
  for (const std::string& subject : article.subjects) {
    if (std::optional<std::string> sector = SectorOfSubject(subject); sector.has_value()) {
      AddWithParent(FromSupplied({Facet::kSector, *std::move(sector), ""}), entities);
    }
  }
  for (Entity& entity : entities) {  // so that what is found again equals what was stored
    entity.salience = KeptShare(entity.salience);
    entity.confidence = KeptShare(entity.confidence);
  }
  std::sort(entities.begin(), entities.end(), [](const Entity& a, const Entity& b) {
    return std::tie(a.facet, b.salience, a.id) < std::tie(b.facet, a.salience, b.id);
  });
  return entities;
}

}  // namespace facetwire
