// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/render.h"

#include <string>

#include "google/protobuf/text_format.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "facetwire/v1/indexing_service.pb.h"

namespace facetwire::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Style kPlain{false, 60};

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

constexpr char kSearch[] = R"(
  total_count: 1234 exactness: EXACTNESS_EXACT
  hits {
    article {
      id: "kg-rail" title: "Work on the railway begins" source: "Wire"
      published_time { seconds: 1698278400 }
      entities { facet: "country" id: "KG" label: "Kyrgyzstan" salience: 1 }
      entities { facet: "country" id: "CN" label: "China" salience: 0.5 }
      entities { facet: "person" id: "li-qiang" label: "Li Qiang" salience: 1 }
      entities { facet: "sector" id: "H49" label: "Land transport" salience: 1 }
      entities { facet: "sector" id: "H" label: "Transport" salience: 1 implied: true }
    }
    snippets { field: TEXT_FIELD_TITLE
      segments { text: "Work on the " } segments { text: "railway" highlighted: true } segments { text: " begins" } }
    snippets { field: TEXT_FIELD_BODY
      segments { text: "… the " } segments { text: "railway" highlighted: true } segments { text: " will be long …" } }
  }
  hits { article { id: "two" published_time { seconds: 1698330600 } } }
  facets {
    facet: "country" article_count: 1300 distinct_count: 5 other_count: 7 missing_count: 2
    values { id: "KG" label: "Kyrgyzstan" count: 1234 selected: true }
    values { id: "CN" label: "China" count: 617 }
  }
  facets { facet: "source" article_count: 1234 distinct_count: 1 values { id: "Wire" label: "Wire" count: 1 } }
)";

TEST(RenderSearchTest, ForPeople) {
  EXPECT_EQ(RenderSearch(Parse<v1::SearchResponse>(kSearch), kPlain),
            "1,234 articles match\n"
            "\n"
            " 1. Work on the railway begins\n"
            "    2023-10-26 · Wire · kg-rail\n"
            "    … the *railway* will be long …\n"
            "    Kyrgyzstan, China · Li Qiang · H49 Land transport\n"
            "\n"
            " 2. (no title)\n"
            "    2023-10-26 14:30 UTC · two\n"
            "\n"
            "country  5 values in 1,300 articles\n"
            "▸  KG       Kyrgyzstan  1,234  ████████████████████\n"
            "   CN       China         617  ██████████\n"
            "   other                    7\n"
            "   missing                  2\n"
            "\n"
            "source  1 value in 1,234 articles\n"
            "   Wire  1  ████████████████████\n");
}

TEST(RenderSearchTest, SaysHowManyCopiesAreFolded) {
  EXPECT_EQ(RenderSearch(Parse<v1::SearchResponse>(R"(
                total_count: 2
                hits { article { id: "a" title: "A" } copy_count: 1234 }
                hits { article { id: "b" title: "B" } copy_count: 1 })"),
                         kPlain),
            "2 articles match\n"
            "\n"
            " 1. A\n"
            "    1970-01-01 · a · +1,234 copies\n"
            "\n"
            " 2. B\n"
            "    1970-01-01 · b · +1 copy\n");
}

TEST(RenderSearchTest, InColour) {
  const std::string text = RenderSearch(Parse<v1::SearchResponse>(kSearch), {true, 60});
  EXPECT_THAT(
      text,
      HasSubstr("\x1b[1mWork\x1b[0m \x1b[1mon\x1b[0m \x1b[1mthe\x1b[0m \x1b[1;33mrailway\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("\x1b[32mKyrgyzstan\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("\x1b[36mLi\x1b[0m \x1b[36mQiang\x1b[0m"));
}

TEST(RenderSearchTest, NoneOneAndAtLeast) {
  EXPECT_EQ(RenderSearch({}, kPlain), "0 articles match\n");
  EXPECT_EQ(RenderSearch(Parse<v1::SearchResponse>("total_count: 1"), kPlain),
            "1 article matches\n");
  EXPECT_EQ(
      RenderSearch(Parse<v1::SearchResponse>("total_count: 5 exactness: EXACTNESS_TIME_LIMIT"),
                   kPlain),
      "At least 5 articles match\n");
  EXPECT_EQ(RenderSearch(Parse<v1::SearchResponse>(R"(explanation: "text\n  tree")"), kPlain),
            "0 articles match\n\nexplanation\ntext\n  tree\n");
}

TEST(RenderFacetsTest, NoHits) {
  const std::string text = RenderFacets(Parse<v1::SearchResponse>(kSearch), kPlain);
  EXPECT_THAT(text, HasSubstr("1,234 articles match\n\ncountry  5 values"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("Work on")));
}

TEST(RenderFacetsTest, OnlyTheRest) {
  EXPECT_EQ(RenderFacets(Parse<v1::SearchResponse>(
                             R"(facets { facet: "person" article_count: 3 missing_count: 3 })"),
                         kPlain),
            "0 articles match\n\nperson  0 values in 3 articles\n   missing  3\n");
}

TEST(RenderValuesTest, ATable) {
  EXPECT_EQ(RenderValues(Parse<v1::ListFacetValuesResponse>(
                             R"(values { id: "KG" label: "Kyrgyzstan" count: 2 })"),
                         "country",
                         kPlain),
            "   KG  Kyrgyzstan  2  ████████████████████\n");
  EXPECT_EQ(RenderValues(Parse<v1::ListFacetValuesResponse>(
                             R"(values { id: "NL" label: "Netherlands" count: 2
                                         matched_alias: "Holland" }
                                values { id: "PL" label: "Poland" count: 4
                                         typo_forgiven: true })"),
                         "country",
                         kPlain),
            "   NL  Netherlands  2  ██████████            as Holland\n"
            "   PL  Poland       4  ████████████████████  a typo forgiven\n");
  EXPECT_EQ(RenderValues({}, "country", kPlain), "no such country\n");
}

constexpr char kArticle[] = R"(
  id: "a" title: "Li in Bishkek" body: "Li Qiang met Japarov.\n\nHe left Bishkek for China." language: "en"
  published_time { seconds: 1698278400 })";
constexpr char kEntities[] = R"(
  entities { facet: "country" id: "KG" label: "Kyrgyzstan" salience: 0.75
    mentions { field: TEXT_FIELD_TITLE begin: 6 end: 13 surface: "Bishkek" }
    mentions { field: TEXT_FIELD_BODY begin: 31 end: 38 surface: "Bishkek" } }
  entities { facet: "person" id: "li-qiang" label: "Li Qiang" salience: 1
    mentions { field: TEXT_FIELD_TITLE begin: 0 end: 2 surface: "Li" }
    mentions { field: TEXT_FIELD_BODY begin: 0 end: 8 surface: "Li Qiang" }
    mentions { field: TEXT_FIELD_BODY begin: 0 end: 2 surface: "Li" }
    mentions { field: TEXT_FIELD_BODY begin: 900 end: 902 surface: "no" } }
  entities { facet: "sector" id: "H" label: "Transport" salience: 0.1 implied: true })";

TEST(RenderAnnotationTest, MarksMentions) {
  const auto response = Parse<v1::AnalyzeArticleResponse>(kEntities);
  EXPECT_EQ(RenderAnnotation(Parse<v1::Article>(kArticle), response.entities(), {false, 80}),
            "[Li|li-qiang] in [Bishkek|KG]\n"
            "2023-10-26 · en · a\n"
            "\n"
            "[Li Qiang|li-qiang] met Japarov.\n"
            "\n"
            "He left [Bishkek|KG] for China.\n"
            "\n"
            "country  KG        Kyrgyzstan  0.75  ██████    Bishkek ×2\n"
            "person   li-qiang  Li Qiang    1.00  ████████  Li ×2, Li Qiang, no\n"
            "sector   H         Transport   0.10  ▊         (implied)\n");
}

TEST(RenderAnnotationTest, Explained) {
  auto response = Parse<v1::AnalyzeArticleResponse>(kEntities);
  response.mutable_entities(0)->set_confidence(0.5);
  v1::Entity& supplied = *response.add_entities();
  supplied = Parse<v1::Entity>(
      R"(facet: "country" id: "CN" label: "China" confidence: 1 origin: ENTITY_ORIGIN_SUPPLIED)");
  EXPECT_THAT(
      RenderAnnotation(Parse<v1::Article>(kArticle), response.entities(), {false, 80}, true),
      HasSubstr("He left [Bishkek|KG] for China.\n"
                "\n"
                "country KG Kyrgyzstan · salience 0.75 · confidence 0.50 · extracted\n"
                "    Bishkek ×2\n"
                "\n"
                "person li-qiang Li Qiang · salience 1.00 · confidence 0.00 · extracted\n"
                "    Li ×2, Li Qiang, no\n"
                "\n"
                "sector H Transport · salience 0.10 · confidence 0.00 · extracted\n"
                "    (implied)\n"
                "\n"
                "country CN China · salience 0.00 · confidence 1.00 · supplied\n"
                "    (supplied)\n"));
}

TEST(RenderAnnotationTest, InColourWithoutIds) {
  const auto response = Parse<v1::AnalyzeArticleResponse>(kEntities);
  const std::string text =
      RenderAnnotation(Parse<v1::Article>(kArticle), response.entities(), {true, 80});
  EXPECT_THAT(text, HasSubstr("\x1b[36mLi\x1b[0m \x1b[1min\x1b[0m \x1b[32mBishkek\x1b[0m"));
}

TEST(RenderArticleTest, TextThenEntities) {
  auto article = Parse<v1::Article>(kArticle);
  *article.mutable_entities() = Parse<v1::AnalyzeArticleResponse>(kEntities).entities();
  EXPECT_THAT(RenderArticle(article, kPlain),
              HasSubstr("\nLi Qiang met Japarov.\n\nHe left Bishkek for China.\n\ncountry  KG"));
  article.clear_entities();
  EXPECT_THAT(RenderArticle(article, kPlain), HasSubstr("nothing found\n"));
}

TEST(AnnotationLineTest, WhatTheScorerReads) {
  const auto response = Parse<v1::AnalyzeArticleResponse>(kEntities);
  EXPECT_EQ(
      AnnotationLine("17", response.entities()),
      R"({"id":"17","countries":["KG"],"persons":[{"id":"li-qiang","name":"Li Qiang"}],"sectors":["H"]})");
  EXPECT_EQ(AnnotationLine("\"", {}), R"({"id":"\"","countries":[],"persons":[],"sectors":[]})");
}

TEST(RenderCorpusTest, Counts) {
  EXPECT_EQ(RenderCorpus(Parse<v1::GetCorpusResponse>(
                             R"(article_count: 1234 country_count: 2 person_count: 3 sector_count: 4
                                server_version: "0.1.0" oldest_time { seconds: 0 }
                                newest_time { seconds: 1698278400 })"),
                         kPlain),
            "version    0.1.0\n"
            "articles   1,234\n"
            "countries  2\n"
            "persons    3\n"
            "sectors    4\n"
            "published  1970-01-01 to 2023-10-26\n");
}

TEST(RenderProgressTest, FitsTheWidth) {
  EXPECT_EQ(RenderProgress({"", 2, 4, {}, {}}, 25), "[█████     ] 2/4 articles");
  EXPECT_EQ(RenderProgress({"", 2, 4, {}, {}}, 12), "2/4 articles");
  EXPECT_EQ(RenderProgress({"", 2, 4, {}, {}}, 5), "2/4 …");
  EXPECT_EQ(RenderProgress({"", 0, 0, {}, {}}, 40), "0/0 articles");
}

TEST(RenderProgressTest, SaysHowFastAndHowLong) {
  EXPECT_EQ(RenderProgress({"", 1200, 4000, 850.7, absl::Seconds(3.2)}, 50),
            "[███       ] 1,200/4,000 articles, 850/s, 4 s left");
  EXPECT_EQ(RenderProgress({"checking", 1200, {}, 850.7, {}}, 50),
            "checking 1,200 articles, 850/s");
}

TEST(RenderDurationTest, TwoUnits) {
  EXPECT_EQ(RenderDuration(absl::ZeroDuration()), "0 s");
  EXPECT_EQ(RenderDuration(absl::Milliseconds(100)), "1 s");
  EXPECT_EQ(RenderDuration(absl::Seconds(60)), "1 min 0 s");
  EXPECT_EQ(RenderDuration(absl::Seconds(3599)), "59 min 59 s");
  EXPECT_EQ(RenderDuration(absl::Minutes(85)), "1 h 25 min");
}

TEST(ToJsonTest, OneLineOfProtobufJson) {
  EXPECT_EQ(ToJson(Parse<v1::SearchResponse>(R"(total_count: 3 hits { article { id: "a" } })")),
            R"({"hits":[{"article":{"id":"a"}}],"totalCount":"3"})");
}

TEST(RenderSearchTest, ALongTitleIsCut) {
  v1::SearchResponse response;
  std::string title;
  for (int i = 0; i < 200; ++i) {
    title += "word ";
  }
  response.add_hits()->mutable_article()->set_title(title);
  const std::string text = RenderSearch(response, kPlain);
  EXPECT_THAT(text, HasSubstr("word…\n"));
  EXPECT_LT(text.size(), 400U);
}

TEST(AdviceTest, GoesByWhatWasAsked) {
  EXPECT_THAT(Advice({}), ElementsAre(HasSubstr("the index is empty")));
  EXPECT_THAT(Advice(Parse<v1::ArticleQuery>(R"(text: "railwy")")),
              ElementsAre(HasSubstr("spelled")));
  EXPECT_THAT(Advice(Parse<v1::ArticleQuery>(
                  R"(text: "a b" filters { facet: "person" any_of: "li" } published {})")),
              ElementsAre(HasSubstr("OR between"),
                          HasSubstr("fewer filters"),
                          HasSubstr("facetwire values person")));
  EXPECT_THAT(Advice(Parse<v1::ArticleQuery>(R"(copies_of: "a")")),
              ElementsAre(HasSubstr("fewer filters"), HasSubstr("facetwire get ID")));
}

}  // namespace
}  // namespace facetwire::cli
