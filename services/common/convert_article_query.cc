// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/convert_article_query.h"

#include <algorithm>
#include <utility>

#include "facetwire/v1/query.pb.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "services/common/convert_facet.h"
#include "services/common/convert_time.h"

namespace facetwire {

namespace {

constexpr int kMostFilterValues = 1000;

absl::StatusOr<FacetFilter> FilterFromProto(const v1::FacetFilter& filter,
                                            const std::string& path) {
  const absl::StatusOr<Facet> facet = FacetFromProto(filter.facet(), path + ".facet");
  if (!facet.ok()) {
    return facet.status();
  }
  FacetFilter out{.facet = *facet, .min_salience = filter.min_salience()};
  for (absl::Status status : {ReadFacetValues(path + ".any_of", filter.any_of(), out.any_of),
                              ReadFacetValues(path + ".all_of", filter.all_of(), out.all_of),
                              ReadFacetValues(path + ".none_of", filter.none_of(), out.none_of)}) {
    if (!status.ok()) {
      return status;
    }
  }
  return out;
}

absl::Status ReadFilters(const v1::ArticleQuery& query, std::string_view field, ArticleQuery& out) {
  for (int i = 0; i < query.filters_size(); ++i) {
    const std::string path = StrCat(field, ".filters[", i, "]");
    absl::StatusOr<FacetFilter> filter = FilterFromProto(query.filters(i), path);
    if (!filter.ok()) {
      return filter.status();
    }
    const auto same = [&](const FacetFilter& other) { return other.facet == filter->facet; };
    if (std::any_of(out.filters.begin(), out.filters.end(), same)) {
      return InvalidField(
          path + ".facet",
          StrCat(
              "\"", query.filters(i).facet(), "\" has a filter already; put the values into one"));
    }
    out.filters.push_back(*std::move(filter));
  }
  return absl::OkStatus();
}

absl::Status ReadRange(const v1::TimeRange& range, std::string_view field, TimeRange& out) {
  if (range.has_start_time()) {
    const auto start = FromProto(range.start_time(), StrCat(field, ".start_time"));
    if (!start.ok()) {
      return start.status();
    }
    out.start = *start;
  }
  if (range.has_end_time()) {
    const auto end = FromProto(range.end_time(), StrCat(field, ".end_time"));
    if (!end.ok()) {
      return end.status();
    }
    out.end = *end;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadFacetValues(std::string_view field,
                             const google::protobuf::RepeatedPtrField<std::string>& values,
                             std::vector<std::string>& out) {
  if (values.size() > kMostFilterValues) {
    return InvalidField(field,
                        StrCat("has ", values.size(), " values; the limit is ", kMostFilterValues));
  }
  out.assign(values.begin(), values.end());
  return absl::OkStatus();
}

absl::StatusOr<ArticleQuery> FromProto(const v1::ArticleQuery& query, std::string_view field) {
  ArticleQuery out{.text = query.text(),
                   .strict = query.strict(),
                   .copies_of = query.copies_of(),
                   .fold_copies = query.fold_copies()};
  absl::Status status = ReadFilters(query, field, out);
  if (status.ok()) {
    status = ReadRange(query.published(), StrCat(field, ".published"), out.published);
  }
  if (!status.ok()) {
    return status;
  }
  return out;
}

}  // namespace facetwire
