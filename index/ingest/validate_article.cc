// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/validate_article.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/taxonomy/countries.h"
#include "index/taxonomy/sectors.h"
#include "index/text/utf8.h"

namespace facetwire {

namespace {

using Limits = ArticleLimits;

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

absl::Status CheckText(std::string_view field, std::string_view text, std::size_t limit) {
  if (text.size() > limit) {
    return InvalidField(field,
                        StrCat("is ", text.size(), " bytes long; the limit is ", limit, " bytes"));
  }
  if (const auto at = FirstInvalidUtf8(text); at.has_value()) {
    return InvalidField(field, StrCat("is not UTF-8 at byte ", *at));
  }
  return absl::OkStatus();
}

bool IsBlank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isspace(static_cast<unsigned char>(c));
  });
}

absl::Status CheckList(std::string_view field,
                       const std::vector<std::string>& values,
                       std::size_t limit) {
  if (values.size() > limit) {
    return InvalidField(field, StrCat("has ", values.size(), " entries; the limit is ", limit));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (absl::Status status = CheckText(StrCat(field, "[", i, "]"), values[i], Limits::kNameBytes);
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAttributes(const Article& article) {
  if (article.attributes.size() > Limits::kAttributes) {
    return InvalidField(
        "attributes",
        StrCat("has ", article.attributes.size(), " entries; the limit is ", Limits::kAttributes));
  }
  for (const auto& [key, value] : article.attributes) {
    if (key.empty()) {
      return InvalidField("attributes", "has an empty key");
    }
    if (absl::Status status = CheckText("attributes", key, Limits::kAttributeKey); !status.ok()) {
      return status;
    }
    if (absl::Status status =
            CheckText(StrCat("attributes[\"", key, "\"]"), value, Limits::kAttributeValue);
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

bool IsPersonIdCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("-._~:").find(c) != std::string_view::npos;
}

absl::Status CheckSuppliedPerson(const std::string& path, const SuppliedEntity& entity) {
  if (absl::StripAsciiWhitespace(entity.label).empty()) {
    return InvalidField(path + ".label", "is required for a person: the name to show");
  }
  if (!std::all_of(entity.id.begin(), entity.id.end(), IsPersonIdCharacter)) {
    return InvalidField(path + ".id", "may have only ASCII letters, digits and - . _ ~ :");
  }
  return absl::OkStatus();
}

absl::Status CheckSuppliedEntities(const Article& article) {
  if (article.supplied_entities.size() > Limits::kSuppliedEntities) {
    return InvalidField("supplied_entities",
                        StrCat("has ",
                               article.supplied_entities.size(),
                               " entries; the limit is ",
                               Limits::kSuppliedEntities));
  }
  for (std::size_t i = 0; i < article.supplied_entities.size(); ++i) {
    if (absl::Status status = ValidateSuppliedEntity(StrCat("supplied_entities[", i, "]"),
                                                     article.supplied_entities[i]);
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTexts(const Article& article) {
  if (IsBlank(article.title) && IsBlank(article.summary) && IsBlank(article.body)) {
    return InvalidField("body", "is empty, and so are title and summary: there is no text");
  }
  for (const absl::Status& status : {CheckText("title", article.title, Limits::kTitle),
                                     CheckText("summary", article.summary, Limits::kSummary),
                                     CheckText("body", article.body, Limits::kBody)}) {
    if (!status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckName(std::string_view field, std::string_view text, std::size_t limit) {
  if (absl::Status status = CheckText(field, text, limit); !status.ok()) {
    return status;
  }
  const auto* const bad = std::find_if(text.begin(), text.end(), IsControl);
  if (bad != text.end()) {
    return InvalidField(field, StrCat("has a control character at byte ", bad - text.begin()));
  }
  return absl::OkStatus();
}

absl::Status ValidateSuppliedEntity(const std::string& path, const SuppliedEntity& entity) {
  if (absl::Status status = CheckName(path + ".id", entity.id, Limits::kSuppliedId); !status.ok()) {
    return status;
  }
  if (absl::Status status = CheckName(path + ".label", entity.label, Limits::kSuppliedLabel);
      !status.ok()) {
    return status;
  }
  switch (entity.facet) {
    case Facet::kCountry:
      return CanonicalCountry(entity.id).has_value()
                 ? absl::OkStatus()
                 : InvalidField(
                       path + ".id",
                       StrCat("'", entity.id, "' is no country; use ISO 3166-1 alpha-2, e.g. KG"));
    case Facet::kSector:
      return CanonicalSector(entity.id).has_value()
                 ? absl::OkStatus()
                 : InvalidField(path + ".id",
                                StrCat("'",
                                       entity.id,
                                       "' is no sector; use a section or division of ISIC "
                                       "Rev. 4, e.g. H or H49"));
    case Facet::kPerson:
      return CheckSuppliedPerson(path, entity);
    case Facet::kSource:
    case Facet::kLanguage:
      break;
  }
  return InvalidField(path + ".facet", "must be country, person or sector");
}

absl::Status ValidateArticle(const Article& article) {
  if (article.id.empty()) {
    return InvalidField("id", "is required");
  }
  if (absl::Status status = CheckName("id", article.id, Limits::kId); !status.ok()) {
    return status;
  }
  return ValidateArticleText(article);
}

absl::Status ValidateArticleText(const Article& article) {
  if (article.version < 0) {
    return InvalidField("version", "must not be negative");
  }
  for (const absl::Status& status : {CheckName("url", article.url, Limits::kUrl),
                                     CheckName("source", article.source, Limits::kSource),
                                     CheckName("language", article.language, Limits::kLanguage),
                                     CheckTexts(article),
                                     CheckList("authors", article.authors, Limits::kAuthors),
                                     CheckList("subjects", article.subjects, Limits::kSubjects),
                                     CheckAttributes(article)}) {
    if (!status.ok()) {
      return status;
    }
  }
  return CheckSuppliedEntities(article);
}

}  // namespace facetwire
