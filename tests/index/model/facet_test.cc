// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/model/facet.h"

#include <gtest/gtest.h>

namespace facetwire {

namespace {

TEST(FacetTest, EveryNameReadsBack) {
  for (const Facet facet : kAllFacets) {
    EXPECT_EQ(ParseFacet(FacetName(facet)), facet) << FacetName(facet);
  }
}

TEST(FacetTest, UnknownNamesAreNothing) {
  for (const std::string_view name : {"", "Country", "countries", "colour", "unknown"}) {
    EXPECT_EQ(ParseFacet(name), std::nullopt) << name;
  }
}

}  // namespace

}  // namespace facetwire
