// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_MODEL_ARTICLE_H_
#define FACETWIRE_INDEX_MODEL_ARTICLE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"

#include "index/model/entity.h"
#include "index/model/facet.h"

namespace facetwire {

// The numbers are part of the index format.
enum class ArticleStatus : std::uint8_t {
  kUsable = 0,    // served
  kWithheld = 1,  // kept, never served, until a later version says otherwise
  kCanceled = 2,  // recalled by the publisher: kept, never served
};

// An entity that the caller knows to be in the article.
struct SuppliedEntity {
  Facet facet = Facet::kCountry;
  std::string id;     // for persons: may be empty, then it is made from the label
  std::string label;  // may be empty for countries and sectors

  friend bool operator==(const SuppliedEntity&, const SuppliedEntity&) = default;
};

// What a newsroom sends. Times are whole microseconds.
struct Article {
  std::string id;
  std::int64_t version = 0;  // a lower one never replaces a higher one
  std::string url;
  std::string source;
  std::string language;
  std::string title;
  std::string summary;
  std::string body;
  std::vector<std::string> authors;
  std::vector<std::string> subjects;
  absl::Time published;
  std::optional<absl::Time> updated;
  ArticleStatus status = ArticleStatus::kUsable;
  std::optional<absl::Time> embargoed_until;
  std::map<std::string, std::string> attributes;
  std::vector<SuppliedEntity> supplied_entities;

  friend bool operator==(const Article&, const Article&) = default;
};

// Asks for an article to be gone.
struct ArticleDeletion {
  std::string id;

  friend bool operator==(const ArticleDeletion&, const ArticleDeletion&) = default;
};

// What to do with one article.
using ArticleOperation = std::variant<Article, ArticleDeletion>;

// What the index keeps of it.
struct StoredArticle {
  Article article;
  absl::Time received;           // when it was accepted, by the server's clock
  std::vector<Entity> entities;  // by facet, then most salient first
  // Opaque; articles that are copies of each other have the same. Empty where there are none, and
  // where it was not asked for.
  std::string copy_cluster;

  friend bool operator==(const StoredArticle&, const StoredArticle&) = default;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_MODEL_ARTICLE_H_
