// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/requests.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

#include "clients/cli/facet_spec.h"
#include "clients/formats/dates.h"

namespace facetwire::cli {
namespace {

absl::Status BadFlag(absl::string_view flag, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(flag, ": ", what));
}

// The filter of this facet, made where there is none yet.
v1::FacetFilter& FilterOf(absl::string_view facet, v1::ArticleQuery& query) {
  for (v1::FacetFilter& filter : *query.mutable_filters()) {
    if (filter.facet() == facet) {
      return filter;
    }
  }
  v1::FacetFilter& filter = *query.add_filters();
  filter.set_facet(std::string(facet));
  return filter;
}

void AddAnyOf(absl::string_view facet,
              const std::vector<std::string>& values,
              v1::ArticleQuery& query) {
  for (const std::string& value : values) {
    FilterOf(facet, query).add_any_of(value);
  }
}

enum class Rule { kAllOf, kNoneOf };

// Each of `pairs` is FACET=VALUE.
absl::Status AddPairs(const std::vector<std::string>& pairs, Rule rule, v1::ArticleQuery& query) {
  for (const std::string& pair : pairs) {
    const size_t equals = pair.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == pair.size()) {
      return BadFlag(rule == Rule::kAllOf ? "--all-of" : "--not",
                     absl::StrCat("\"", pair, "\" is not FACET=VALUE, such as country=KG"));
    }
    v1::FacetFilter& filter = FilterOf(absl::string_view(pair).substr(0, equals), query);
    std::string value = pair.substr(equals + 1);
    if (rule == Rule::kAllOf) {
      filter.add_all_of(std::move(value));
    } else {
      filter.add_none_of(std::move(value));
    }
  }
  return absl::OkStatus();
}

// Whether `time` is before `other`.
bool Before(const google::protobuf::Timestamp& time, const google::protobuf::Timestamp& other) {
  return std::pair(time.seconds(), time.nanos()) < std::pair(other.seconds(), other.nanos());
}

absl::StatusOr<formats::Period> ReadFlag(absl::string_view flag, const std::string& text) {
  auto period = formats::ParsePeriod(text);
  return period.ok() ? std::move(period) : BadFlag(flag, period.status().message());
}

absl::Status AddDates(const QueryOptions& options, v1::ArticleQuery& query) {
  if (!options.from.empty()) {
    const auto from = ReadFlag("--from", options.from);
    if (!from.ok()) {
      return from.status();
    }
    *query.mutable_published()->mutable_start_time() = from->start;
  }
  if (options.to.empty()) {
    return absl::OkStatus();
  }
  const auto to = ReadFlag("--to", options.to);
  if (!to.ok()) {
    return to.status();
  }
  // A day before --from would give an empty range, which is no error to the server.
  const bool is_period = Before(to->start, to->end);
  if (is_period && query.published().has_start_time() &&
      !Before(query.published().start_time(), to->end)) {
    return BadFlag("--to", absl::StrCat("\"", options.to, "\" is before --from"));
  }
  *query.mutable_published()->mutable_end_time() = to->end;
  return absl::OkStatus();
}

bool HasSalience(const std::string& facet) {
  return facet == "country" || facet == "person" || facet == "sector";
}

// What the flags say of all facets.
void Complete(const Options& options, v1::FacetRequest& facet) {
  if (HasSalience(facet.facet())) {
    facet.set_min_salience(options.query.about);
  }
  if (facet.has_periods()) {
    facet.mutable_periods()->set_time_zone(options.time_zone);
  }
  for (v1::FacetRequest& sub_facet : *facet.mutable_sub_facets()) {
    Complete(options, sub_facet);
  }
}

absl::Status AddFacet(const Options& options, const std::string& text, v1::SearchRequest& request) {
  absl::StatusOr<v1::FacetRequest> facet = ParseFacetSpec(text);
  if (!facet.ok()) {
    return BadFlag("--facets", absl::StrCat("\"", text, "\": ", facet.status().message()));
  }
  Complete(options, *facet);
  *request.add_facets() = *std::move(facet);
  return absl::OkStatus();
}

v1::Sort SortOf(absl::string_view name) {
  if (name == "newest") {
    return v1::SORT_NEWEST;
  }
  return name == "oldest" ? v1::SORT_OLDEST : v1::SORT_RELEVANCE;
}

}  // namespace

absl::StatusOr<v1::ArticleQuery> BuildQuery(const QueryOptions& options) {
  v1::ArticleQuery query;
  query.set_text(absl::StrJoin(options.words, " "));
  query.set_strict(options.strict);
  query.set_copies_of(options.copies_of);
  query.set_fold_copies(options.fold_copies);
  AddAnyOf("country", options.country, query);
  AddAnyOf("person", options.person, query);
  AddAnyOf("sector", options.sector, query);
  AddAnyOf("source", options.source, query);
  AddAnyOf("language", options.language, query);
  absl::Status status = AddPairs(options.all_of, Rule::kAllOf, query);
  status.Update(AddPairs(options.none_of, Rule::kNoneOf, query));
  status.Update(AddDates(options, query));
  if (!status.ok()) {
    return status;
  }
  for (v1::FacetFilter& filter : *query.mutable_filters()) {
    if (HasSalience(filter.facet())) {
      filter.set_min_salience(options.about);
    }
  }
  return query;
}

absl::StatusOr<v1::SearchRequest> BuildSearch(const Options& options) {
  auto query = BuildQuery(options.query);
  if (!query.ok()) {
    return query.status();
  }
  v1::SearchRequest request;
  *request.mutable_query() = *std::move(query);
  request.set_sort(options.command == Command::kCopies ? v1::SORT_OLDEST : SortOf(options.sort));
  request.set_page_token(options.page_token);
  request.set_label_language(options.label_language);
  request.set_explain(options.explain);
  std::vector<std::string> facets = options.facets;
  if (options.command == Command::kFacets) {
    request.set_page_size(0);
    if (facets.empty()) {
      facets = {"country", "person", "sector"};
    }
  } else if (options.limit) {
    request.set_page_size(*options.limit);
  }
  for (const std::string& facet : facets) {
    if (absl::Status status = AddFacet(options, facet, request); !status.ok()) {
      return status;
    }
  }
  return request;
}

absl::StatusOr<v1::ListFacetValuesRequest> BuildValues(const Options& options) {
  auto query = BuildQuery(options.query);
  if (!query.ok()) {
    return query.status();
  }
  v1::ListFacetValuesRequest request;
  request.set_facet(options.facet);
  request.set_prefix(options.prefix);
  *request.mutable_query() = *std::move(query);
  request.set_page_size(options.limit.value_or(10));
  request.set_page_token(options.page_token);
  request.set_label_language(options.label_language);
  return request;
}

}  // namespace facetwire::cli
