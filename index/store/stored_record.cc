// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/stored_record.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <zstd.h>

#include "absl/time/time.h"

#include "index/store/stored_article.pb.h"

#include "index/base/str_cat.h"
#include "index/store/sha256.h"

namespace facetwire {
namespace {

constexpr int kCompressionLevel = 3;
constexpr std::size_t kHashBytes = 16;
constexpr std::uint64_t kMaxRecord = std::uint64_t{1} << 30U;

void ToRecord(const Entity& entity, store::EntityRecord& record) {
  record.set_facet(static_cast<std::uint32_t>(entity.facet));
  record.set_id(entity.id);
  record.set_label(entity.label);
  record.set_salience(entity.salience);
  record.set_confidence(entity.confidence);
  record.set_origin(static_cast<std::uint32_t>(entity.origin));
  record.set_implied(entity.implied);
  for (const Mention& mention : entity.mentions) {
    store::MentionRecord& place = *record.add_mentions();
    place.set_field(static_cast<std::uint32_t>(mention.field));
    place.set_begin(mention.begin);
    place.set_end(mention.end);
  }
}

void ToRecord(const Article& article, store::StoredArticleRecord& record) {
  record.set_id(article.id);
  record.set_version(article.version);
  record.set_url(article.url);
  record.set_source(article.source);
  record.set_language(article.language);
  record.set_title(article.title);
  record.set_summary(article.summary);
  record.set_body(article.body);
  record.mutable_authors()->Assign(article.authors.begin(), article.authors.end());
  record.mutable_subjects()->Assign(article.subjects.begin(), article.subjects.end());
  record.set_published_micros(absl::ToUnixMicros(article.published));
  if (article.updated) {
    record.set_updated_micros(absl::ToUnixMicros(*article.updated));
  }
  record.set_status(static_cast<std::uint32_t>(article.status));
  if (article.embargoed_until) {
    record.set_embargoed_until_micros(absl::ToUnixMicros(*article.embargoed_until));
  }
  for (const auto& [key, value] : article.attributes) {
    store::AttributeRecord& attribute = *record.add_attributes();
    attribute.set_key(key);
    attribute.set_value(value);
  }
  for (const SuppliedEntity& supplied : article.supplied_entities) {
    store::SuppliedEntityRecord& entity = *record.add_supplied_entities();
    entity.set_facet(static_cast<std::uint32_t>(supplied.facet));
    entity.set_id(supplied.id);
    entity.set_label(supplied.label);
  }
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

Mention FromRecord(const store::MentionRecord& place, const Article& article) {
  Mention mention;
  mention.field = static_cast<TextField>(place.field());
  mention.begin = place.begin();
  mention.end = place.end();
  const std::string_view text = TextOf(article, mention.field);
  if (mention.begin <= mention.end && mention.end <= text.size()) {
    mention.surface = std::string(text.substr(mention.begin, mention.end - mention.begin));
  }
  return mention;
}

Entity FromRecord(const store::EntityRecord& record, const Article& article, LoadMode mode) {
  Entity entity;
  entity.facet = static_cast<Facet>(record.facet());
  entity.id = record.id();
  entity.label = record.label();
  entity.salience = record.salience();
  entity.confidence = record.confidence();
  entity.origin = static_cast<EntityOrigin>(record.origin());
  entity.implied = record.implied();
  if (mode == LoadMode::kFull) {
    for (const store::MentionRecord& place : record.mentions()) {
      entity.mentions.push_back(FromRecord(place, article));
    }
  }
  return entity;
}

Article FromRecord(store::StoredArticleRecord& record, LoadMode mode) {
  Article article;
  article.id = std::move(*record.mutable_id());
  article.version = record.version();
  article.url = std::move(*record.mutable_url());
  article.source = std::move(*record.mutable_source());
  article.language = std::move(*record.mutable_language());
  article.title = std::move(*record.mutable_title());
  if (mode == LoadMode::kFull) {
    article.summary = std::move(*record.mutable_summary());
    article.body = std::move(*record.mutable_body());
  }
  article.authors.assign(record.authors().begin(), record.authors().end());
  article.subjects.assign(record.subjects().begin(), record.subjects().end());
  article.published = absl::FromUnixMicros(record.published_micros());
  if (record.has_updated_micros()) {
    article.updated = absl::FromUnixMicros(record.updated_micros());
  }
  article.status = static_cast<ArticleStatus>(record.status());
  if (record.has_embargoed_until_micros()) {
    article.embargoed_until = absl::FromUnixMicros(record.embargoed_until_micros());
  }
  for (const store::AttributeRecord& attribute : record.attributes()) {
    article.attributes.emplace(attribute.key(), attribute.value());
  }
  for (const store::SuppliedEntityRecord& supplied : record.supplied_entities()) {
    article.supplied_entities.push_back(
        {static_cast<Facet>(supplied.facet()), supplied.id(), supplied.label()});
  }
  return article;
}

absl::StatusOr<std::string> Decompress(std::string_view record) {
  const std::uint64_t size = ZSTD_getFrameContentSize(record.data(), record.size());
  if (size > kMaxRecord) {  // the library's error values are larger still
    return absl::DataLossError("a stored article is damaged");
  }
  std::string bytes(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompress(bytes.data(), bytes.size(), record.data(), record.size());
  if (ZSTD_isError(got) != 0 || got != bytes.size()) {
    return absl::DataLossError("a stored article is damaged");
  }
  return bytes;
}

}  // namespace

struct StoredArticleEncoder::Compressor {
  Compressor() : context(ZSTD_createCCtx(), ZSTD_freeCCtx) {}

  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context;
};

StoredArticleEncoder::StoredArticleEncoder() : compressor_(std::make_unique<Compressor>()) {}

StoredArticleEncoder::~StoredArticleEncoder() = default;

absl::StatusOr<EncodedArticle> StoredArticleEncoder::Encode(const StoredArticle& stored) {
  store::StoredArticleRecord record;
  ToRecord(stored.article, record);
  for (const Entity& entity : stored.entities) {
    ToRecord(entity, *record.add_entities());
  }
  EncodedArticle encoded;
  std::string bytes = record.SerializeAsString();
  encoded.content_hash = Sha256(bytes).substr(0, kHashBytes);
  // Messages that stand one after the other are one message.
  store::StoredArticleRecord receipt;
  receipt.set_received_micros(absl::ToUnixMicros(stored.received));
  bytes += receipt.SerializeAsString();
  encoded.record.resize(ZSTD_compressBound(bytes.size()));
  const std::size_t size = ZSTD_compressCCtx(compressor_->context.get(),
                                             encoded.record.data(),
                                             encoded.record.size(),
                                             bytes.data(),
                                             bytes.size(),
                                             kCompressionLevel);
  if (ZSTD_isError(size) != 0) {
    return absl::InternalError(StrCat("cannot compress: ", ZSTD_getErrorName(size)));
  }
  encoded.record.resize(size);
  return encoded;
}

absl::StatusOr<StoredArticle> DecodeStoredArticle(std::string_view record, LoadMode mode) {
  const absl::StatusOr<std::string> bytes = Decompress(record);
  if (!bytes.ok()) {
    return bytes.status();
  }
  store::StoredArticleRecord message;
  if (!message.ParseFromString(*bytes)) {
    return absl::DataLossError("a stored article is damaged");
  }
  StoredArticle stored;
  stored.article = FromRecord(message, mode);
  stored.received = absl::FromUnixMicros(message.received_micros());
  for (const store::EntityRecord& entity : message.entities()) {
    stored.entities.push_back(FromRecord(entity, stored.article, mode));
  }
  return stored;
}

}  // namespace facetwire
