// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/index/entities/extract.h"

#include <memory>

namespace facetwire::testing {

const EntityExtractor& Extractor() {
  static const auto* extractor =
      new std::unique_ptr<EntityExtractor>(EntityExtractor::Create({}).value());
  return **extractor;
}

std::vector<Entity> Extract(std::string_view body, std::string_view title) {
  ArticleText article;
  article.title = title;
  article.body = body;
  return Extractor().Extract(article);
}

std::vector<std::string> Ids(const std::vector<Entity>& entities, Facet facet) {
  std::vector<std::string> ids;
  for (const Entity& entity : entities) {
    if (entity.facet == facet) {
      ids.push_back(entity.id);
    }
  }
  return ids;
}

Entity Find(const std::vector<Entity>& entities, Facet facet, std::string_view id) {
  for (const Entity& entity : entities) {
    if (entity.facet == facet && entity.id == id) {
      return entity;
    }
  }
  return {};
}

std::vector<std::string> Surfaces(const Entity& entity) {
  std::vector<std::string> surfaces;
  for (const Mention& mention : entity.mentions) {
    surfaces.push_back(mention.surface);
  }
  return surfaces;
}

std::string WhoAt(const std::vector<Entity>& entities,
                  std::string_view body,
                  std::string_view surface,
                  int nth) {
  std::size_t at = body.find(surface);
  for (; nth > 0 && at != std::string_view::npos; --nth) {
    at = body.find(surface, at + 1);
  }
  std::string who;
  for (const Entity& entity : entities) {
    for (const Mention& mention : entity.mentions) {
      if (entity.facet == Facet::kPerson && mention.field == TextField::kBody &&
          mention.begin <= at && at + surface.size() <= mention.end) {
        who += (who.empty() ? "" : " ") + entity.id;
      }
    }
  }
  return who;
}

}  // namespace facetwire::testing
