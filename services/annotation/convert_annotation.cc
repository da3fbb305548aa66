// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/annotation/convert_annotation.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "index/base/str_cat.h"
#include "services/common/convert_article.h"
#include "services/common/convert_facet.h"
#include "services/common/convert_time.h"
#include "services/common/text_offsets.h"

namespace facetwire {

namespace {

// What the contract says where nothing is said.
constexpr double kDefaultSalience = 0.5;
constexpr double kDefaultConfidence = 1;

std::optional<TextField> FieldOf(v1::TextField field) {
  switch (field) {
    case v1::TEXT_FIELD_TITLE:
      return TextField::kTitle;
    case v1::TEXT_FIELD_SUMMARY:
      return TextField::kSummary;
    case v1::TEXT_FIELD_BODY:
      return TextField::kBody;
    default:
      return std::nullopt;
  }
}

Entity FromProto(const v1::AnnotatedEntity& said, Facet facet, std::size_t& unreadable) {
  Entity entity{.facet = facet,
                .id = said.id(),
                .label = said.label(),
                .salience = said.has_salience() ? said.salience() : kDefaultSalience,
                .confidence = said.has_confidence() ? said.confidence() : kDefaultConfidence};
  for (const v1::Mention& mention : said.mentions()) {
    if (const auto field = FieldOf(mention.field()); field.has_value()) {
      entity.mentions.push_back({*field, mention.begin(), mention.end(), mention.surface()});
    } else {
      ++unreadable;
    }
  }
  return entity;
}

// Of all mentions in one text, so that the text is walked through once.
void ConvertMentions(std::string_view text,
                     TextField field,
                     OffsetUnit unit,
                     std::vector<Entity>& entities) {
  std::vector<Mention*> mentions;
  std::vector<std::uint32_t> offsets;
  for (Entity& entity : entities) {
    for (Mention& mention : entity.mentions) {
      if (mention.field == field) {
        mentions.push_back(&mention);
        offsets.push_back(mention.begin);
        offsets.push_back(mention.end);
      }
    }
  }
  offsets = ConvertOffsetsToBytes(text, offsets, unit);
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    mentions[i]->begin = offsets[2 * i];
    mentions[i]->end = offsets[2 * i + 1];
  }
}

}  // namespace

v1::AnnotateRequest ToAnnotateRequest(const Article& article) {
  v1::AnnotateRequest request;
  v1::Article& out = *request.mutable_article();
  TextsToProto(article, out);
  if (article.published != absl::Time()) {
    ToProto(article.published, *out.mutable_published_time());
  }
  return request;
}

absl::StatusOr<OutsideAnswer> FromProto(const v1::AnnotateResponse& response,
                                        const Article& article) {
  const absl::StatusOr<OffsetUnit> unit = FromProto(response.offset_unit());
  if (!unit.ok()) {
    return absl::InternalError(StrCat(
        "the answer counts offsets in unit ", int{response.offset_unit()}, ", not known here"));
  }
  OutsideAnswer answer;
  for (const v1::AnnotatedEntity& said : response.entities()) {
    if (const auto facet = EntityFacetFromProto(said.facet(), "facet"); facet.ok()) {
      answer.entities.push_back(FromProto(said, *facet, answer.unreadable));
    } else {
      ++answer.unreadable;
    }
  }
  const std::pair<TextField, std::string_view> texts[] = {{TextField::kTitle, article.title},
                                                          {TextField::kSummary, article.summary},
                                                          {TextField::kBody, article.body}};
  for (const auto& [field, text] : texts) {
    ConvertMentions(text, field, *unit, answer.entities);
  }
  return answer;
}

}  // namespace facetwire
