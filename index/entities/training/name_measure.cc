// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/training/name_measure.h"

#include <set>
#include <utility>

#include "index/entities/gazetteer.h"
#include "index/entities/name_tagger.h"
#include "index/entities/tsv.h"

namespace facetwire {
namespace {

using Places = std::set<std::pair<std::uint32_t, std::uint32_t>>;

double Share(std::size_t part, std::size_t rest) {
  return part == 0 ? 0 : static_cast<double>(part) / static_cast<double>(part + rest);
}

Places PeopleIn(const std::vector<NameLabel>& labels) {
  Places places;
  for (std::uint32_t i = 0; i < labels.size(); ++i) {
    if (labels[i] != NameLabel::kPersonBegin) {
      continue;
    }
    std::uint32_t end = i + 1;
    while (end < labels.size() && labels[end] == NameLabel::kPersonInside) {
      ++end;
    }
    places.insert({i, end});
  }
  return places;
}

}  // namespace

double NameMeasure::Precision() const { return Share(right, wrong); }

double NameMeasure::Recall() const { return Share(right, missed); }

double NameMeasure::F1() const { return Share(2 * right, wrong + missed); }

absl::StatusOr<NameMeasure> MeasureNames(std::string_view model,
                                         const std::vector<LabelledDocument>& documents) {
  const auto parsed = NameModel::Parse(model);
  if (!parsed.ok()) {
    return parsed.status();
  }
  Lexicon lexicon;
  Gazetteer gazetteer;
  for (const absl::Status& status : {lexicon.AddSets(PeopleLines()),
                                     lexicon.AddSets(WordLines()),
                                     gazetteer.Add("countries.tsv", CountryLines(), lexicon)}) {
    if (!status.ok()) {
      return status;
    }
  }
  const NameTagger tagger(lexicon, *parsed);
  NameMeasure measure;
  for (const LabelledDocument& labelled : documents) {
    const PlainText plain = WriteOut(labelled);
    const Document document(lexicon, {"", "", plain.text});
    Analysis analysis;
    analysis.document = &document;
    analysis.places = gazetteer.Match(document);
    Places found;
    for (const NameCandidate& candidate : tagger.Tag(document, PlaceMap(analysis))) {
      if (candidate.score > 0) {
        found.insert({candidate.tokens.begin, candidate.tokens.end});
      }
    }
    const Places gold = PeopleIn(LabelTokens(document, plain));
    for (const auto& place : found) {
      ++(gold.contains(place) ? measure.right : measure.wrong);
    }
    for (const auto& place : gold) {
      measure.missed += found.contains(place) ? 0 : 1;
    }
  }
  return measure;
}

}  // namespace facetwire
