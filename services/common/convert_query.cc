// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/convert_query.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/match.h"

#include "facetwire/v1/query_service.pb.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "services/common/convert_article.h"
#include "services/common/convert_article_query.h"
#include "services/common/convert_facet.h"
#include "services/common/convert_facet_request.h"
#include "services/common/convert_time.h"

namespace facetwire {

namespace {

constexpr std::int32_t kLargestPage = 100;
constexpr std::int32_t kMostValues = 1000;  // of one facet in one answer
constexpr int kMostFacets = 20;
constexpr std::size_t kLongestPrefix = 200;

absl::Status ReadFacets(const v1::SearchRequest& request, SearchRequest& out) {
  if (request.facets_size() > kMostFacets) {
    return InvalidField(
        "facets", StrCat("has ", request.facets_size(), " entries; the limit is ", kMostFacets));
  }
  for (int i = 0; i < request.facets_size(); ++i) {
    absl::StatusOr<FacetRequest> facet = FromProto(request.facets(i), StrCat("facets[", i, "]"));
    if (!facet.ok()) {
      return facet.status();
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
  if (absl::EndsWith(field, ".published.start") || absl::EndsWith(field, ".published.end")) {
    field += "_time";
  } else if (absl::EndsWith(field, ".published")) {
    field += ".end_time";
  } else {
    return status;
  }
  absl::Status renamed = InvalidField(field, violations[0].description);
  const std::optional<std::string> reason = Reason(status);
  return reason.has_value() ? WithReason(std::move(renamed), *reason) : renamed;
}

}  // namespace facetwire
