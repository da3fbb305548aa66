// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_VALIDATE_ARTICLE_H_
#define FACETWIRE_INDEX_INGEST_VALIDATE_ARTICLE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "index/model/article.h"

namespace facetwire {

// Limits in bytes of UTF-8 or in items; the proto says the same to clients.
struct ArticleLimits {
  static constexpr std::size_t kId = 200;
  static constexpr std::size_t kUrl = 2048;
  static constexpr std::size_t kSource = 200;
  static constexpr std::size_t kLanguage = 35;
  static constexpr std::size_t kTitle = 8192;
  static constexpr std::size_t kSummary = 65536;
  static constexpr std::size_t kBody = 1048576;
  static constexpr std::size_t kAuthors = 100;
  static constexpr std::size_t kSubjects = 500;
  static constexpr std::size_t kNameBytes = 500;  // of an author or a subject
  static constexpr std::size_t kAttributes = 100;
  static constexpr std::size_t kAttributeKey = 100;
  static constexpr std::size_t kAttributeValue = 4096;
  static constexpr std::size_t kSuppliedEntities = 500;
  static constexpr std::size_t kSuppliedId = 64;
  static constexpr std::size_t kSuppliedLabel = 200;
};

// OK where the article can be indexed; else INVALID_ARGUMENT that names the first field at fault,
// relative to the article ("id", "supplied_entities[2].id").
absl::Status ValidateArticle(const Article& article);

// The same without an id: what AnalyzeArticle asks for.
absl::Status ValidateArticleText(const Article& article);

// One supplied entity; errors name its field below `path` (path + ".id").
absl::Status ValidateSuppliedEntity(const std::string& path, const SuppliedEntity& entity);

// INVALID_ARGUMENT on `field` where a text that names something is longer than `limit` bytes, is
// not UTF-8 or has control characters.
absl::Status CheckName(std::string_view field, std::string_view text, std::size_t limit);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_VALIDATE_ARTICLE_H_
