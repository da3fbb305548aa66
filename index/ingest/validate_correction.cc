// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/validate_correction.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/entities/person_id.h"
#include "index/ingest/validate_article.h"
#include "index/taxonomy/countries.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {
namespace {

using Limits = CorrectionLimits;

absl::Status CheckId(std::string_view field, std::string_view id) {
  return id.empty() ? InvalidField(field, "is required") : CheckName(field, id, Limits::kPersonId);
}

absl::Status CheckNewName(std::string_view field, std::string& name) {
  name = std::string(ToStd(absl::StripAsciiWhitespace(name)));
  if (name.empty()) {
    return InvalidField(field, "is required");
  }
  if (absl::Status status = CheckName(field, name, Limits::kName); !status.ok()) {
    return status;
  }
  return PersonId(name).empty() ? InvalidField(field, "has no letter and no digit")
                                : absl::OkStatus();
}

absl::Status CheckArticles(const CorrectionRequest& request) {
  if (request.article_ids.empty() == !request.articles.has_value()) {
    return InvalidField("article_ids", "either these or a query are required, not both");
  }
  if (request.article_ids.size() > Limits::kArticles) {
    return InvalidField("article_ids", StrCat("at most ", Limits::kArticles));
  }
  return absl::OkStatus();
}

absl::Status CheckBan(CorrectionRequest& request) {
  std::optional<std::string> id;
  switch (request.facet) {
    case Facet::kPerson:
      return CheckId("id", request.entity);
    case Facet::kCountry:
      id = CanonicalCountry(request.entity);
      break;
    case Facet::kSector:
      id = CanonicalSector(request.entity);
      break;
    case Facet::kSource:
    case Facet::kLanguage:
      return InvalidField("facet", "only a country, a person or a sector can be banned");
  }
  if (!id.has_value()) {
    return InvalidField(
        "id",
        StrCat("\"", request.entity, "\" is no ", FacetName(request.facet), " that is known here"));
  }
  request.entity = *std::move(id);
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateAuthor(std::string_view author) {
  return CheckName("author", author, Limits::kAuthor);
}

absl::Status ValidateCorrection(CorrectionRequest& request) {
  if (absl::Status status = ValidateAuthor(request.author); !status.ok()) {
    return status;
  }
  if (request.kind == CorrectionKind::kBan) {
    return CheckBan(request);
  }
  if (absl::Status status = CheckId("person", request.entity); !status.ok()) {
    return status;
  }
  switch (request.kind) {
    case CorrectionKind::kMerge:
      return CheckId("into", request.target);
    case CorrectionKind::kAlias:
      return CheckNewName("alias", request.name);
    case CorrectionKind::kSplit:
      if (absl::Status status = CheckNewName("label", request.name); !status.ok()) {
        return status;
      }
      return CheckArticles(request);
    default:
      return CheckNewName("label", request.name);
  }
}

}  // namespace facetwire
