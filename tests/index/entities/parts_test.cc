// SPDX-License-Identifier: GPL-3.0-or-later
// The parts that the recognisers stand on: lexicon, phrases, document, gazetteer, salience, ids.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/entities/document.h"
#include "index/entities/finding.h"
#include "index/entities/gazetteer.h"
#include "index/entities/person_id.h"
#include "index/entities/phrases.h"
#include "index/entities/salience.h"
#include "tests/support/status_matchers.h"

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

TEST(LexiconTest, NumbersWordsAndKnowsTheirSets) {
  Lexicon lexicon;
  ASSERT_THAT(lexicon.AddSets({"role\tmayor premier", "common\tpremier"}), IsOk());
  const WordId premier = lexicon.Find("premier");
  EXPECT_NE(premier, kNoWord);
  EXPECT_TRUE(lexicon.Is(premier, WordSet::kRole));
  EXPECT_TRUE(lexicon.Is(premier, WordSet::kCommon));
  EXPECT_FALSE(lexicon.Is(lexicon.Find("mayor"), WordSet::kCommon));
  EXPECT_EQ(lexicon.Find("nothing"), kNoWord);
  EXPECT_FALSE(lexicon.Is(kNoWord, WordSet::kRole));
  EXPECT_FALSE(lexicon.Is(lexicon.size() + 7, WordSet::kRole));
}

TEST(LexiconTest, RefusesABadRow) {
  Lexicon lexicon;
  EXPECT_THAT(lexicon.AddSets({"no_such_set\tword"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no_such_set")));
}

TEST(PhraseTableTest, FindsTheLongest) {
  PhraseTable table;
  const std::vector<WordId> one = {5};
  const std::vector<WordId> three = {5, 6, 7};
  EXPECT_EQ(table.Add(one), 0U);
  EXPECT_EQ(table.Add(three), 1U);
  EXPECT_EQ(table.Add(one), 0U);
  EXPECT_EQ(table.size(), 2U);
  const std::vector<WordId> text = {5, 6, 7, 8};
  EXPECT_EQ(table.Longest(text)->words, 3U);
  EXPECT_THAT(table.All(text), SizeIs(2));
  const std::vector<WordId> broken = {5, 6, 8};
  EXPECT_EQ(table.Longest(broken)->words, 1U);
  EXPECT_FALSE(table.Longest({}).has_value());
  EXPECT_FALSE(table.Add({}).has_value());
  EXPECT_FALSE(table.Add(std::vector<WordId>(PhraseTable::kMaxWords + 1, 3)).has_value());
}

TEST(DocumentTest, KnowsShapesAndGaps) {
  Lexicon lexicon;
  const Document document(lexicon, {"A Title", "", "J. Smith's U.S.-led NATO plan, he said. Yes"});
  std::vector<std::string> words;
  std::vector<Gap> gaps;
  for (std::size_t i = 0; i < document.tokens().size(); ++i) {
    words.emplace_back(document.Surface(i));
    gaps.push_back(document.tokens()[i].gap);
  }
  EXPECT_THAT(
      words,
      ElementsAre("A", "Title", "J", "Smith", "U.S.", "led", "NATO", "plan", "he", "said", "Yes"));
  EXPECT_THAT(gaps,
              ElementsAre(Gap::kBreak,
                          Gap::kSpace,
                          Gap::kBreak,
                          Gap::kPoint,
                          Gap::kPossessive,
                          Gap::kHyphen,
                          Gap::kSpace,
                          Gap::kSpace,
                          Gap::kComma,
                          Gap::kSpace,
                          Gap::kBreak));
  EXPECT_TRUE(document.tokens()[2].initial);
  EXPECT_TRUE(document.tokens()[6].all_capitals);
  EXPECT_FALSE(document.tokens()[7].capital);
  EXPECT_TRUE(document.tokens()[10].opens);
  EXPECT_EQ(document.sentence_count(), 3U);
  EXPECT_EQ(document.PositionInField(3), 1U);
  EXPECT_TRUE(document.SeenInSmallLetters(document.tokens()[7].word));
  EXPECT_FALSE(document.SeenInSmallLetters(document.tokens()[3].word));
}

TEST(GazetteerTest, SaysWhatIsWrongAndWhere) {
  const struct {
    std::vector<std::string_view> lines;
    std::string says;
  } rows[] = {
      {{"XX\tname\tNowhere"}, "g:1:1: \"XX\" is no country"},
      {{"-\tname\tX"}, "g:1:1: \"-\" is no country"},
      {{"KE\tnothing\tX"}, "g:1:1: \"KE\" is no country; use ISO 3166-1 alpha-2, e.g. KG, or -"},
      {{"# one", "", "KE\tplanet\tKenya"}, "g:3:4: \"planet\" is no kind; use name, official"},
      {{"KE\tname\tKenya\r", "KE\tname\r"}, "g:2:1: has 2 fields"},
      {{"KE\tname\tKenya\tNairobi"}, "g:1:1: has 4 fields; there must be 3, parted by tabs"},
      {{"KE\tname\tKenya||Nairobi"}, "g:1:15: \"\" is no name"},
      {{"KE\tname\tKenya|!"}, "g:1:15: \"!\" is no name"},
      {{"KE\tname\ta b c d e f g h i j k l m"}, "it must have 1 to 12 words"},
      {{"KE\tname\tKeny\xC3"}, "g:1:13: is not UTF-8"},
      {{"# nothing", ""}, "g: names no country"},
  };

  for (const auto& row : rows) {
    Lexicon lexicon;
    Gazetteer gazetteer;
    EXPECT_THAT(gazetteer.Add("g", row.lines, lexicon),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(row.says)));
  }
}

TEST(GazetteerTest, MarksDecideWhatCounts) {
  Lexicon lexicon;
  Gazetteer gazetteer;
  ASSERT_THAT(gazetteer.Add("g", {"US\tname\tUS!", "TD\tname\tChad~"}, lexicon), IsOk());
  const Document document(lexicon, {"", "", "US and us and Us and Chad"});
  const std::vector<PlaceMatch> places = gazetteer.Match(document);
  ASSERT_THAT(places, SizeIs(2));
  EXPECT_EQ(places[0].tokens, (TokenRange{0, 1}));
  EXPECT_TRUE(places[1].senses->front().doubtful);
}

TEST(SalienceTest, FollowsItsFormula) {
  Lexicon lexicon;
  std::string body;
  for (int i = 0; i < 300; ++i) {
    body += "word ";
  }
  const Document document(lexicon, {"Title", "", body});
  const auto finding = [](Facet facet, std::vector<Evidence> evidence) {
    return Finding{facet, "x", "x", 1, std::move(evidence)};
  };
  const Evidence title = {{0, 1}, 1};
  const Evidence lead = {{1, 2}, 1};
  const Evidence late = {{290, 291}, 1};
  const std::vector<double> salience = Salience(document,
                                                {finding(Facet::kCountry, {title, lead, late}),
                                                 finding(Facet::kCountry, {title}),
                                                 finding(Facet::kCountry, {lead}),
                                                 finding(Facet::kCountry, {late, late}),
                                                 finding(Facet::kCountry, {late}),
                                                 finding(Facet::kPerson, {late})});
  EXPECT_GT(salience[0], 0.9);
  EXPECT_LE(salience[0], 1);
  EXPECT_GT(salience[0], salience[1]);
  EXPECT_GT(salience[1], salience[2]);
  EXPECT_DOUBLE_EQ(salience[2], salience[3]);
  EXPECT_GT(salience[3], salience[4]);
  EXPECT_LT(salience[3], 2 * salience[4]);  // the second mention counts less than the first
  EXPECT_GT(salience[5], salience[4]);      // facets do not compete
}

TEST(PersonIdTest, IsAsciiStableAndShort) {
  const std::vector<std::pair<std::string, std::string>> ids = {
      {"Li Qiang", "li-qiang"},
      {"Akylbek Japarov", "akylbek-japarov"},
      {"Milo Đukanović", "milo-dukanovic"},
      {"Jean-Claude  Juncker", "jean-claude-juncker"},
      {"O'Brien", "obrien"},
      {"J.K. Rowling", "jk-rowling"},
      {"Владимир Путин", "vladimir-putin"},
      {"Γιώργος", "giorgos"},
      {"", ""},
      {" -- ", ""}};
  for (const auto& [name, id] : ids) {
    EXPECT_EQ(PersonId(name), id) << name;
  }
  for (const std::string name : {"李强", "محمد", "ඉන්දික", "ᏣᎳᎩ"}) {
    EXPECT_THAT(PersonId(name), MatchesRegex("[a-z0-9-]+")) << name;
  }
}

TEST(PersonIdTest, LongNamesAreCutAndStayApart) {
  std::string name = "Maria";
  for (int i = 0; i < 20; ++i) {
    name += " da Conceicao";
  }
  EXPECT_EQ(PersonId(name).size(), kMaxPersonIdBytes);
  EXPECT_NE(PersonId(name), PersonId(name + " Silva"));
}

TEST(PutInOrderTest, OverlappingPlacesBecomeOne) {
  std::vector<Evidence> evidence = {
      {{7, 9}, 1}, {{2, 4}, 1}, {{3, 6}, 1}, {{7, 8}, 1}, {{4, 6}, 1}};
  PutInOrder(evidence);
  std::vector<TokenRange> ranges;
  ranges.reserve(evidence.size());
  for (const Evidence& each : evidence) {
    ranges.push_back(each.tokens);
  }
  EXPECT_EQ(ranges, (std::vector<TokenRange>{{2, 4}, {4, 6}, {7, 9}}));
}

}  // namespace
}  // namespace facetwire
