// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/stored_record.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <zstd.h>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

#include "index/store/stored_article.pb.h"

#include "index/base/str_cat.h"
#include "index/store/sha256.h"
#include "index/store/varint.h"
#include "index/taxonomy/countries.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {

// data/common_phrases.txt.
std::vector<std::string_view> CommonPhraseLines();

namespace {

constexpr int kCompressionLevel = 5;
constexpr std::size_t kHashBytes = 16;
constexpr double kSteps = 10'000;  // of salience and confidence
constexpr unsigned kFieldBits = 2;
constexpr std::uint64_t kMaxRecord = std::uint64_t{1} << 30U;

// What every compressor and decompressor knows beforehand.
const std::string& CommonText() {
  static const std::string kText = [] {
    std::string joined;
    for (const std::string_view phrase : CommonPhraseLines()) {
      joined.append(phrase).push_back(' ');
    }
    return joined;
  }();
  return kText;
}

// The taxonomies' English names by facet and id. An id that has none is its own label there.
const std::string* TaxonomyLabel(Facet facet, std::string_view id) {
  using Labels = absl::flat_hash_map<std::string, std::string>;
  static const Labels kCountries = [] {
    Labels labels;
    for (const std::string& code : AllCountries()) {
      labels.emplace(code, CountryLabel(code, "en"));
    }
    return labels;
  }();
  static const Labels kSectors = [] {
    Labels labels;
    for (const std::string& code : AllSectors()) {
      labels.emplace(code, SectorLabel(code));
    }
    return labels;
  }();
  if (facet != Facet::kCountry && facet != Facet::kSector) {
    return nullptr;
  }
  const Labels& labels = facet == Facet::kCountry ? kCountries : kSectors;
  const auto found = labels.find(ToAbsl(id));
  return found == labels.end() ? nullptr : &found->second;
}

std::uint32_t ToSteps(double share) {
  return static_cast<std::uint32_t>(std::lround(std::clamp(share, 0.0, 1.0) * kSteps));
}

double FromSteps(std::uint32_t steps) { return static_cast<double>(steps) / kSteps; }

void ToRecord(const Entity& entity, store::EntityRecord& record) {
  record.set_facet(static_cast<std::uint32_t>(entity.facet));
  record.set_id(entity.id);
  const std::string* usual = TaxonomyLabel(entity.facet, entity.id);
  if (usual == nullptr || *usual != entity.label) {
    record.set_label(entity.label);
  }
  record.set_salience(ToSteps(entity.salience));
  record.set_confidence(ToSteps(entity.confidence));
  record.set_origin(static_cast<std::uint32_t>(entity.origin));
  record.set_implied(entity.implied);
  std::int64_t last_end = 0;
  for (const Mention& mention : entity.mentions) {
    const std::int64_t begin = mention.begin;
    const std::int64_t end = mention.end;
    record.add_mentions(ZigZag(begin - last_end));
    record.add_mentions((static_cast<std::uint64_t>(end - begin) << kFieldBits) |
                        static_cast<std::uint64_t>(mention.field));
    last_end = end;
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

// False where the numbers are no mentions of this article.
bool ReadMentions(const store::EntityRecord& record, const Article& article, Entity& entity) {
  if (record.mentions_size() % 2 != 0) {
    return false;
  }
  std::uint64_t last_end = 0;
  for (int i = 0; i < record.mentions_size(); i += 2) {
    Mention mention;
    mention.field = static_cast<TextField>(record.mentions(i + 1) & ((1U << kFieldBits) - 1));
    const std::string_view text = TextOf(article, mention.field);
    // Unsigned: what is before the text's beginning is beyond its end.
    const std::uint64_t begin = last_end + static_cast<std::uint64_t>(UnZigZag(record.mentions(i)));
    const std::uint64_t length = record.mentions(i + 1) >> kFieldBits;
    if (begin > text.size() || length > text.size() - begin) {
      return false;
    }
    last_end = begin + length;
    mention.begin = static_cast<std::uint32_t>(begin);
    mention.end = static_cast<std::uint32_t>(last_end);
    mention.surface = std::string(text.substr(begin, length));
    entity.mentions.push_back(std::move(mention));
  }
  return true;
}

// Without mentions.
Entity FromRecord(const store::EntityRecord& record) {
  Entity entity;
  entity.facet = static_cast<Facet>(record.facet());
  entity.id = record.id();
  if (record.has_label()) {
    entity.label = record.label();
  } else {
    const std::string* usual = TaxonomyLabel(entity.facet, entity.id);
    entity.label = usual == nullptr ? entity.id : *usual;
  }
  entity.salience = FromSteps(record.salience());
  entity.confidence = FromSteps(record.confidence());
  entity.origin = static_cast<EntityOrigin>(record.origin());
  entity.implied = record.implied();
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

absl::Status Damaged() { return absl::DataLossError("a stored article is damaged"); }

// Contexts are large and cost more to make than a record to read: one for each thread.
std::size_t DecompressInto(std::string& bytes, std::string_view record) {
  static const std::unique_ptr<ZSTD_DDict, decltype(&ZSTD_freeDDict)> kDictionary(
      ZSTD_createDDict(CommonText().data(), CommonText().size()), ZSTD_freeDDict);
  thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> kContext(
      ZSTD_createDCtx(), ZSTD_freeDCtx);
  return ZSTD_decompress_usingDDict(
      kContext.get(), bytes.data(), bytes.size(), record.data(), record.size(), kDictionary.get());
}

absl::StatusOr<std::string> Decompress(std::string_view record) {
  const std::uint64_t size = ZSTD_getFrameContentSize(record.data(), record.size());
  if (size > kMaxRecord) {  // the library's error values are larger still
    return Damaged();
  }
  std::string bytes(static_cast<std::size_t>(size), '\0');
  const std::size_t got = DecompressInto(bytes, record);
  if (ZSTD_isError(got) != 0 || got != bytes.size()) {
    return Damaged();
  }
  return bytes;
}

absl::Status Parse(std::string_view record, store::StoredArticleRecord& message) {
  const absl::StatusOr<std::string> bytes = Decompress(record);
  if (!bytes.ok()) {
    return bytes.status();
  }
  return message.ParseFromString(*bytes) ? absl::OkStatus() : Damaged();
}

}  // namespace

double KeptShare(double share) { return FromSteps(ToSteps(share)); }

struct StoredArticleEncoder::Compressor {
  Compressor() : context(ZSTD_createCCtx(), ZSTD_freeCCtx) {}

  // Shared by all, never changed.
  static const ZSTD_CDict* dictionary() {
    static const std::unique_ptr<ZSTD_CDict, decltype(&ZSTD_freeCDict)> kDictionary(
        ZSTD_createCDict(CommonText().data(), CommonText().size(), kCompressionLevel),
        ZSTD_freeCDict);
    return kDictionary.get();
  }

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
  const std::size_t size = ZSTD_compress_usingCDict(compressor_->context.get(),
                                                    encoded.record.data(),
                                                    encoded.record.size(),
                                                    bytes.data(),
                                                    bytes.size(),
                                                    Compressor::dictionary());
  if (ZSTD_isError(size) != 0) {
    return absl::InternalError(StrCat("cannot compress: ", ZSTD_getErrorName(size)));
  }
  encoded.record.resize(size);
  return encoded;
}

absl::StatusOr<StoredArticle> DecodeStoredArticle(std::string_view record, LoadMode mode) {
  store::StoredArticleRecord message;
  if (absl::Status status = Parse(record, message); !status.ok()) {
    return status;
  }
  StoredArticle stored;
  stored.article = FromRecord(message, mode);
  stored.received = absl::FromUnixMicros(message.received_micros());
  for (const store::EntityRecord& entity : message.entities()) {
    stored.entities.push_back(FromRecord(entity));
    if (mode == LoadMode::kFull && !ReadMentions(entity, stored.article, stored.entities.back())) {
      return Damaged();
    }
  }
  return stored;
}

bool HaveSameTexts(std::string_view record, std::string_view other) {
  store::StoredArticleRecord a;
  store::StoredArticleRecord b;
  return Parse(record, a).ok() && Parse(other, b).ok() && a.title() == b.title() &&
         a.summary() == b.summary() && a.body() == b.body();
}

}  // namespace facetwire
