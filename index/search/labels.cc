// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/labels.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>

#include "index/taxonomy/countries.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {

namespace {

bool ComesBefore(const Entity& a, const Entity& b) {
  return std::tie(a.facet, b.salience, a.id) < std::tie(b.facet, a.salience, b.id);
}

bool MentionedBefore(const Mention& a, const Mention& b) {
  return std::tie(a.field, a.begin, a.end) < std::tie(b.field, b.begin, b.end);
}

// `more` is the same entity.
void Unite(Entity more, Entity& entity) {
  entity.salience = std::max(entity.salience, more.salience);
  entity.confidence = std::max(entity.confidence, more.confidence);
  entity.implied = entity.implied && more.implied;
  entity.origin = EntityOrigin::kEdited;
  const auto middle = static_cast<std::ptrdiff_t>(entity.mentions.size());
  std::move(more.mentions.begin(), more.mentions.end(), std::back_inserter(entity.mentions));
  std::inplace_merge(entity.mentions.begin(),
                     entity.mentions.begin() + middle,
                     entity.mentions.end(),
                     MentionedBefore);
}

// Gives the entity the id that it means. False where that is banned.
bool CorrectEntity(Docid docid, const Corrections& corrections, Entity& entity) {
  const std::optional<std::string_view> id = corrections.Meaning(docid, entity.facet, entity.id);
  if (!id.has_value()) {
    return false;
  }
  if (*id != entity.id) {
    entity.id = std::string(*id);
    entity.origin = EntityOrigin::kEdited;
  }
  return true;
}

void CorrectEntities(Docid docid, const Corrections& corrections, std::vector<Entity>& entities) {
  std::vector<Entity> corrected;
  for (Entity& entity : entities) {
    if (!CorrectEntity(docid, corrections, entity)) {
      continue;
    }
    const auto same = [&](const Entity& other) {
      return other.facet == entity.facet && other.id == entity.id;
    };
    const auto known = std::find_if(corrected.begin(), corrected.end(), same);
    if (known == corrected.end()) {
      corrected.push_back(std::move(entity));
    } else {
      Unite(std::move(entity), *known);
    }
  }
  std::sort(corrected.begin(), corrected.end(), ComesBefore);
  entities = std::move(corrected);
}

void LabelEntity(std::string_view language, const DictionaryView& dictionary, Entity& entity) {
  if (entity.facet != Facet::kPerson) {
    entity.label = ValueLabel(entity.facet, entity.id, language, dictionary);
    return;
  }
  if (const std::string* label = dictionary.corrections().Label(entity.id)) {
    entity.label = *label;
    entity.origin = EntityOrigin::kEdited;
  } else if (entity.origin == EntityOrigin::kEdited) {
    entity.label = ValueLabel(entity.facet, entity.id, language, dictionary);
  }
}

}  // namespace

std::string ValueLabel(Facet facet,
                       const std::string& id,
                       std::string_view language,
                       const DictionaryView& dictionary) {
  if (facet == Facet::kCountry || facet == Facet::kSector) {
    return facet == Facet::kCountry ? CountryLabel(id, language) : SectorLabel(id);
  }
  const std::optional<Ordinal> ordinal = dictionary.Find(facet, id);
  return ordinal.has_value() ? dictionary.Label(*ordinal) : id;
}

std::string ValueLabel(Ordinal ordinal,
                       std::string_view language,
                       const DictionaryView& dictionary) {
  const DictionaryEntry& entry = dictionary.entry(ordinal);
  switch (entry.facet) {
    case Facet::kCountry:
      return CountryLabel(entry.id, language);
    case Facet::kSector:
      return SectorLabel(entry.id);
    default:
      return dictionary.Label(ordinal);
  }
}

std::string ValueParent(Facet facet, const std::string& id) {
  return facet == Facet::kSector ? SectorParent(id) : "";
}

void ShowEntities(Docid docid,
                  std::string_view language,
                  const DictionaryView& dictionary,
                  StoredArticle& stored) {
  if (!dictionary.corrections().empty()) {
    CorrectEntities(docid, dictionary.corrections(), stored.entities);
  }
  for (Entity& entity : stored.entities) {
    LabelEntity(language, dictionary, entity);
  }
}

}  // namespace facetwire
