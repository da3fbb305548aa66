// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_CHECKED_FACETS_H_
#define FACETWIRE_INDEX_SEARCH_CHECKED_FACETS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "index/model/query.h"
#include "index/search/calendar.h"
#include "index/search/checked_query.h"
#include "index/search/page_token.h"

namespace facetwire {

inline constexpr std::uint32_t kMaxFacetLimit = 1000;
inline constexpr std::size_t kMaxSubFacets = 5;
inline constexpr std::uint64_t kMaxNestedValues = 10'000;

// A facet request that is known to be right. A value.
struct CheckedFacet {
  FacetRequest request;  // include_values in canonical form
  std::uint8_t min_salience = 0;
  std::optional<Calendar> calendar;        // where periods are counted
  std::optional<CheckedQuery> background;  // for kSignificance
  std::optional<PageToken> after;          // of the page before
  std::uint64_t fingerprint = 0;           // of its page tokens
  std::vector<CheckedFacet> sub_facets;
};

// INVALID_ARGUMENT with the path of the field, all under "facets[i].": a limit, a salience or a
// nesting beyond what model/query.h and the constants above allow, an unknown country, sector or
// time zone, fields that do not go together, a token of another request.
absl::StatusOr<std::vector<CheckedFacet>> CheckFacets(const SearchRequest& request);

// Puts the ids that they stand for in the place of those that were corrected, as CorrectFilters.
void CorrectFacets(const Corrections& corrections, std::vector<CheckedFacet>& facets);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_CHECKED_FACETS_H_
