// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/checked_facets.h"

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/errors.h"
#include "tests/support/status_matchers.h"

namespace facetwire {
namespace {

using testing::IsOk;

std::string FieldAtFault(const FacetRequest& facet) {
  SearchRequest request;
  request.query.filters = {{.facet = Facet::kCountry, .any_of = {"KG", "UZ"}}};
  request.facets = {{.facet = Facet::kCountry}, facet};
  const auto checked = CheckFacets(request);
  const std::vector<FieldViolation> violations = FieldViolations(checked.status());
  return violations.size() == 1 ? violations[0].field : checked.status().ToString();
}

FacetRequest Nested(std::uint32_t outer, const FacetRequest& inner) {
  return {.facet = Facet::kCountry, .limit = outer, .sub_facets = {inner}};
}

TEST(CheckedFacetsTest, NamesTheFieldAtFault) {
  const PeriodSpec months;
  EXPECT_EQ(FieldAtFault({.limit = 1001}), "facets[1].limit");
  EXPECT_EQ(FieldAtFault({.include_values = {"KG", "XX"}}), "facets[1].include_values[1]");
  EXPECT_EQ(FieldAtFault({.min_salience = 1.1}), "facets[1].min_salience");
  EXPECT_EQ(FieldAtFault({.min_salience = std::numeric_limits<double>::quiet_NaN()}),
            "facets[1].min_salience");
  EXPECT_EQ(FieldAtFault({.facet = Facet::kSource, .min_salience = 0.1}), "facets[1].min_salience");
  EXPECT_EQ(FieldAtFault({.periods = PeriodSpec{.time_zone = "Mars"}}),
            "facets[1].periods.time_zone");
  EXPECT_EQ(FieldAtFault({.include_values = {"2023"}, .periods = months}),
            "facets[1].include_values");
  EXPECT_EQ(FieldAtFault({.order = FacetOrder::kLabel, .periods = months}), "facets[1].order");
  EXPECT_EQ(FieldAtFault({.min_salience = 0.5, .periods = months}), "facets[1].min_salience");
  EXPECT_EQ(FieldAtFault(
                {.order = FacetOrder::kSignificance, .background = {.text = "\"", .strict = true}}),
            "facets[1].background.text");
  EXPECT_EQ(FieldAtFault({.page_token = "x"}), "facets[1].page_token");
}

TEST(CheckedFacetsTest, NamesTheSubFacetAtFault) {
  EXPECT_EQ(FieldAtFault(Nested(1, {.limit = 1001})), "facets[1].sub_facets[0].limit");
  EXPECT_EQ(FieldAtFault(Nested(1, {.include_values = {"KG"}})),
            "facets[1].sub_facets[0].include_values");
  EXPECT_EQ(FieldAtFault(Nested(1, {.order = FacetOrder::kSignificance})),
            "facets[1].sub_facets[0].order");
  EXPECT_EQ(FieldAtFault(Nested(1, {.page_token = "x"})), "facets[1].sub_facets[0].page_token");
  EXPECT_EQ(FieldAtFault(Nested(1, Nested(1, {}))), "facets[1].sub_facets[0].sub_facets");
}

// Two values are selected: 98 + 2 values with 100 each are just allowed.
TEST(CheckedFacetsTest, CountsAllNestedValues) {
  EXPECT_EQ(FieldAtFault(Nested(99, {.limit = 100})), "facets[1].sub_facets");
  EXPECT_EQ(FieldAtFault(Nested(98, {.limit = 100})), "OK");
}

}  // namespace
}  // namespace facetwire
