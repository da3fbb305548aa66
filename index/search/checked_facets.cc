// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/checked_facets.h"

#include <string>
#include <string_view>
#include <utility>

#include "index/base/errors.h"
#include "index/base/str_cat.h"

namespace facetwire {
namespace {

// What CheckQuery says of "query.text" said of "facets[0].background.text".
absl::Status OfBackground(const absl::Status& status, std::string_view path) {
  constexpr std::string_view kQuery = "query";
  const std::vector<FieldViolation> violations = FieldViolations(status);
  if (violations.size() != 1 || !violations[0].field.starts_with(kQuery)) {
    return status;
  }
  return InvalidField(StrCat(path, ".background", violations[0].field.substr(kQuery.size())),
                      violations[0].description);
}

absl::Status CheckLimit(std::string_view path, const FacetRequest& request) {
  return request.limit <= kMaxFacetLimit
             ? absl::OkStatus()
             : InvalidField(StrCat(path, ".limit"), StrCat("at most ", kMaxFacetLimit));
}

absl::Status CheckPeriods(std::string_view path, CheckedFacet& facet) {
  const FacetRequest& request = facet.request;
  if (!request.include_values.empty()) {
    return InvalidField(StrCat(path, ".include_values"), "periods cannot be asked for by id");
  }
  if (request.order != FacetOrder::kCount) {
    return InvalidField(StrCat(path, ".order"), "periods come in one order, the latest first");
  }
  if (request.min_salience != 0) {
    return InvalidField(StrCat(path, ".min_salience"), "periods have no salience");
  }
  absl::StatusOr<Calendar> calendar = Calendar::Make(*request.periods);
  if (!calendar.ok()) {
    return PrefixField(calendar.status(), StrCat(path, ".periods."));
  }
  facet.calendar = *std::move(calendar);
  return absl::OkStatus();
}

absl::Status CheckValues(std::string_view path, CheckedFacet& facet) {
  const FacetRequest& request = facet.request;
  const Facet kind = request.facet;
  absl::Status status = CheckMinSalience(request.min_salience, kind, StrCat(path, ".min_salience"));
  if (!status.ok()) {
    return status;
  }
  facet.min_salience = SalienceStep(request.min_salience);
  absl::StatusOr<std::vector<std::string>> values =
      CanonicalValues(kind, request.include_values, StrCat(path, ".include_values"));
  if (!values.ok()) {
    return values.status();
  }
  facet.request.include_values = *std::move(values);
  if (request.order != FacetOrder::kSignificance) {
    return absl::OkStatus();
  }
  absl::StatusOr<CheckedQuery> background = CheckQuery(request.background);
  if (!background.ok()) {
    return OfBackground(background.status(), path);
  }
  facet.background = *std::move(background);
  return absl::OkStatus();
}

absl::StatusOr<CheckedFacet> CheckOne(const FacetRequest& request, std::string_view path) {
  CheckedFacet facet;
  facet.request = request;
  absl::Status status = CheckLimit(path, request);
  if (status.ok()) {
    status = request.periods.has_value() ? CheckPeriods(path, facet) : CheckValues(path, facet);
  }
  if (!status.ok()) {
    return status;
  }
  return facet;
}

absl::StatusOr<CheckedFacet> CheckSubFacet(const FacetRequest& request, std::string_view path) {
  if (!request.sub_facets.empty()) {
    return InvalidField(StrCat(path, ".sub_facets"), "facets nest two levels deep, no deeper");
  }
  if (!request.include_values.empty()) {
    return InvalidField(StrCat(path, ".include_values"), "not in a sub-facet");
  }
  if (!request.page_token.empty()) {
    return InvalidField(StrCat(path, ".page_token"), "not in a sub-facet");
  }
  if (request.order == FacetOrder::kSignificance) {
    return InvalidField(StrCat(path, ".order"), "no significance in a sub-facet");
  }
  return CheckOne(request, path);
}

// How many values the answer may hold: the first ones, and those selected and asked for.
std::uint64_t MostValues(const FacetRequest& facet, const ArticleQuery& query) {
  std::uint64_t most = facet.limit + facet.include_values.size();
  for (const FacetFilter& filter : query.filters) {
    if (filter.facet == facet.facet && !facet.periods.has_value()) {
      most += filter.any_of.size() + filter.all_of.size();
    }
  }
  return most;
}

absl::Status CheckSubFacets(std::string_view path, const ArticleQuery& query, CheckedFacet& facet) {
  const std::vector<FacetRequest>& sub_facets = facet.request.sub_facets;
  if (sub_facets.size() > kMaxSubFacets) {
    return InvalidField(StrCat(path, ".sub_facets"), StrCat("at most ", kMaxSubFacets));
  }
  std::uint64_t values = 0;
  for (std::size_t i = 0; i < sub_facets.size(); ++i) {
    absl::StatusOr<CheckedFacet> sub_facet =
        CheckSubFacet(sub_facets[i], StrCat(path, ".sub_facets[", i, "]"));
    if (!sub_facet.ok()) {
      return sub_facet.status();
    }
    values += MostValues(facet.request, query) * sub_facet->request.limit;
    facet.sub_facets.push_back(*std::move(sub_facet));
  }
  if (values > kMaxNestedValues) {
    return InvalidField(StrCat(path, ".sub_facets"),
                        StrCat("asks for up to ", values, " values; at most ", kMaxNestedValues));
  }
  return absl::OkStatus();
}

// A background is folded as the query is.
absl::Status CheckBackground(const SearchRequest& request,
                             std::string_view path,
                             CheckedFacet& facet) {
  if (!facet.background.has_value()) {
    return absl::OkStatus();
  }
  const ArticleQuery& background = facet.request.background;
  if (!background.copies_of.empty()) {
    return InvalidField(StrCat(path, ".background.copies_of"), "not in a background");
  }
  if (background.fold_copies && !request.query.fold_copies) {
    return InvalidField(StrCat(path, ".background.fold_copies"),
                        "a background is folded where the query is");
  }
  facet.background->fold_copies = request.query.fold_copies;
  return absl::OkStatus();
}

absl::Status CheckToken(const SearchRequest& request, std::string_view path, CheckedFacet& facet) {
  facet.fingerprint = Fingerprint(request, facet.request);
  if (facet.request.page_token.empty()) {
    return absl::OkStatus();
  }
  absl::StatusOr<PageToken> token = DecodePageToken(facet.request.page_token, facet.fingerprint);
  if (!token.ok()) {
    return PrefixField(token.status(), StrCat(path, "."));
  }
  facet.after = *std::move(token);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<CheckedFacet>> CheckFacets(const SearchRequest& request) {
  std::vector<CheckedFacet> facets;
  for (std::size_t i = 0; i < request.facets.size(); ++i) {
    const std::string path = StrCat("facets[", i, "]");
    absl::StatusOr<CheckedFacet> facet = CheckOne(request.facets[i], path);
    if (!facet.ok()) {
      return facet.status();
    }
    absl::Status status = CheckBackground(request, path, *facet);
    if (status.ok()) {
      status = CheckSubFacets(path, request.query, *facet);
    }
    if (status.ok()) {
      status = CheckToken(request, path, *facet);
    }
    if (!status.ok()) {
      return status;
    }
    facets.push_back(*std::move(facet));
  }
  return facets;
}

void CorrectFacets(const Corrections& corrections, std::vector<CheckedFacet>& facets) {
  for (CheckedFacet& facet : facets) {
    CorrectValues(facet.request.facet, corrections, facet.request.include_values);
    if (facet.background.has_value()) {
      CorrectFilters(corrections, *facet.background);
    }
    CorrectFacets(corrections, facet.sub_facets);
  }
}

}  // namespace facetwire
