// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/extractor.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "index/entities/country_recogniser.h"
#include "index/entities/person_recogniser.h"
#include "index/entities/salience.h"
#include "index/entities/sector_recogniser.h"
#include "index/entities/tsv.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {
namespace {

Entity EntityOf(const Document& document, const Finding& finding, double salience) {
  Entity entity;
  entity.facet = finding.facet;
  entity.id = finding.id;
  entity.label = finding.label;
  entity.salience = salience;
  entity.confidence = finding.confidence;
  entity.origin = EntityOrigin::kExtracted;
  for (const Evidence& evidence : finding.evidence) {
    entity.mentions.push_back(document.MentionOf(evidence.tokens));
  }
  return entity;
}

// The sections of the divisions among `entities`, where they are not there already.
std::vector<Entity> ImpliedSections(const std::vector<Entity>& entities) {
  std::set<std::string> found;
  for (const Entity& entity : entities) {
    if (entity.facet == Facet::kSector) {
      found.insert(entity.id);
    }
  }
  std::map<std::string, Entity> sections;
  for (const Entity& entity : entities) {
    const std::string parent =
        entity.facet == Facet::kSector ? SectorParent(entity.id) : std::string();
    if (parent.empty() || found.contains(parent)) {
      continue;
    }
    Entity& section = sections[parent];
    section.facet = Facet::kSector;
    section.id = parent;
    section.label = SectorLabel(parent);
    section.implied = true;
    section.salience = std::max(section.salience, entity.salience);
    section.confidence = std::max(section.confidence, entity.confidence);
  }
  std::vector<Entity> implied;
  implied.reserve(sections.size());
  for (auto& [code, section] : sections) {
    implied.push_back(std::move(section));
  }
  return implied;
}

// The gazetteer in the program.
std::vector<std::string_view> GazetteerLines() {
  std::vector<std::string_view> lines = CountryLines();
  const std::vector<std::string_view> places = PlaceLines();
  lines.insert(lines.end(), places.begin(), places.end());
  return lines;
}

}  // namespace

std::string BuiltInGazetteer() {
  std::string text;
  for (const std::string_view line : GazetteerLines()) {
    text += line;
    text += '\n';
  }
  return text;
}

absl::StatusOr<std::unique_ptr<EntityExtractor>> EntityExtractor::Create(
    const EntityExtractorOptions& options) {
  std::unique_ptr<EntityExtractor> extractor(new EntityExtractor);
  for (const auto& lines : {PeopleLines(), WordLines()}) {
    const absl::Status status = extractor->lexicon_.AddSets(lines);
    if (!status.ok()) {
      return status;
    }
  }
  const std::string& replaced = options.country_gazetteer;
  absl::Status status =
      extractor->gazetteer_.Add(options.country_gazetteer_name,
                                replaced.empty() ? GazetteerLines() : SplitAt(replaced, '\n'),
                                extractor->lexicon_);
  if (!status.ok()) {
    return status;
  }
  auto countries = CountryRecogniser::Create(CountrySignLines(), extractor->lexicon_);
  if (!countries.ok()) {
    return countries.status();
  }
  auto sectors = SectorRecogniser::Create(SectorLines(), extractor->lexicon_);
  if (!sectors.ok()) {
    return sectors.status();
  }
  extractor->name_model_ = options.name_model;
  const auto model = NameModel::Parse(
      options.name_model.empty() ? NameModelBytes() : std::string_view(extractor->name_model_));
  if (!model.ok()) {
    return model.status();
  }
  auto aliases = PersonAliases::Create(PersonAliasLines());
  if (!aliases.ok()) {
    return aliases.status();
  }
  extractor->recognisers_.push_back(
      std::make_unique<PersonRecogniser>(extractor->lexicon_, *model, *std::move(aliases)));
  extractor->recognisers_.push_back(std::move(*countries));
  extractor->recognisers_.push_back(std::move(*sectors));
  return extractor;
}

std::vector<Entity> EntityExtractor::Extract(
    const ArticleText& article, const std::function<void(std::string_view step)>& after) const {
  const auto ended = [&after](std::string_view step) {
    if (after) {
      after(step);
    }
  };
  const Document document(lexicon_, {article.title, article.summary, article.body});
  ended("words");
  Analysis analysis;
  analysis.document = &document;
  analysis.places = gazetteer_.Match(document);
  analysis.minor_places = gazetteer_.MatchMinor(document);
  ended("places");
  for (const auto& recogniser : recognisers_) {
    recogniser->Recognise(analysis);
    ended(recogniser->name());
  }
  const std::vector<double> salience = Salience(document, analysis.findings);
  std::vector<Entity> entities;
  entities.reserve(analysis.findings.size());
  for (std::size_t i = 0; i < analysis.findings.size(); ++i) {
    entities.push_back(EntityOf(document, analysis.findings[i], salience[i]));
  }
  for (Entity& section : ImpliedSections(entities)) {
    entities.push_back(std::move(section));
  }
  std::sort(entities.begin(), entities.end(), [](const Entity& a, const Entity& b) {
    if (a.facet != b.facet) {
      return a.facet < b.facet;
    }
    return a.salience != b.salience ? a.salience > b.salience : a.id < b.id;
  });
  ended("salience");
  return entities;
}

}  // namespace facetwire
