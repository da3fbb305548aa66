// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/index/entities/extract.h"

namespace facetwire::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAreArray;
using Codes = std::vector<std::string>;

struct CountriesCase {
  std::string name;
  std::string body;
  Codes codes;
};

class CountriesTest : public ::testing::TestWithParam<CountriesCase> {};

TEST_P(CountriesTest, Finds) {
  EXPECT_THAT(Ids(Extract(GetParam().body), Facet::kCountry),
              UnorderedElementsAreArray(GetParam().codes))
      << GetParam().body;
}

INSTANTIATE_TEST_SUITE_P(
    Names,
    CountriesTest,
    ::testing::Values(
        CountriesCase{"None", "The two sides agreed on nothing.", {}},
        CountriesCase{"Name", "The talks in Kyrgyzstan went on.", {"KG"}},
        CountriesCase{"Possessive", "China's exports and Kenya\u2019s imports rose.", {"CN", "KE"}},
        CountriesCase{"Joined", "the China-Kyrgyzstan-Uzbekistan railway", {"CN", "KG", "UZ"}},
        CountriesCase{"Adjective", "A Kyrgyz farmer met two Peruvians.", {"KG", "PE"}},
        CountriesCase{"Capital", "He flew to Ouagadougou.", {"BF"}},
        CountriesCase{"City", "The fair in Mombasa opened.", {"KE"}},
        CountriesCase{"Region", "Floods hit Queensland and Bavaria.", {"AU", "DE"}},
        CountriesCase{"Official", "the Lao People's Democratic Republic", {"LA"}},
        CountriesCase{"Former", "He was born in Ceylon and lived in Zaire.", {"LK", "CD"}},
        CountriesCase{"Withdrawn", "The Soviet Union and Czechoslovakia signed it.", {"SU", "CS"}},
        CountriesCase{"Territories", "Ships from Hong Kong and Puerto Rico called.", {"HK", "PR"}},
        CountriesCase{"Accents", "Flights to Côte d\u2019Ivoire and São Paulo", {"CI", "BR"}}),
    [](const auto& param_info) { return param_info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Traps,
    CountriesTest,
    ::testing::Values(
        CountriesCase{"Pronoun", "They told us that it is for us.", {}},
        CountriesCase{"Abbreviation", "The US and the U.S. Senate spoke.", {"US"}},
        CountriesCase{"SmallLetters", "Serve the turkey on fine china.", {}},
        CountriesCase{"PartOfWord", "A Romanesque church for every woman.", {}},
        CountriesCase{"GivenName", "The singer Chad Smith met Jordan Henderson.", {}},
        CountriesCase{"Surname", "A film about Michael Jordan opened.", {}},
        CountriesCase{"TheCountryItself", "Rebels crossed into Chad from Jordan.", {"TD", "JO"}},
        CountriesCase{"Ocean", "A storm over the Indian Ocean and the South China Sea.", {}},
        CountriesCase{"Continents", "Latin American and Central Asian states met.", {}},
        CountriesCase{"LongestMatch", "Guinea-Bissau and Equatorial Guinea voted.", {"GW", "GQ"}},
        CountriesCase{"PapuaNewGuinea", "Papua New Guinea voted.", {"PG"}},
        CountriesCase{"NigerAndNigeria", "Niger closed its border with Nigeria.", {"NE", "NG"}},
        CountriesCase{"NigerDelta", "Oil from the Niger Delta flowed.", {"NG"}},
        CountriesCase{"BothKoreas", "North Korea warned South Korea.", {"KP", "KR"}},
        CountriesCase{"KoreanAlone", "Korean cars sell well in Seoul.", {"KR"}},
        CountriesCase{"KoreanOfTheNorth", "Pyongyang said Korean workers returned.", {"KP"}},
        CountriesCase{
            "GeorgiaTheCountry", "Georgia and Armenia opened a road near Tbilisi.", {"GE", "AM"}},
        CountriesCase{
            "GeorgiaTheState", "Voters in Georgia, Alabama and Florida went to the polls.", {"US"}},
        CountriesCase{"NewMexico", "A court in New Mexico ruled.", {"US"}},
        CountriesCase{"MexicoGulf", "A rig in the Gulf of Mexico burned.", {}},
        CountriesCase{"SouthSudan", "South Sudanese refugees arrived.", {"SS"}},
        CountriesCase{"Congo", "Brazzaville said Congo would vote.", {"CG"}},
        CountriesCase{"CongoKinshasa", "The Democratic Republic of Congo voted.", {"CD"}}),
    [](const auto& param_info) { return param_info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Qualified,
    CountriesTest,
    ::testing::Values(
        CountriesCase{"TownAndState", "The plant in Blakely, Georgia, closed.", {"US"}},
        CountriesCase{"TownAndAbbreviation", "LONDON, Ky. (WKYT) - Police in London met.", {"US"}},
        CountriesCase{"Dateline", "VALLEY FORGE, PA, March 19 - Profits rose.", {"US"}},
        CountriesCase{"ParisTexas", "He moved to Paris, Texas, and stayed in Paris.", {"US"}},
        CountriesCase{"Province", "A garage in Surrey, B.C., burned.", {"CA"}},
        CountriesCase{"OldWorld", "He left Birmingham, England, for Paris, France.", {"GB", "FR"}},
        CountriesCase{"Party", "The bill of Smith, D-Calif., failed.", {"US"}},
        CountriesCase{"TitleInFrench", "Papers such as Le Matin, La Tribune closed.", {}},
        CountriesCase{
            "ListOfCities", "Flights from Ottawa, Washington and Paris.", {"CA", "US", "FR"}},
        CountriesCase{"Bishkek", "BISHKEK, Oct 26 (Xinhua) -- Talks began.", {"KG"}}),
    [](const auto& param_info) { return param_info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Context,
    CountriesTest,
    ::testing::Values(
        CountriesCase{"LocalTown",
                      "Alexandria police arrested a man, the county sheriff's office and the "
                      "district attorney said. He is in the county jail.",
                      {"US"}},
        CountriesCase{"TheOldAlexandria", "Divers found a statue off Alexandria.", {"EG"}},
        CountriesCase{"TownsTogether", "Fires burned in Springfield, Rockford and Joliet.", {"US"}},
        CountriesCase{"OneTown", "Mr Springfield said nothing.", {}},
        CountriesCase{
            "OntarioLondon", "OPP officers closed a road near London. The MPP spoke.", {"CA"}},
        CountriesCase{
            "Institution", "The Federal Reserve cut rates; the USDA raised its estimate.", {"US"}},
        CountriesCase{"NoCountryBeside",
                      "Kenya asked the mayor for a parking lot and more trash bins.",
                      {"KE"}},
        CountriesCase{
            "PassingCity",
            "Leaders of Kenya and Ghana met for two days and spoke of roads and trade. Then "
            "they said that the next meeting would be held after the rain, in Oslo.",
            {"KE", "GH"}},
        CountriesCase{
            "OneCityInPassing",
            "The award was given to four young poets who read their verses at length, and "
            "one of them had once been to Oslo.",
            {}},
        CountriesCase{
            "OneCityTwice",
            "The award was given to four young poets who read their verses at length, and "
            "one of them had once been to Oslo. She liked Oslo.",
            {"NO"}},
        CountriesCase{
            "DollarsAreNotAmerican",
            "WELLINGTON, March 24 - The bank will offer 80 mln dlrs of bonds; 12 cts a share.",
            {"NZ"}},
        CountriesCase{"KoreanBesideTheNorth",
                      "A Korean dealer was caught with two North Korean helpers.",
                      {"KR", "KP"}},
        CountriesCase{"SantiagoOfPanama", "Roads in Panama were closed near Santiago.", {"PA"}}),
    [](const auto& param_info) { return param_info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    NotPlaces,
    CountriesTest,
    ::testing::Values(
        CountriesCase{
            "Money", "It cost five million U.S. dollars or nine million Swiss francs.", {}},
        CountriesCase{"Listing", "The bond will be listed in Luxembourg.", {}},
        CountriesCase{"Symbol", "Calumet Industries <CALI> sees a loss.", {}},
        CountriesCase{"Company", "Chase Manhattan Bank and First Boston Corp agreed.", {}},
        CountriesCase{"Language", "She taught English and wrote in Spanish.", {}},
        CountriesCase{"Version", "There is an English version.", {}},
        CountriesCase{"Law", "The case was tried in English courts.", {"GB"}},
        CountriesCase{"Bulldog", "A French bulldog slept.", {}},
        CountriesCase{"NewEngland", "The New England Journal of Medicine said so.", {}},
        CountriesCase{"NewSouthWales", "Fires burned in New South Wales.", {"AU"}},
        CountriesCase{"CapitalsOfCars", "CAR SALES ROSE LAST MONTH AGAIN", {}}),
    [](const auto& param_info) { return param_info.param.name; });

TEST(CountryWeightTest, ANameCountsMoreThanAnAdjectiveThanACity) {
  const std::vector<Entity> found = Extract("Ghana met. A Kenyan met. In Mumbai they met.");
  EXPECT_THAT(Ids(found, Facet::kCountry), ElementsAre("GH", "KE", "IN"));
}

TEST(CountryWeightTest, APlaceInsideAnOrganisationCountsLittle) {
  const std::vector<Entity> found = Extract("The Bank of China and Chennai were named.");
  EXPECT_THAT(Ids(found, Facet::kCountry), ElementsAre("IN", "CN"));
}

TEST(CountryGazetteerTest, AReplacementHasEveryKind) {
  EntityExtractorOptions options;
  options.country_gazetteer =
      "KE\tname\tKenya\r\nKE\tprovince\tKiambu\r\nKE\ttown\tRuiru\r\nKE\tsuffix\tKia.\r\n";
  const auto made = EntityExtractor::Create(options);
  ASSERT_TRUE(made.ok()) << made.status();
  ArticleText article;
  article.body = "They met in Ruiru, Kia., yesterday.";
  EXPECT_THAT(Ids((*made)->Extract(article), Facet::kCountry), ElementsAre("KE"));
  article.body = "They met in China.";
  EXPECT_THAT(Ids((*made)->Extract(article), Facet::kCountry), ElementsAre());
}

TEST(CountryEvidenceTest, HasPlaceAndSurface) {
  const std::string body = "Leaders of Kenya spoke. The Kenyan side agreed.";
  const Entity kenya = Find(Extract(body, "Kenya votes"), Facet::kCountry, "KE");
  EXPECT_EQ(kenya.label, "Kenya");
  EXPECT_THAT(kenya.mentions,
              ElementsAre(Mention{TextField::kTitle, 0, 5, "Kenya"},
                          Mention{TextField::kBody, 11, 16, "Kenya"},
                          Mention{TextField::kBody, 28, 34, "Kenyan"}));
}

}  // namespace
}  // namespace facetwire::testing
