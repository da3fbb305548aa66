// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/vocabulary.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "index/taxonomy/countries.h"
#include "index/taxonomy/sectors.h"

namespace facetwire::formats {
namespace {

using Code = std::optional<std::string>;

TEST(SubjectTextTest, KeepsCodesOfTheIptcAndNamesOtherwise) {
  EXPECT_EQ(SubjectText(MakeConcept("x", "medtop:20000344", "")), "medtop:20000344");
  EXPECT_EQ(SubjectText(MakeConcept("x", "http://cv.iptc.org/newscodes/mediatopic/20000344", "")),
            "medtop:20000344");
  EXPECT_EQ(SubjectText(MakeConcept("", "20000344", "mediatopic")), "medtop:20000344");
  EXPECT_EQ(SubjectText(MakeConcept("", "subj:15054000", "")), "subj:15054000");
  EXPECT_EQ(SubjectText(MakeConcept("Name", "own:1", "")), "Name");
  EXPECT_EQ(SubjectText(MakeConcept("", "own:1", "")), "own:1");
  EXPECT_EQ(SubjectText(MakeConcept("", "1", "https://d.example/t")), "https://d.example/t/1");
  EXPECT_EQ(SubjectText(MakeConcept(" ", "", "")), "");
}

TEST(CountryTest, OnlyWhatIsSure) {
  EXPECT_EQ(CountryOfCode("kg"), Code("KG"));
  EXPECT_EQ(CountryOfCode("KGZ"), Code("KG"));
  EXPECT_EQ(CountryOfCode("417"), Code("KG"));
  EXPECT_EQ(CountryOfCode("UK"), Code("GB"));
  for (const char* code : {"", "K", "EU", "QQ", "150", "XYZ", "Kyrgyzstan", "IC"}) {
    EXPECT_EQ(CountryOfCode(code), std::nullopt) << code;
  }
  EXPECT_EQ(CountryOfName("kyrgyzstan"), Code("KG"));
  EXPECT_EQ(CountryOfName("Osh"), std::nullopt);
  EXPECT_EQ(CountryOfPlace(MakeConcept("Georgia", "", "")), std::nullopt);
  EXPECT_EQ(CountryOfPlace(MakeConcept("Georgia", "iso3166-1a2:GE", "")), Code("GE"));
  EXPECT_EQ(CountryOfPlace(MakeConcept("", "KG", "")), std::nullopt);
  EXPECT_EQ(CountryOfPlace(MakeConcept("", "state:AR", "")), std::nullopt);
}

TEST(CountryTest, TheServiceTakesEveryCode) {
  int found = 0;
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      const Code code = CountryOfCode(std::string{a, b});
      found += code ? 1 : 0;
      EXPECT_TRUE(!code || CanonicalCountry(*code)) << *code;
    }
  }
  EXPECT_GT(found, 240);
}

TEST(SectorTest, TheServiceTakesEveryCodeAndNoneIsMissing) {
  for (const std::string& sector : AllSectors()) {
    EXPECT_EQ(SectorOf(MakeConcept("", "isic:" + sector, "")), Code(sector));
    if (sector.size() == 3) {
      EXPECT_EQ(SectorOf(MakeConcept("", sector.substr(1) + "11", "ISIC Rev. 4")), Code(sector));
    }
  }
  for (int division = 0; division < 100; ++division) {
    const std::string code = (division < 10 ? "0" : "") + std::to_string(division);
    const Code sector = SectorOf(MakeConcept("", code, "isic4"));
    EXPECT_TRUE(!sector || IsSector(*sector)) << *sector;
  }
  for (const char* code :
       {"isic:V", "isic:A49", "isic:4", "isic:49x", "isic3:49", "nace:H49", "H49"}) {
    EXPECT_EQ(SectorOf(MakeConcept("", code, "")), std::nullopt) << code;
  }
}

TEST(StatusOfTest, KnowsThreeWords) {
  EXPECT_EQ(StatusOf("stat:usable"), v1::ARTICLE_STATUS_USABLE);
  EXPECT_EQ(StatusOf("http://cv.iptc.org/newscodes/pubstatusg2/withheld"),
            v1::ARTICLE_STATUS_WITHHELD);
  EXPECT_EQ(StatusOf("Cancelled"), v1::ARTICLE_STATUS_CANCELED);
  EXPECT_EQ(StatusOf("draft"), std::nullopt);
}

}  // namespace
}  // namespace facetwire::formats
