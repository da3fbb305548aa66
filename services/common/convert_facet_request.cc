// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/convert_facet_request.h"

#include <optional>
#include <string>
#include <utility>

#include "facetwire/v1/query.pb.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "services/common/convert_article_query.h"
#include "services/common/convert_facet.h"

namespace facetwire {

namespace {

constexpr std::int32_t kMostValues = 1000;  // of one facet in one answer
constexpr int kMostSubFacets = 5;

absl::Status ReadScope(const v1::FacetRequest& request, std::string_view field, FacetRequest& out) {
  switch (request.scope()) {
    case v1::FACET_SCOPE_UNSPECIFIED:
    case v1::FACET_SCOPE_EXCEPT_OWN_ANY_OF:
      out.scope = FacetScope::kExceptOwnAnyOf;
      return absl::OkStatus();
    case v1::FACET_SCOPE_QUERY:
      out.scope = FacetScope::kQuery;
      return absl::OkStatus();
    default:
      return UnknownEnumNumber(StrCat(field, ".scope"), request.scope());
  }
}

absl::Status ReadOrder(const v1::FacetRequest& request, std::string_view field, FacetRequest& out) {
  switch (request.order()) {
    case v1::FACET_ORDER_UNSPECIFIED:
    case v1::FACET_ORDER_COUNT:
      out.order = FacetOrder::kCount;
      break;
    case v1::FACET_ORDER_LABEL:
      out.order = FacetOrder::kLabel;
      break;
    case v1::FACET_ORDER_SIGNIFICANCE:
      out.order = FacetOrder::kSignificance;
      break;
    default:
      return UnknownEnumNumber(StrCat(field, ".order"), request.order());
  }
  if (request.facet() == kPublishedFacet && request.order() != v1::FACET_ORDER_UNSPECIFIED) {
    return InvalidField(StrCat(field, ".order"), "periods come in one order, the latest first");
  }
  return absl::OkStatus();
}

absl::StatusOr<PeriodLength> LengthFromProto(v1::PeriodLength length, std::string_view field) {
  switch (length) {
    case v1::PERIOD_LENGTH_UNSPECIFIED:
      return InvalidField(field, "is required");
    case v1::PERIOD_LENGTH_DAY:
      return PeriodLength::kDay;
    case v1::PERIOD_LENGTH_WEEK:
      return PeriodLength::kWeek;
    case v1::PERIOD_LENGTH_MONTH:
      return PeriodLength::kMonth;
    case v1::PERIOD_LENGTH_QUARTER:
      return PeriodLength::kQuarter;
    case v1::PERIOD_LENGTH_YEAR:
      return PeriodLength::kYear;
    default:
      return UnknownEnumNumber(field, length);
  }
}

absl::StatusOr<PeriodSpec> PeriodsFromProto(const v1::PeriodSpec& spec, const std::string& field) {
  const absl::StatusOr<PeriodLength> length = LengthFromProto(spec.length(), field + ".length");
  if (!length.ok()) {
    return length.status();
  }
  PeriodSpec out{.length = *length, .time_zone = spec.time_zone()};
  if (spec.week_start() == v1::WEEKDAY_UNSPECIFIED) {
    return out;
  }
  if (!v1::Weekday_IsValid(spec.week_start())) {
    return UnknownEnumNumber(field + ".week_start", spec.week_start());
  }
  if (*length != PeriodLength::kWeek) {
    return InvalidField(field + ".week_start", "is for weeks only");
  }
  // Both number the days from Monday on, the contract from 1.
  out.week_start = static_cast<absl::Weekday>(spec.week_start() - v1::WEEKDAY_MONDAY);
  return out;
}

absl::Status ReadFacet(const v1::FacetRequest& request, std::string_view field, FacetRequest& out) {
  const auto facet = CountedFacetFromProto(request.facet(), StrCat(field, ".facet"));
  if (!facet.ok()) {
    return facet.status();
  }
  if (facet->has_value()) {
    out.facet = **facet;
    return request.has_periods()
               ? InvalidField(StrCat(field, ".periods"),
                              StrCat("is for the facet \"", kPublishedFacet, "\" only"))
               : absl::OkStatus();
  }
  absl::StatusOr<PeriodSpec> periods =
      PeriodsFromProto(request.periods(), StrCat(field, ".periods"));
  if (!periods.ok()) {
    return periods.status();
  }
  out.periods = *std::move(periods);
  return absl::OkStatus();
}

absl::Status ReadLimit(const v1::FacetRequest& request, std::string_view field, FacetRequest& out) {
  if (!request.has_limit()) {
    return absl::OkStatus();
  }
  const auto limit = InRange(StrCat(field, ".limit"), request.limit(), 0, kMostValues);
  if (limit.ok()) {
    out.limit = *limit;
  }
  return limit.status();
}

absl::Status ReadBackground(const v1::FacetRequest& request,
                            std::string_view field,
                            FacetRequest& out) {
  if (!request.has_background()) {
    return absl::OkStatus();
  }
  const std::string path = StrCat(field, ".background");
  if (out.order != FacetOrder::kSignificance) {
    return InvalidField(path, "is for FACET_ORDER_SIGNIFICANCE only");
  }
  absl::StatusOr<ArticleQuery> background = FromProto(request.background(), path);
  if (!background.ok()) {
    return background.status();
  }
  out.background = *std::move(background);
  return absl::OkStatus();
}

absl::StatusOr<FacetRequest> WithoutSubFacets(const v1::FacetRequest& request,
                                              std::string_view field) {
  FacetRequest out{.page_token = request.page_token(), .min_salience = request.min_salience()};
  for (const auto read : {ReadFacet, ReadLimit, ReadScope, ReadOrder, ReadBackground}) {
    if (absl::Status status = read(request, field, out); !status.ok()) {
      return status;
    }
  }
  absl::Status status = ReadFacetValues(
      StrCat(field, ".include_values"), request.include_values(), out.include_values);
  if (!status.ok()) {
    return status;
  }
  return out;
}

}  // namespace

absl::StatusOr<std::uint32_t> InRange(std::string_view field,
                                      std::int32_t value,
                                      std::int32_t least,
                                      std::int32_t most) {
  if (value < least || value > most) {
    return InvalidField(field, StrCat("is ", value, "; it must be ", least, " to ", most));
  }
  return static_cast<std::uint32_t>(value);
}

absl::StatusOr<FacetRequest> FromProto(const v1::FacetRequest& request, std::string_view field) {
  absl::StatusOr<FacetRequest> out = WithoutSubFacets(request, field);
  if (!out.ok()) {
    return out.status();
  }
  const std::string path = StrCat(field, ".sub_facets");
  if (request.sub_facets_size() > kMostSubFacets) {
    return InvalidField(
        path, StrCat("has ", request.sub_facets_size(), " entries; the limit is ", kMostSubFacets));
  }
  for (int i = 0; i < request.sub_facets_size(); ++i) {
    const std::string sub_path = StrCat(path, "[", i, "]");
    if (request.sub_facets(i).scope() != v1::FACET_SCOPE_UNSPECIFIED) {
      return InvalidField(sub_path + ".scope", "sub-facets count the articles of each value");
    }
    if (request.sub_facets(i).sub_facets_size() > 0) {
      return InvalidField(sub_path + ".sub_facets", "facets nest two levels deep, no deeper");
    }
    absl::StatusOr<FacetRequest> sub_facet = WithoutSubFacets(request.sub_facets(i), sub_path);
    if (!sub_facet.ok()) {
      return sub_facet.status();
    }
    out->sub_facets.push_back(*std::move(sub_facet));
  }
  return out;
}

}  // namespace facetwire
