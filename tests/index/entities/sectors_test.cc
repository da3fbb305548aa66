// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/index/entities/extract.h"

namespace facetwire::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::IsSubsetOf;
using ::testing::Not;

struct SectorsCase {
  std::string name;
  std::string body;
  std::vector<std::string> present;
  std::vector<std::string> absent;
};

class SectorsTest : public ::testing::TestWithParam<SectorsCase> {};

TEST_P(SectorsTest, Finds) {
  const std::vector<std::string> ids = Ids(Extract(GetParam().body), Facet::kSector);
  EXPECT_THAT(GetParam().present, IsSubsetOf(ids)) << ::testing::PrintToString(ids);
  for (const std::string& id : GetParam().absent) {
    EXPECT_THAT(ids, Not(Contains(id)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cases,
    SectorsTest,
    ::testing::Values(
        SectorsCase{"Farming",
                    "Farmers expect a record wheat harvest this year.",
                    {"A", "A01"},
                    {"C", "H"}},
        SectorsCase{"Railway",
                    "A new railway will link the two towns by freight train.",
                    {"H", "H49"},
                    {"A"}},
        SectorsCase{"Cars", "The carmaker will build electric vehicles.", {"C", "C29"}, {"G45"}},
        SectorsCase{
            "Central_bank", "The central bank raised interest rates again.", {"K", "K64"}, {"L"}},
        SectorsCase{"Hospital",
                    "Nurses at the hospital treated patients with malaria.",
                    {"Q", "Q86"},
                    {"P"}},
        SectorsCase{"Football",
                    "The striker scored twice as the football season opened.",
                    {"R", "R93"},
                    {"R90"}},
        SectorsCase{"Oil", "Crude oil prices rose after OPEC cut production.", {"B", "B06"}, {}},
        SectorsCase{"Painting", "An oil painting was sold.", {"R90"}, {"B06"}},
        SectorsCase{"RiverBank", "They camped on the river bank.", {}, {"K64"}},
        SectorsCase{"Medal", "She won the gold medal in tennis.", {"R93"}, {"B07"}},
        SectorsCase{"OneWeakWord", "He took the train.", {}, {"H49"}},
        SectorsCase{"Defence", "The armed forces began a military exercise.", {"O", "O84"}, {}}),
    [](const auto& param_info) { return param_info.param.name; });

TEST(SectorsTest, DiplomacyAsSuchIsNone) {
  EXPECT_THAT(
      Ids(Extract("The two presidents met in the capital and expressed their willingness to "
                  "strengthen friendship and mutual understanding. The foreign ministers signed "
                  "a joint statement after the talks."),
          Facet::kSector),
      IsEmpty());
}

TEST(SectorsTest, ASectionIsImpliedOnlyWhereNothingElseSpeaksOfIt) {
  const std::vector<Entity> farming = Extract("Farmers expect a record wheat harvest.");
  const Entity section = Find(farming, Facet::kSector, "A");
  EXPECT_TRUE(section.implied);
  EXPECT_THAT(section.mentions, IsEmpty());
  EXPECT_EQ(section.salience, Find(farming, Facet::kSector, "A01").salience);
  const std::vector<Entity> both = Extract("Manufacturing grew. The carmaker opened a car plant.");
  EXPECT_FALSE(Find(both, Facet::kSector, "C").implied);
  EXPECT_THAT(Surfaces(Find(both, Facet::kSector, "C")), Contains("Manufacturing"));
}

TEST(SectorsTest, APassingWordOfALongArticleIsNoSector) {
  std::string body;
  for (int i = 0; i < 400; ++i) {
    body += "The airline said flights resumed at the airport. ";
  }
  body += "One passenger was a teacher.";
  EXPECT_THAT(Ids(Extract(body), Facet::kSector), AllOf(Contains("H51"), Not(Contains("P85"))));
}

}  // namespace
}  // namespace facetwire::testing
