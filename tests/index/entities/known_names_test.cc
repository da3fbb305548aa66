// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/known_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace facetwire {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::Field;
using ::testing::Not;

KnownName Country(const char* id, const char* name) { return {Facet::kCountry, id, name}; }

TEST(KnownNamesTest, OfCountriesPeopleAndSectors) {
  const std::vector<KnownName> names = KnownNames("");
  EXPECT_THAT(names, Contains(Country("AD", "Principality of Andorra")));
  EXPECT_THAT(names, Contains(Country("AD", "Andorrans")));
  EXPECT_THAT(names, Contains(Country("AE", "UAE")));                    // written "UAE!"
  EXPECT_THAT(names, Not(Contains(Country("AD", "Andorra la Vella"))));  // lies in it
  EXPECT_THAT(names, Contains(KnownName{Facet::kPerson, "angela-merkel", "Angela Merkel"}));
  EXPECT_THAT(names, Contains(KnownName{Facet::kPerson, "angela-merkel", "Merkel"}));
  EXPECT_THAT(names, Contains(KnownName{Facet::kSector, "H49", "railway"}));
  EXPECT_THAT(names, Not(Contains(KnownName{Facet::kSector, "A", "farm"})));  // not by itself
  EXPECT_THAT(names, Each(Field(&KnownName::name, Not(::testing::IsEmpty()))));
}

TEST(KnownNamesTest, OfAnotherGazetteer) {
  const std::vector<KnownName> names =
      KnownNames("# ours\nKG\tname\tKirgistan~|Kirgisien\r\nKG\tcity\tOsh\nwrong\n??\tname\tX\n");
  EXPECT_THAT(names, Contains(Country("KG", "Kirgistan")));
  EXPECT_THAT(names, Contains(Country("KG", "Kirgisien")));
  EXPECT_THAT(names, Contains(Field(&KnownName::facet, Facet::kCountry)).Times(2));
  EXPECT_THAT(names, Contains(Field(&KnownName::facet, Facet::kPerson)));
}

}  // namespace
}  // namespace facetwire
