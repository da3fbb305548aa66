// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/convert_query.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facetwire/v1/query_service.pb.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "services/common/convert_article.h"
#include "services/common/convert_article_query.h"
#include "services/common/convert_facet.h"
#include "services/common/convert_time.h"

namespace facetwire {

namespace {

constexpr std::int32_t kLargestPage = 100;
constexpr std::int32_t kMostValues = 1000;  // of one facet in one answer
constexpr int kMostFacets = 20;
constexpr std::size_t kLongestPrefix = 200;

absl::StatusOr<std::uint32_t> InRange(std::string_view field,
                                      std::int32_t value,
                                      std::int32_t least,
                                      std::int32_t most) {
  if (value < least || value > most) {
    return InvalidField(field, StrCat("is ", value, "; it must be ", least, " to ", most));
  }
  return static_cast<std::uint32_t>(value);
}

absl::StatusOr<FacetScope> ScopeFromProto(v1::FacetScope scope, const std::string& field) {
  switch (scope) {
    case v1::FACET_SCOPE_UNSPECIFIED:
    case v1::FACET_SCOPE_EXCEPT_OWN_ANY_OF:
      return FacetScope::kExceptOwnAnyOf;
    case v1::FACET_SCOPE_QUERY:
      return FacetScope::kQuery;
    default:
      return UnknownEnumNumber(field, scope);
  }
}

absl::StatusOr<FacetRequest> FacetRequestFromProto(const v1::FacetRequest& request,
                                                   const std::string& path) {
  FacetRequest out;
  const absl::StatusOr<Facet> facet = FacetFromProto(request.facet(), path + ".facet");
  if (!facet.ok()) {
    return facet.status();
  }
  out.facet = *facet;
  if (request.has_limit()) {
    const auto limit = InRange(path + ".limit", request.limit(), 0, kMostValues);
    if (!limit.ok()) {
      return limit.status();
    }
    out.limit = *limit;
  }
  const absl::StatusOr<FacetScope> scope = ScopeFromProto(request.scope(), path + ".scope");
  if (!scope.ok()) {
    return scope.status();
  }
  out.scope = *scope;
  if (absl::Status status =
          ReadFacetValues(path + ".include_values", request.include_values(), out.include_values);
      !status.ok()) {
    return status;
  }
  return out;
}

absl::Status ReadFacets(const v1::SearchRequest& request, SearchRequest& out) {
  if (request.facets_size() > kMostFacets) {
    return InvalidField(
        "facets", StrCat("has ", request.facets_size(), " entries; the limit is ", kMostFacets));
  }
  for (int i = 0; i < request.facets_size(); ++i) {
    const std::string path = StrCat("facets[", i, "]");
    absl::StatusOr<FacetRequest> facet = FacetRequestFromProto(request.facets(i), path);
    if (!facet.ok()) {
      return facet.status();
    }
    const auto same = [&](const FacetRequest& other) {
      return other.facet == facet->facet && other.scope == facet->scope;
    };
    if (std::any_of(out.facets.begin(), out.facets.end(), same)) {
      return InvalidField(
          path + ".facet",
          StrCat("\"", request.facets(i).facet(), "\" is asked for twice in this scope"));
    }
    out.facets.push_back(*std::move(facet));
  }
  return absl::OkStatus();
}

absl::StatusOr<Sort> SortFromProto(v1::Sort sort) {
  switch (sort) {
    case v1::SORT_UNSPECIFIED:
    case v1::SORT_RELEVANCE:
      return Sort::kRelevance;
    case v1::SORT_NEWEST:
      return Sort::kNewest;
    case v1::SORT_OLDEST:
      return Sort::kOldest;
    default:
      return UnknownEnumNumber("sort", sort);
  }
}

// What says how hits are shown.
absl::Status ReadShape(const v1::SearchRequest& request, SearchRequest& out) {
  const absl::StatusOr<Sort> sort = SortFromProto(request.sort());
  if (!sort.ok()) {
    return sort.status();
  }
  out.sort = *sort;
  if (request.has_page_size()) {
    const auto page_size = InRange("page_size", request.page_size(), 0, kLargestPage);
    if (!page_size.ok()) {
      return page_size.status();
    }
    out.page_size = *page_size;
  }
  const absl::StatusOr<bool> body = WantsBody(request.view(), v1::ARTICLE_VIEW_BASIC);
  if (!body.ok()) {
    return body.status();
  }
  out.include_body = *body;
  if (request.has_max_time()) {
    const auto max_time = PositiveFromProto(request.max_time(), "max_time");
    if (!max_time.ok()) {
      return max_time.status();
    }
    out.max_time = *max_time;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SearchRequest> FromProto(const v1::SearchRequest& request) {
  SearchRequest out{
      .page_token = request.page_token(),
      .include_snippets = !request.omit_snippets(),
      .label_language = request.label_language(),
      .explain = request.explain(),
      .min_commit_token = request.min_commit_token(),
  };
  absl::StatusOr<ArticleQuery> query = FromProto(request.query(), "query");
  if (!query.ok()) {
    return query.status();
  }
  out.query = *std::move(query);
  if (absl::Status status = ReadShape(request, out); !status.ok()) {
    return status;
  }
  if (absl::Status status = ReadFacets(request, out); !status.ok()) {
    return status;
  }
  return out;
}

absl::StatusOr<FacetValuesRequest> FromProto(const v1::ListFacetValuesRequest& request) {
  FacetValuesRequest out{
      .prefix = request.prefix(),
      .page_token = request.page_token(),
      .label_language = request.label_language(),
      .min_commit_token = request.min_commit_token(),
  };
  const absl::StatusOr<Facet> facet = FacetFromProto(request.facet(), "facet");
  if (!facet.ok()) {
    return facet.status();
  }
  out.facet = *facet;
  if (request.prefix().size() > kLongestPrefix) {
    return InvalidField(
        "prefix",
        StrCat("is ", request.prefix().size(), " bytes long; the limit is ", kLongestPrefix));
  }
  if (request.has_page_size()) {
    const auto page_size = InRange("page_size", request.page_size(), 1, kMostValues);
    if (!page_size.ok()) {
      return page_size.status();
    }
    out.page_size = *page_size;
  }
  absl::StatusOr<ArticleQuery> query = FromProto(request.query(), "query");
  if (!query.ok()) {
    return query.status();
  }
  out.query = *std::move(query);
  return out;
}

absl::Status WithContractFields(const absl::Status& status) {
  const std::vector<FieldViolation> violations = FieldViolations(status);
  if (violations.size() != 1) {
    return status;
  }
  std::string field = violations[0].field;
  if (field == "query.published.start" || field == "query.published.end") {
    field += "_time";
  } else if (field == "query.published") {
    field += ".end_time";
  } else {
    return status;
  }
  absl::Status renamed = InvalidField(field, violations[0].description);
  const std::optional<std::string> reason = Reason(status);
  return reason.has_value() ? WithReason(std::move(renamed), *reason) : renamed;
}

}  // namespace facetwire
