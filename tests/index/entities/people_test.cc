// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/entities/person_aliases.h"
#include "tests/index/entities/extract.h"

namespace facetwire::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAreArray;
using IdList = std::vector<std::string>;

struct PeopleCase {
  std::string name;
  std::string body;
  IdList ids;
};

class PeopleTest : public ::testing::TestWithParam<PeopleCase> {};

TEST_P(PeopleTest, Finds) {
  EXPECT_THAT(Ids(Extract(GetParam().body), Facet::kPerson),
              UnorderedElementsAreArray(GetParam().ids))
      << GetParam().body;
}

INSTANTIATE_TEST_SUITE_P(
    Shapes,
    PeopleTest,
    ::testing::Values(
        PeopleCase{"Titled", "Prime Minister Narendra Modi spoke.", {"narendra-modi"}},
        PeopleCase{"CountryAndTitle", "Kyrgyz President Sadyr Japarov left.", {"sadyr-japarov"}},
        PeopleCase{"Speaker", "It works, Amina Diallo said.", {"amina-diallo"}},
        PeopleCase{"Apposition", "Tomasz Wrona, the mayor of the town, agreed.", {"tomasz-wrona"}},
        PeopleCase{"Age", "Elsbeth Brunold, 47, was hurt.", {"elsbeth-brunold"}},
        PeopleCase{"Initial", "John F. Kennedy was elected.", {"john-f-kennedy"}},
        PeopleCase{"Hyphen", "Jean-Claude Juncker said no.", {"jean-claude-juncker"}},
        PeopleCase{"Particle", "President Ursula von der Leyen said so.", {"ursula-von-der-leyen"}},
        PeopleCase{"Arabic",
                   "Crown Prince Mohammed bin Salman and Bashar al-Assad met.",
                   {"mohammed-bin-salman", "bashar-al-assad"}},
        PeopleCase{"Korean", "Choi Jung-ok was arrested in Seoul.", {"choi-jung-ok"}},
        PeopleCase{"Two",
                   "Talks between Angela Merkel and Emmanuel Macron ended.",
                   {"angela-merkel", "emmanuel-macron"}},
        PeopleCase{"Honorific", "The court heard Mr Kato. Kato denied it.", {"kato"}},
        PeopleCase{"Accents",
                   "President Luiz Inácio Lula da Silva spoke.",
                   {"luiz-inacio-lula-da-silva"}}),
    [](const auto& param_info) { return param_info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    NoPeople,
    PeopleTest,
    ::testing::Values(
        PeopleCase{"Organisations", "The World Bank and the Kenya Red Cross Society met.", {}},
        PeopleCase{"CulturalCenter", "They opened a China Cultural Center in Bishkek.", {}},
        PeopleCase{"Initiative",
                   "Support for the Global Security Initiative and Belt and Road cooperation grew.",
                   {}},
        PeopleCase{"Region", "the Hong Kong Special Administrative Region", {}},
        PeopleCase{"Calendar", "On Monday Evening in March Wednesday came.", {}},
        PeopleCase{"SentenceOpeners", "Calling it good, they left. Noting this, we stay.", {}},
        PeopleCase{"Places", "He lives in Addis Ababa near Lake Turkana.", {}},
        PeopleCase{"NamedAfterPeople",
                   "She went to Johns Hopkins University, the Brian Tracy Foundation and the Mable "
                   "Ringling Museum.",
                   {}},
        PeopleCase{"SriLanka", "Sri Lankan officials met in Sri Lanka.", {}},
        PeopleCase{"PremierLeague", "The Premier League resumed.", {}},
        PeopleCase{"Shouting", "BREAKING NEWS TODAY", {}}),
    [](const auto& param_info) { return param_info.param.name; });

TEST(PeopleResolutionTest, ALaterSurnameIsTheSamePerson) {
  const std::string body =
      "Premier Li Qiang arrived on Monday. Li will stay for two days. The talks went well, the "
      "premier said.";
  const std::vector<Entity> found = Extract(body);
  EXPECT_THAT(Ids(found, Facet::kPerson), ElementsAre("li-qiang"));
  EXPECT_THAT(Surfaces(Find(found, Facet::kPerson, "li-qiang")),
              ElementsAre("Li Qiang", "Li", "the premier"));
}

TEST(PeopleResolutionTest, AShorterNameOfTheSameWordsIsTheSamePerson) {
  const std::vector<Entity> found =
      Extract("President Muhammadu Sanusi Buhari spoke. Muhammadu Buhari left. Buhari waved.");
  EXPECT_THAT(Ids(found, Facet::kPerson), ElementsAre("muhammadu-sanusi-buhari"));
}

TEST(PeopleResolutionTest, ANameWithASecondFamilyNameIsTheSamePerson) {
  for (const std::string body :
       {"President Mario Abdo Quesada spoke. Mario Abdo left.",
        "Mario Abdo left. He said President Mario Abdo Quesada was tired.",
        "The economist Simon Lee Siu-po said no. Simon Lee was tired. Lee said so."}) {
    EXPECT_EQ(Ids(Extract(body), Facet::kPerson).size(), 1U) << body;
  }
}

TEST(PeopleResolutionTest, TheWellKnownHaveOneIdInEverySpelling) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"President Volodymyr Zelensky spoke. Zelensky left.", "volodymyr-zelenskyy"},
      {"President Volodymyr Zelenskiy spoke.", "volodymyr-zelenskyy"},
      {"Russian President Vladimir Vladimirovich Putin spoke.", "vladimir-putin"},
      {"North Korean leader Kim Jong-un spoke.", "kim-jong-un"},
      {"President Lula said he would return.", "luiz-inacio-lula-da-silva"},
      {"Crown Prince Muhammad bin Salman spoke.", "mohammed-bin-salman"},
      {"President Recep Tayyip Erdogan spoke.", "recep-tayyip-erdogan"}};
  for (const auto& [body, id] : cases) {
    EXPECT_THAT(Ids(Extract(body), Facet::kPerson), ElementsAre(id)) << body;
  }
  // A surname that many have stays somebody of the article's own.
  EXPECT_THAT(Ids(Extract("The lawyer Maria Putin spoke. Putin left."), Facet::kPerson),
              ElementsAre("maria-putin"));
}

TEST(PersonAliasesTest, RefusesABadRow) {
  for (const std::string row : {"One name only", "A B\t", "A B\tC D|", "\tC D"}) {
    EXPECT_FALSE(PersonAliases::Create({row}).ok()) << row;
  }
  EXPECT_FALSE(PersonAliases::Create({"A B\tX", "C D\tX"}).ok());
  EXPECT_TRUE(PersonAliases::Create({"A B\tX|Y", "C D\tZ"}).ok());
}

TEST(PeopleResolutionTest, TheRoleOfACountryIsItsHolder) {
  const std::string body =
      "Indian Prime Minister Narendra Modi met Japanese Prime Minister Fumio Kishida. "
      "The Indian prime minister thanked him. The Japanese prime minister smiled.";
  const std::vector<Entity> found = Extract(body);
  EXPECT_EQ(WhoAt(found, body, "The Indian prime minister"), "narendra-modi");
  EXPECT_EQ(WhoAt(found, body, "The Japanese prime minister"), "fumio-kishida");
}

TEST(PeopleResolutionTest, WhoNamesIsNotWhoIsNamed) {
  const std::string body =
      "Liz Truss became British prime minister on Tuesday. The prime minister named Kwasi Kwarteng "
      "as "
      "finance minister. Later the finance minister spoke, and the prime minister left.";
  const std::vector<Entity> found = Extract(body);
  EXPECT_EQ(WhoAt(found, body, "The prime minister"), "liz-truss");
  EXPECT_EQ(WhoAt(found, body, "the finance minister"), "kwasi-kwarteng");
  EXPECT_EQ(WhoAt(found, body, "the prime minister"), "liz-truss");
}

TEST(PeopleResolutionTest, ARoleThatNobodyHasIsNobody) {
  const std::string body = "Premier Li Qiang met reporters. The mayor of the town waved.";
  EXPECT_EQ(WhoAt(Extract(body), body, "The mayor"), "");
}

TEST(PeopleResolutionTest, TheRoleOfSomethingElseIsNotHis) {
  const std::string body = "President Sadyr Japarov spoke. The president of the company agreed.";
  EXPECT_EQ(WhoAt(Extract(body), body, "The president"), "");
}

// Two who share a family name, in every order of the paragraphs that says who is who.
struct SharedNameCase {
  std::string name;
  std::string body;
  std::vector<std::pair<std::string, std::string>> who;  // text that holds the name -> id
};

class SharedNameTest : public ::testing::TestWithParam<SharedNameCase> {};

TEST_P(SharedNameTest, IsKeptApart) {
  const std::string& body = GetParam().body;
  const std::vector<Entity> found = Extract(body);
  for (const auto& [text, id] : GetParam().who) {
    const std::size_t at = body.find(text);
    ASSERT_NE(at, std::string::npos) << text;
    bool said = false;
    for (const Mention& mention : Find(found, Facet::kPerson, id).mentions) {
      said = said || (mention.begin >= at && mention.end <= at + text.size());
    }
    EXPECT_TRUE(said) << '"' << text << "\" should be " << id;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cases,
    SharedNameTest,
    ::testing::Values(
        SharedNameCase{
            "LastSpokenOf",
            "Prime Minister Akylbek Japarov spoke in Osh. Japarov said the road is open.\n\n"
            "President Sadyr Japarov was in Naryn. Japarov promised a bridge.",
            {{"Japarov said", "akylbek-japarov"}, {"Japarov promised", "sadyr-japarov"}}},
        SharedNameCase{
            "IntroducedLaterInTheSentence",
            "Welcoming the year, Bush said it began with President George Bush in Ohio.\n\n"
            "Governor Jeb Bush opened the fair.",
            {{"Bush said", "jeb-bush"}}},
        SharedNameCase{"Title",
                       "President Daniel Ortega and Defence Minister Humberto Ortega arrived. "
                       "Afterwards President Ortega spoke, and Minister Ortega left.",
                       {{"President Ortega spoke", "daniel-ortega"},
                        {"Minister Ortega left", "humberto-ortega"}}},
        SharedNameCase{
            "PossessiveIsAboutTheVisit",
            "Prime Minister Mahinda Rajapaksa opened the port. He spoke after "
            "President Gotabaya Rajapaksa's visit to the site. Rajapaksa said ships will come.",
            {{"Rajapaksa said", "mahinda-rajapaksa"}}},
        SharedNameCase{"RoleBetween",
                       "Prime Minister Lee Hsien Loong met Foreign Minister Lee Wan Chuan. "
                       "The foreign minister thanked the hosts. Lee said he would return.",
                       {{"The foreign minister", "lee-wan-chuan"}, {"Lee said", "lee-wan-chuan"}}}),
    [](const auto& param_info) { return param_info.param.name; });

}  // namespace
}  // namespace facetwire::testing
