// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/extractor.h"

#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/index/entities/extract.h"
#include "tests/support/status_matchers.h"

namespace facetwire::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kBody =
    "Kenyan President William Ruto opened a hospital in Mombasa on Monday.\n\n"
    "Ruto said farmers and the tourism industry would profit from the new railway, which China "
    "built. "
    "The president thanked Premier Li Qiang. Li was not there.";

// What Extract promises of every answer.
void ExpectWellFormed(const std::vector<Entity>& entities, const ArticleText& article) {
  for (std::size_t i = 0; i < entities.size(); ++i) {
    const Entity& entity = entities[i];
    EXPECT_FALSE(entity.id.empty());
    EXPECT_FALSE(entity.label.empty());
    EXPECT_GT(entity.salience, 0);
    EXPECT_LE(entity.salience, 1);
    EXPECT_GT(entity.confidence, 0);
    EXPECT_LE(entity.confidence, 1);
    EXPECT_EQ(entity.mentions.empty(), entity.implied);
    if (i > 0 && entities[i - 1].facet == entity.facet) {
      EXPECT_GE(entities[i - 1].salience, entity.salience);
      EXPECT_NE(entities[i - 1].id, entity.id);
    }
    std::uint32_t end = 0;
    TextField field = TextField::kTitle;
    for (const Mention& mention : entity.mentions) {
      const std::string_view text = mention.field == TextField::kTitle     ? article.title
                                    : mention.field == TextField::kSummary ? article.summary
                                                                           : article.body;
      ASSERT_LE(mention.end, text.size());
      EXPECT_EQ(mention.surface, text.substr(mention.begin, mention.end - mention.begin));
      EXPECT_TRUE(mention.field > field || mention.begin >= end);
      field = mention.field;
      end = mention.end;
    }
  }
}

TEST(EntityExtractorTest, FindsAllThreeFacets) {
  ArticleText article;
  article.title = "Ruto opens hospital";
  article.summary = "A railway may follow.";
  article.body = kBody;
  const std::vector<Entity> found = Extractor().Extract(article);
  ExpectWellFormed(found, article);
  EXPECT_THAT(Ids(found, Facet::kCountry), ElementsAre("KE", "CN"));
  EXPECT_THAT(Ids(found, Facet::kPerson), ElementsAre("william-ruto", "li-qiang"));
  EXPECT_THAT(Ids(found, Facet::kSector), ::testing::IsSupersetOf({"Q86", "H49", "A01", "N79"}));
  EXPECT_EQ(Find(found, Facet::kPerson, "william-ruto").mentions[0].field, TextField::kTitle);
}

TEST(EntityExtractorTest, NothingComesOfNothing) {
  EXPECT_THAT(Extractor().Extract({}), IsEmpty());
  EXPECT_THAT(Extract(" \n\n -- "), IsEmpty());
}

TEST(EntityExtractorTest, TakesAGazetteerOfTheCaller) {
  EntityExtractorOptions options;
  options.country_gazetteer = "# ours\r\nKE\tname\tFreedonia|Sylvania\r\n\n";
  auto extractor = EntityExtractor::Create(options);
  ASSERT_THAT(extractor, IsOk());
  ArticleText article;
  article.body = "Freedonia and Uganda quarrelled.";
  EXPECT_THAT(Ids((*extractor)->Extract(article), Facet::kCountry), ElementsAre("KE"));
}

TEST(EntityExtractorTest, RefusesABadGazetteer) {
  EntityExtractorOptions options;
  options.country_gazetteer = "KE\tname\tKenya\nZZ\tname\tNowhere";
  options.country_gazetteer_name = "ours.tsv";
  EXPECT_THAT(EntityExtractor::Create(options),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("ours.tsv:2:1: ")));
}

TEST(EntityExtractorTest, TheBuiltInGazetteerCanBeGivenBack) {
  EntityExtractorOptions options;
  options.country_gazetteer = BuiltInGazetteer();
  EXPECT_THAT(options.country_gazetteer, HasSubstr("# code\tkind\tnames"));
  auto extractor = EntityExtractor::Create(options);
  ASSERT_THAT(extractor, IsOk());
  EXPECT_EQ((*extractor)->Extract({.body = kBody}), Extractor().Extract({.body = kBody}));
}

TEST(EntityExtractorTest, ManyThreadsGetTheSameAnswer) {
  const std::vector<Entity> expected = Extract(kBody);
  std::vector<std::vector<Entity>> answers(4);
  std::vector<std::thread> threads;
  threads.reserve(answers.size());
  for (auto& answer : answers) {
    threads.emplace_back([&answer] {
      for (int i = 0; i < 5; ++i) {
        answer = Extract(kBody);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (const auto& answer : answers) {
    EXPECT_EQ(answer, expected);
  }
}

TEST(EntityExtractorTest, RandomBytesAndWordsDoNoHarm) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::vector<std::string> pieces = {
      "Li",       " ",  "Japarov",  "the ",   "premier", "President ", "China", "-",
      "'s ",      ". ", "\n\n",     ", ",     "al-",     "bin ",       "U.S.",  "\xFF",
      "中国",     "É",  "John ",    "Smith ", "said ",   "bank ",      "of ",   "Mr. ",
      "railway ", "\"", "Georgia ", "42 ",    "J. ",     "CHAD "};
  for (int round = 0; round < 300; ++round) {
    std::string title;
    std::string body;
    for (int i = 0; i < 60; ++i) {
      (i < 8 ? title : body) += pieces[random() % pieces.size()];
    }
    ArticleText article;
    article.title = title;
    article.body = body;
    ExpectWellFormed(Extractor().Extract(article), article);
    if (HasFailure()) {
      FAIL() << title << " | " << body;
    }
  }
}

// Not a measurement: what is quadratic does not end within the time that a test may take.
TEST(EntityExtractorTest, HugeTextsOfAnyKindAreRead) {
  for (const std::string_view piece : {"A",
                                       "A ",
                                       "China ",
                                       "John Smith, ",
                                       "Smith and John Smith ",
                                       "the president ",
                                       "Bin Al-",
                                       "Mr Smith said. ",
                                       "bank ",
                                       "U.S."}) {
    std::string text;
    while (text.size() < (1U << 18U)) {
      text += piece;
    }
    EXPECT_LT(Extract(text).size(), 10U) << piece;
  }
  std::string names;
  for (int i = 0; names.size() < (1U << 18U); ++i) {
    std::string name = "Ab";
    for (int rest = i; rest > 0; rest /= 26) {
      name += static_cast<char>('a' + rest % 26);
    }
    names.append("Mr John ").append(name).append(" said. ").append(name).append(" Smith left. ");
  }
  EXPECT_GT(Extract(names).size(), 1000U);
}

}  // namespace
}  // namespace facetwire::testing
