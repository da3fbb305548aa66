// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/snippets.h"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/str_cat.h"
#include "index/search/query_parser.h"
#include "index/text/utf8.h"

namespace facetwire {
namespace {

std::vector<Snippet> Make(const Article& article, std::string_view query) {
  Analyzer analyzer;
  const QueryNode tree = ParseQuery(query, ParseMode::kLenient).value().tree;
  return MakeSnippets(article, StemsToHighlight(tree, analyzer), analyzer);
}

// Highlights in brackets, behind the letter of the field.
std::string Show(const Snippet& snippet) {
  std::string text(1, "tsb"[static_cast<std::size_t>(snippet.field)]);
  text += ":";
  for (const SnippetSegment& segment : snippet.segments) {
    text += segment.highlighted ? StrCat("[", segment.text, "]") : segment.text;
  }
  return text;
}

std::vector<std::string> Show(const Article& article, std::string_view query) {
  std::vector<std::string> shown;
  for (const Snippet& snippet : Make(article, query)) {
    shown.push_back(Show(snippet));
  }
  return shown;
}

// Without the ellipses.
std::string Plain(const Snippet& snippet) {
  std::string text;
  for (const SnippetSegment& segment : snippet.segments) {
    text += segment.text == kEllipsis ? "" : segment.text;
  }
  return text;
}

struct Case {
  std::string name;
  std::string title;
  std::string summary;
  std::string body;
  std::string query;
  std::vector<std::string> expected;
};

class SnippetsTest : public ::testing::TestWithParam<Case> {};

TEST_P(SnippetsTest, Shows) {
  const Case& row = GetParam();
  Article article;
  article.title = row.title;
  article.summary = row.summary;
  article.body = row.body;
  EXPECT_EQ(Show(article, row.query), row.expected);
}

std::string Filler(std::size_t words) {
  std::string text;
  for (std::size_t i = 0; i < words; ++i) {
    text += "filler ";
  }
  return text;
}

const std::vector<Case> kCases = {
    {"Stems",
     "",
     "",
     "The railways, he said, were railed.",
     "railway rail",
     {"b:The [railways], he said, were [railed]."}},
    {"TitleToo", "A Railway", "", "No such word.", "railway", {"t:A [Railway]", "b:No such word."}},
    {"OnlyInTitle",
     "Coal port",
     "",
     "Coal and gas",
     "title:coal gas",
     {"t:[Coal] port", "b:Coal and [gas]"}},
    {"TitleWithoutAMatch", "Other", "", "Coal.", "coal", {"b:[Coal]."}},
    {"NotExcludedWords", "", "", "Coal and gas", "coal OR NOT gas", {"b:[Coal] and gas"}},
    {"PhraseWords", "", "", "Old New York", "\"new york\"", {"b:Old [New] [York]"}},
    {"NoQuery", "Title", "Summary", "Body.", "", {"b:Body."}},
    {"OnlyFacets", "Title", "Summary", "Body.", "country:KG", {"b:Body."}},
    {"NoBody", "Title", "Summary.", "", "", {"s:Summary."}},
    {"NoText", "Title", "", " ... ", "coal", {}},
    {"SummaryWhereItHasMore", "", "Coal and gas", "Coal only", "coal gas", {"s:[Coal] and [gas]"}},
    {"BodyWhereEqual", "", "Coal gas", "Gas coal", "coal gas", {"b:[Gas] [coal]"}},
    {"Accents", "", "", "Un café à Paris", "cafe", {"b:Un [café] à Paris"}},
    {"Chinese", "", "", "在中国的铁路", "中国", {"b:在[中][国]的铁路"}},
    {"Possessive", "", "", "China’s plan", "china", {"b:[China]’s plan"}},
    {"BestOfTwoPlaces",
     "",
     "",
     "coal " + Filler(60) + "gas and coal here " + Filler(2),
     "coal gas",
     {"b:…" + Filler(29) + "[gas] and [coal] here filler filler "}},
    {"CutAtTheEnd", "", "", "Coal. " + Filler(60), "coal", {"b:[Coal]. " + Filler(32) + "filler…"}},
    {"CutAtBothEnds",
     "",
     "",
     Filler(60) + "coal " + Filler(60),
     "coal",
     {"b:…" + Filler(16) + "[coal] " + Filler(16) + "filler…"}},
    {"BeginningWithoutAMatch", "", "", Filler(60), "", {"b:" + Filler(33) + "filler…"}},
    {"OnlyMarksCutAway", "", "", std::string(300, '.') + "coal", "coal", {"b:[coal]"}},
    {"OneWordTooLong",
     "",
     "",
     std::string(300, 'w'),
     "",
     {"b:" + std::string(kSnippetBytes, 'w') + "…"}},
};

std::string Name(const ::testing::TestParamInfo<Case>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Table, SnippetsTest, ::testing::ValuesIn(kCases), Name);

TEST(Snippets, LookOnlyAtTheBeginningOfALongText) {
  Article article;
  article.body = Filler(kSnippetSearchBytes / 7 - 2) + "coal " + Filler(100) + "gas";
  EXPECT_THAT(Show(article, "coal"), ::testing::ElementsAre(::testing::HasSubstr("[coal] fill")));
  EXPECT_THAT(Show(article, "gas"), ::testing::ElementsAre("b:" + Filler(33) + "filler…"));
  article.body = std::string(200, 'a') + std::string(10'000, ' ') + "b";
  EXPECT_THAT(Show(article, ""), ::testing::ElementsAre("b:" + std::string(200, 'a') + "…"));
}

TEST(Snippets, AreShortPiecesOfTheField) {
  constexpr std::uint64_t kSeed = 7;
  const std::vector<std::string> pieces = {"coal",
                                           "Gas",
                                           "é",
                                           "中",
                                           " ",
                                           " ",
                                           "-",
                                           ". ",
                                           "\n",
                                           "x",
                                           "“",
                                           "\xff",
                                           "Straße",
                                           std::string(300, 'w')};
  std::mt19937_64 random(kSeed);
  std::size_t highlighted = 0;
  for (int i = 0; i < 3000; ++i) {
    Article article;
    for (std::uint64_t n = random() % 120; n > 0; --n) {
      const std::uint64_t piece = random() % (random() % 40 == 0 ? 14 : 13);
      article.body += pieces[piece];
    }
    SCOPED_TRACE(StrCat("seed ", kSeed, ", text ", i));
    for (const Snippet& snippet : Make(article, "coal gas strasse")) {
      const std::string text = Plain(snippet);
      ASSERT_LE(text.size(), kSnippetBytes);
      ASSERT_NE(article.body.find(text), std::string::npos);
      if (!FirstInvalidUtf8(article.body).has_value()) {
        ASSERT_FALSE(FirstInvalidUtf8(text).has_value());
      }
      for (const SnippetSegment& segment : snippet.segments) {
        ASSERT_FALSE(segment.text.empty());
        highlighted += segment.highlighted ? 1 : 0;
      }
    }
  }
  EXPECT_GT(highlighted, 1000U);
}

}  // namespace
}  // namespace facetwire
