// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text/words.h"

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/text/fold.h"

namespace facetwire {
namespace {

using ::testing::ElementsAre;
using Words = std::vector<std::string>;

struct WordsCase {
  std::string name;
  std::string text;
  Words folded;
  Words surfaces;  // empty: not looked at
};

class WordsTest : public ::testing::TestWithParam<WordsCase> {};

TEST_P(WordsTest, TakesTextApart) {
  const std::string& text = GetParam().text;
  Words folded;
  Words surfaces;
  for (const FoldedWord& word : SplitWords(text)) {
    folded.push_back(word.folded);
    surfaces.push_back(text.substr(word.span.begin, word.span.end - word.span.begin));
  }
  EXPECT_EQ(folded, GetParam().folded);
  if (!GetParam().surfaces.empty()) {
    EXPECT_EQ(surfaces, GetParam().surfaces);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cases,
    WordsTest,
    ::testing::Values(
        WordsCase{"Empty", "", {}, {}},
        WordsCase{"OnlySigns", " -- ... '' \u2014 ", {}, {}},
        WordsCase{"Plain", "Two words.", {"two", "words"}, {"Two", "words"}},
        WordsCase{"Hyphen", "high-quality", {"high", "quality"}, {"high", "quality"}},
        WordsCase{"Possessive",
                  "the people's China\u2019s CHINA'S",
                  {"the", "people", "china", "china"},
                  {"the", "people", "China", "CHINA"}},
        WordsCase{"PluralPossessive", "peoples' will", {"peoples", "will"}, {"peoples", "will"}},
        WordsCase{"NotPossessive", "O'Sullivan's", {"osullivan"}, {"O'Sullivan"}},
        WordsCase{
            "InnerApostrophe", "O'Brien don\u2019t", {"obrien", "dont"}, {"O'Brien", "don\u2019t"}},
        WordsCase{"Quoted", "'word' 's", {"word", "s"}, {"word", "s"}},
        WordsCase{"Ampersand", "AT&T S & P R&D &c", {"at&t", "s", "p", "r&d", "c"}, {}},
        WordsCase{
            "Numbers", "1,500.5 3.14, 7. 1,a 22nd", {"1,500.5", "3.14", "7", "1", "a", "22nd"}, {}},
        WordsCase{"Initials",
                  "the U.S. and us, U.S's u.n.",
                  {"the", "u.s", "and", "us", "u.s", "u.n"},
                  {"the", "U.S.", "and", "us", "U.S", "u.n."}},
        WordsCase{"InitialsWithHyphen", "U.S.-led", {"u.s", "led"}, {"U.S.", "led"}},
        WordsCase{"InitialsPossessive", "U.S.'s aims", {"u.s", "aims"}, {"U.S.", "aims"}},
        WordsCase{"OneInitial", "J. Smith. A.", {"j", "smith", "a"}, {"J", "Smith", "A"}},
        WordsCase{"TwoInitials", "J.K. Rowling", {"j.k", "rowling"}, {"J.K.", "Rowling"}},
        WordsCase{"HostName", "a.b.com x.Sam", {"a.b", "com", "x", "sam"}, {}},
        WordsCase{"Han", "中国GDP", {"中", "国", "gdp"}, {"中", "国", "GDP"}},
        WordsCase{"Kana", "カナ", {"カ", "ナ"}, {}},
        WordsCase{"Thai", "ไทย", {"ไ", "ท", "ย"}, {}},
        WordsCase{"ThaiWithMarks", "ที่", {"ที่"}, {}},
        WordsCase{"Hangul", "한국 정부", {"한국", "정부"}, {}},
        WordsCase{"Devanagari", "हिन्दी में", {"हिन्दी", "में"}, {}},
        WordsCase{"Decomposed", "Sa\u0303o Paulo", {"sao", "paulo"}, {"Sa\u0303o", "Paulo"}},
        WordsCase{"SoftHyphen", "co\u00ADop", {"coop"}, {}},
        WordsCase{"IllFormed", "ab\xFF\x63", {"ab", "c"}, {}}),
    [](const auto& param_info) { return param_info.param.name; });

TEST(WordsTest, LongWordsAreCutBetweenLetters) {
  const std::vector<FoldedWord> ascii = SplitWords(std::string(1000, 'X'));
  ASSERT_EQ(ascii.size(), 1U);
  EXPECT_EQ(ascii[0].folded, std::string(kMaxWordBytes, 'x'));
  EXPECT_EQ(ascii[0].span, (WordSpan{0, 1000}));
  std::string wide;
  for (int i = 0; i < 100; ++i) {
    wide += "\uD55C";  // three bytes each
  }
  const std::vector<FoldedWord> hangul = SplitWords(wide);
  ASSERT_EQ(hangul.size(), 1U);
  EXPECT_EQ(hangul[0].folded.size(), 63U);
}

TEST(WordsTest, FoldingATextFirstGivesTheSameWords) {
  const std::string text = "The U.S. Senate's \u00C9lys\u00E9e O\u2019Brien 1,500 中国";
  for (const FoldedWord& word : SplitWords(text)) {
    EXPECT_THAT(SplitWords(word.folded),
                ElementsAre(::testing::Field(&FoldedWord::folded, word.folded)));
  }
}

// Words of plain letters are read by a path of their own, those with accents by the one for all.
TEST(WordsTest, AccentsChangeNothing) {
  constexpr std::array<std::string_view, 12> kPieces = {
      "a", "E", "aE", "s", "1", "1", " ", ".", ",", "'", "&", "-"};
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    std::string plain;
    std::string accented;
    for (std::size_t length = random() % 24; length > 0; --length) {
      for (const char c : kPieces[random() % kPieces.size()]) {
        plain += c;
        accented += c == 'a' ? "\u00E1" : c == 'E' ? "\u00C9" : std::string(1, c);
      }
    }
    const std::vector<FoldedWord> words = SplitWords(plain);
    const std::vector<FoldedWord> others = SplitWords(accented);
    ASSERT_EQ(words.size(), others.size()) << plain;
    for (std::size_t i = 0; i < words.size(); ++i) {
      EXPECT_EQ(words[i].folded, others[i].folded) << plain;
      const std::string surface =
          plain.substr(words[i].span.begin, words[i].span.end - words[i].span.begin);
      const std::string other =
          accented.substr(others[i].span.begin, others[i].span.end - others[i].span.begin);
      EXPECT_EQ(Fold(surface), Fold(other)) << plain;
    }
  }
}

TEST(WordsTest, AMebibyteOfAnythingIsRead) {
  constexpr std::size_t kSize = 1U << 20U;
  for (const std::string_view piece :
       {"a.", "A", "'", "a'", "a'a", "1,", "\xCC\x81", "\xE4\xB8\xAD", "\xFF"}) {
    std::string text;
    while (text.size() < kSize) {
      text += piece;
    }
    std::size_t last = 0;
    ForEachWord(text, [&last](const WordSpan& span, std::string_view folded) {
      ASSERT_FALSE(folded.empty());
      ASSERT_LE(last, span.begin);
      ASSERT_LT(span.begin, span.end);
      last = span.end;
    });
    EXPECT_LE(last, text.size());
  }
}

}  // namespace
}  // namespace facetwire
