// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/article_parser.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace facetwire::formats {
namespace {

using ::facetwire::testing::StatusIs;
using ::testing::HasSubstr;

const ParseRules kRules{"Example News", "en", true};

TEST(ParseTextArticleTest, TheFirstSentenceIsTheTitle) {
  const auto article = ParseTextArticle(
      " \n date 2023-10-26 Mr. Li met Mr. Japarov.\nThey spoke.\n\nIt rained.\n", kRules);
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->id(), "");
  EXPECT_EQ(article->title(), "Mr. Li met Mr. Japarov.");
  EXPECT_EQ(article->body(), "They spoke.\n\nIt rained.");
  EXPECT_EQ(article->published_time().seconds(), 1698278400);
  EXPECT_EQ(article->source(), "Example News");
  EXPECT_EQ(article->language(), "en");
}

TEST(ParseTextArticleTest, ATitleIsOneLine) {
  const auto article = ParseTextArticle("date 2023-10-26\nOne two\nthree. Rest.", kRules);
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->title(), "One two three.");
  EXPECT_EQ(article->body(), "Rest.");
}

TEST(ParseTextArticleTest, AnEndlessSentenceStaysInTheBody) {
  const std::string endless(9000, 'x');
  const auto article = ParseTextArticle("date 2023-10-26 " + endless, kRules);
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->title(), "");
  EXPECT_EQ(article->body(), endless);
}

struct BadText {
  const char* text;
  const char* message;
};

TEST(ParseTextArticleTest, SaysWhatIsWrong) {
  const BadText cases[] = {
      {"date 2023-02-30 Never.", "\"2023-02-30\" is not a date"},
      {"date 2023-1-5 Never.", "\"2023-1-5\" is not a date"},
      {"Once upon a time.", "does not begin with \"date YYYY-MM-DD \""},
      {"date palms grow.", "does not begin with \"date YYYY-MM-DD \""},
      {"Date 2023-10-26 Upper case.", "does not begin with"},
      {"", "does not begin with"},
      {"date 2023-10-26", "has no text"},
      {"date 2023-10-26 \n ", "has no text"},
  };
  for (const BadText& c : cases) {
    EXPECT_THAT(ParseTextArticle(c.text, kRules),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)))
        << c.text;
  }
}

TEST(ParseTextArticleTest, WithoutADateWhereNoneIsNeeded) {
  const auto article = ParseTextArticle("Palms grow. In Egypt.", {"", "", false});
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_FALSE(article->has_published_time());
  EXPECT_EQ(article->title(), "Palms grow.");
  EXPECT_THAT(ParseTextArticle("date 2023-02-30 x", {"", "", false}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not a date")));
}

TEST(ParseJsonArticleTest, ReadsAllMembers) {
  const auto article = ParseJsonArticle(
      R"({"id": "a-1", "version": 3, "published": "2023-10-26T14:30:00Z", "title": "T", "summary": "S",
          "body": "B", "source": "Wire", "language": "de", "url": "https://example.org/", "labels": [1]})",
      kRules);
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->id(), "a-1");
  EXPECT_EQ(article->version(), 3);
  EXPECT_EQ(article->published_time().seconds(), 1698330600);
  EXPECT_EQ(article->title(), "T");
  EXPECT_EQ(article->summary(), "S");
  EXPECT_EQ(article->body(), "B");
  EXPECT_EQ(article->source(), "Wire");
  EXPECT_EQ(article->language(), "de");
  EXPECT_EQ(article->url(), "https://example.org/");
}

TEST(ParseJsonArticleTest, TextStandsForBodyAndANumberForAnId) {
  const auto article = ParseJsonArticle(
      R"({"id": 17, "published": "2023-10-26", "text": "B", "title": null})", kRules);
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->id(), "17");
  EXPECT_EQ(article->body(), "B");
  EXPECT_EQ(article->title(), "");
  EXPECT_EQ(article->source(), "Example News");
}

TEST(ParseJsonArticleTest, SaysWhatIsWrong) {
  const BadText cases[] = {
      {R"({"published": "2023-10-26", "body": "x"})", "id: missing"},
      {R"({"id": "", "published": "2023-10-26", "body": "x"})", "id: missing"},
      {R"({"id": "a", "body": "x"})", "published: missing"},
      {R"({"id": "a", "published": "2023-02-30", "body": "x"})",
       "published: \"2023-02-30\" is not a date"},
      {R"({"id": "a", "published": 2023, "body": "x"})", "published: must be a string"},
      {R"({"id": 1.5, "published": "2023-10-26", "body": "x"})",
       "id: must be a string or a whole number"},
      {R"({"id": "a", "published": "2023-10-26", "body": ["x"]})", "body: must be a string"},
      {R"({"id": "a", "published": "2023-10-26", "title": 7})", "title: must be a string"},
      {R"({"id": "a", "published": "2023-10-26", "version": "2"})",
       "version: must be a whole number"},
      {R"({"id": "a", "published": "2023-10-26", "version": 9223372036854775808})",
       "version: must be"},
      {R"(["a"])", "must be a JSON object"},
      {R"({"id": "a",)", "not JSON, at byte 12"},
      {R"({"id": "\ud800"})", "not JSON"},
  };
  for (const BadText& c : cases) {
    EXPECT_THAT(ParseJsonArticle(c.text, kRules),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)))
        << c.text;
  }
}

TEST(ParseJsonArticleTest, WithoutIdAndDateWhereNoneIsNeeded) {
  EXPECT_TRUE(ParseJsonArticle(R"({"text": "x"})", {"", "", false}).ok());
  const auto vague =
      ParseJsonArticle(R"({"text": "x", "published": "Wed Nov 23"})", {"", "", false});
  ASSERT_TRUE(vague.ok()) << vague.status();
  EXPECT_FALSE(vague->has_published_time());
}

}  // namespace
}  // namespace facetwire::formats
