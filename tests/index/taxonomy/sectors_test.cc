// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/taxonomy/sectors.h"

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace facetwire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CanonicalSectorTest, KnowsItsCodes) {
  for (const auto& [code, expected] :
       std::vector<std::pair<std::string, std::optional<std::string>>>{
           {"H", "H"},
           {"h", "H"},
           {"h49", "H49"},
           {"H49", "H49"},
           {"A01", "A01"},
           {"U99", "U99"},
           {"", std::nullopt},
           {"V", std::nullopt},
           {"A1", std::nullopt},
           {"A49", std::nullopt},
           {"A04", std::nullopt},
           {"49", std::nullopt},
           {"H490", std::nullopt},
       }) {
    EXPECT_EQ(CanonicalSector(code), expected) << code;
  }
  EXPECT_TRUE(IsSector("H49"));
  EXPECT_FALSE(IsSector("h49"));
}

TEST(SectorTreeTest, ParentsAndChildren) {
  EXPECT_EQ(SectorParent("H49"), "H");
  EXPECT_EQ(SectorParent("H"), "");
  EXPECT_EQ(SectorParent("X1"), "");
  EXPECT_THAT(SectorChildren("H"), ElementsAre("H49", "H50", "H51", "H52", "H53"));
  EXPECT_THAT(SectorChildren("H49"), IsEmpty());
  EXPECT_THAT(SectorChildren(""), IsEmpty());
}

TEST(SectorTreeTest, HasAllSectionsAndDivisions) {
  int sections = 0;
  int divisions = 0;
  for (const std::string& code : AllSectors()) {
    EXPECT_EQ(CanonicalSector(code), code);
    EXPECT_NE(SectorLabel(code), code);
    EXPECT_NE(SectorTitle(code), code);
    const std::string parent = SectorParent(code);
    if (parent.empty()) {
      ++sections;
      EXPECT_THAT(SectorChildren(code), ::testing::Not(IsEmpty())) << code;
    } else {
      ++divisions;
      EXPECT_EQ(parent, code.substr(0, 1));
    }
  }
  EXPECT_EQ(sections, 21);
  EXPECT_EQ(divisions, 88);
}

TEST(SectorLabelTest, ShortAndOfficial) {
  EXPECT_EQ(SectorLabel("H49"), "Railways, road transport and pipelines");
  EXPECT_EQ(SectorTitle("H49"), "Land transport and transport via pipelines");
  EXPECT_EQ(SectorTitle("T97"), "Activities of households as employers of domestic personnel");
  EXPECT_EQ(SectorTitle("O"), "Public administration and defence; compulsory social security");
  EXPECT_EQ(SectorLabel("Z9"), "Z9");
}

}  // namespace
}  // namespace facetwire
