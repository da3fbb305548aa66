// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/convert_article.h"

#include <optional>
#include <string>
#include <string_view>

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "services/common/convert_facet.h"
#include "services/common/convert_time.h"

namespace facetwire {

namespace {

absl::StatusOr<ArticleStatus> StatusFromProto(v1::ArticleStatus status) {
  switch (status) {
    case v1::ARTICLE_STATUS_UNSPECIFIED:
    case v1::ARTICLE_STATUS_USABLE:
      return ArticleStatus::kUsable;
    case v1::ARTICLE_STATUS_WITHHELD:
      return ArticleStatus::kWithheld;
    case v1::ARTICLE_STATUS_CANCELED:
      return ArticleStatus::kCanceled;
    default:
      return UnknownEnumNumber("status", status);
  }
}

v1::ArticleStatus ToProto(ArticleStatus status) {
  switch (status) {
    case ArticleStatus::kUsable:
      return v1::ARTICLE_STATUS_USABLE;
    case ArticleStatus::kWithheld:
      return v1::ARTICLE_STATUS_WITHHELD;
    case ArticleStatus::kCanceled:
      return v1::ARTICLE_STATUS_CANCELED;
  }
  return v1::ARTICLE_STATUS_UNSPECIFIED;
}

v1::EntityOrigin ToProto(EntityOrigin origin) {
  switch (origin) {
    case EntityOrigin::kExtracted:
      return v1::ENTITY_ORIGIN_EXTRACTED;
    case EntityOrigin::kSupplied:
      return v1::ENTITY_ORIGIN_SUPPLIED;
    case EntityOrigin::kEdited:
      return v1::ENTITY_ORIGIN_EDITED;
  }
  return v1::ENTITY_ORIGIN_UNSPECIFIED;
}

absl::Status ReadTimes(const v1::Article& article, Article& out) {
  if (article.has_published_time()) {
    const auto time = FromProto(article.published_time(), "published_time");
    if (!time.ok()) {
      return time.status();
    }
    out.published = *time;
  }
  if (article.has_updated_time()) {
    const auto time = FromProto(article.updated_time(), "updated_time");
    if (!time.ok()) {
      return time.status();
    }
    out.updated = *time;
  }
  if (article.has_embargoed_until()) {
    const auto time = FromProto(article.embargoed_until(), "embargoed_until");
    if (!time.ok()) {
      return time.status();
    }
    out.embargoed_until = *time;
  }
  return absl::OkStatus();
}

absl::Status ReadSuppliedEntities(const v1::Article& article, Article& out) {
  for (int i = 0; i < article.supplied_entities_size(); ++i) {
    const v1::SuppliedEntity& supplied = article.supplied_entities(i);
    const absl::StatusOr<Facet> facet =
        EntityFacetFromProto(supplied.facet(), StrCat("supplied_entities[", i, "].facet"));
    if (!facet.ok()) {
      return facet.status();
    }
    out.supplied_entities.push_back({*facet, supplied.id(), supplied.label()});
  }
  return absl::OkStatus();
}

std::string_view TextOf(const Article& article, TextField field) {
  switch (field) {
    case TextField::kTitle:
      return article.title;
    case TextField::kSummary:
      return article.summary;
    case TextField::kBody:
      return article.body;
  }
  return {};
}

void ToProto(const Entity& entity, v1::Entity& out) {
  out.set_facet(std::string(FacetName(entity.facet)));
  out.set_id(entity.id);
  out.set_label(entity.label);
  out.set_salience(entity.salience);
  out.set_confidence(entity.confidence);
  out.set_origin(ToProto(entity.origin));
  out.set_implied(entity.implied);
  for (const Mention& mention : entity.mentions) {
    v1::Mention& added = *out.add_mentions();
    added.set_field(ToProto(mention.field));
    added.set_begin(mention.begin);
    added.set_end(mention.end);
    added.set_surface(mention.surface);
  }
}

// Of all mentions in one text, so that the text is walked through once.
void ConvertMentions(std::string_view text,
                     v1::TextField field,
                     OffsetUnit unit,
                     google::protobuf::RepeatedPtrField<v1::Entity>& entities) {
  std::vector<v1::Mention*> mentions;
  std::vector<std::uint32_t> offsets;
  for (v1::Entity& entity : entities) {
    for (v1::Mention& mention : *entity.mutable_mentions()) {
      if (mention.field() == field) {
        mentions.push_back(&mention);
        offsets.push_back(mention.begin());
        offsets.push_back(mention.end());
      }
    }
  }
  offsets = ConvertOffsets(text, offsets, unit);
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    mentions[i]->set_begin(offsets[2 * i]);
    mentions[i]->set_end(offsets[2 * i + 1]);
  }
}

}  // namespace

absl::StatusOr<Article> UndatedFromProto(const v1::Article& article) {
  Article out{
      .id = article.id(),
      .version = article.version(),
      .url = article.url(),
      .source = article.source(),
      .language = article.language(),
      .title = article.title(),
      .summary = article.summary(),
      .body = article.body(),
      .authors = {article.authors().begin(), article.authors().end()},
      .subjects = {article.subjects().begin(), article.subjects().end()},
      .attributes = {article.attributes().begin(), article.attributes().end()},
  };
  const absl::StatusOr<ArticleStatus> status = StatusFromProto(article.status());
  if (!status.ok()) {
    return status.status();
  }
  out.status = *status;
  if (absl::Status read = ReadTimes(article, out); !read.ok()) {
    return read;
  }
  if (absl::Status read = ReadSuppliedEntities(article, out); !read.ok()) {
    return read;
  }
  return out;
}

absl::StatusOr<Article> FromProto(const v1::Article& article) {
  if (article.id().empty()) {  // before the date: it is what a sender misses first
    return InvalidField("id", "is required");
  }
  if (!article.has_published_time()) {
    return InvalidField("published_time", "is required");
  }
  return UndatedFromProto(article);
}

void TextsToProto(const Article& article, v1::Article& out) {
  out.set_id(article.id);
  out.set_version(article.version);
  out.set_url(article.url);
  out.set_source(article.source);
  out.set_language(article.language);
  out.set_title(article.title);
  out.set_summary(article.summary);
  out.set_body(article.body);
  out.mutable_authors()->Add(article.authors.begin(), article.authors.end());
  out.mutable_subjects()->Add(article.subjects.begin(), article.subjects.end());
}

void ToProto(const StoredArticle& stored, OffsetUnit unit, v1::Article& out) {
  const Article& article = stored.article;
  TextsToProto(article, out);
  ToProto(article.published, *out.mutable_published_time());
  if (article.updated.has_value()) {
    ToProto(*article.updated, *out.mutable_updated_time());
  }
  out.set_status(ToProto(article.status));
  if (article.embargoed_until.has_value()) {
    ToProto(*article.embargoed_until, *out.mutable_embargoed_until());
  }
  out.mutable_attributes()->insert(article.attributes.begin(), article.attributes.end());
  for (const SuppliedEntity& supplied : article.supplied_entities) {
    v1::SuppliedEntity& added = *out.add_supplied_entities();
    added.set_facet(std::string(FacetName(supplied.facet)));
    added.set_id(supplied.id);
    added.set_label(supplied.label);
  }
  ToProto(stored.received, *out.mutable_received_time());
  out.set_copy_cluster(stored.copy_cluster);
  ToProto(stored.entities, article, unit, *out.mutable_entities());
}

void ToProto(const std::vector<Entity>& entities,
             const Article& article,
             OffsetUnit unit,
             google::protobuf::RepeatedPtrField<v1::Entity>& out) {
  for (const Entity& entity : entities) {
    ToProto(entity, *out.Add());
  }
  if (unit == OffsetUnit::kUtf8Bytes) {
    return;
  }
  for (const TextField field : {TextField::kTitle, TextField::kSummary, TextField::kBody}) {
    ConvertMentions(TextOf(article, field), ToProto(field), unit, out);
  }
}

v1::TextField ToProto(TextField field) {
  switch (field) {
    case TextField::kTitle:
      return v1::TEXT_FIELD_TITLE;
    case TextField::kSummary:
      return v1::TEXT_FIELD_SUMMARY;
    case TextField::kBody:
      return v1::TEXT_FIELD_BODY;
  }
  return v1::TEXT_FIELD_UNSPECIFIED;
}

absl::StatusOr<OffsetUnit> FromProto(v1::OffsetUnit unit) {
  switch (unit) {
    case v1::OFFSET_UNIT_UNSPECIFIED:
    case v1::OFFSET_UNIT_UTF8_BYTES:
      return OffsetUnit::kUtf8Bytes;
    case v1::OFFSET_UNIT_UTF16_UNITS:
      return OffsetUnit::kUtf16Units;
    case v1::OFFSET_UNIT_CODE_POINTS:
      return OffsetUnit::kCodePoints;
    default:
      return UnknownEnumNumber("offset_unit", unit);
  }
}

absl::StatusOr<bool> WantsBody(v1::ArticleView view, v1::ArticleView unspecified) {
  switch (view == v1::ARTICLE_VIEW_UNSPECIFIED ? unspecified : view) {
    case v1::ARTICLE_VIEW_BASIC:
      return false;
    case v1::ARTICLE_VIEW_FULL:
      return true;
    default:
      return UnknownEnumNumber("view", view);
  }
}

}  // namespace facetwire
