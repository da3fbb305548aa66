// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/text.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace facetwire::cli {
namespace {

struct Utf8Case {
  std::string text;
  std::optional<size_t> bad;
};

TEST(FindInvalidUtf8Test, SaysWhere) {
  const Utf8Case cases[] = {
      {"", std::nullopt},
      {"plain", std::nullopt},
      {"é ü 中 😀", std::nullopt},
      {std::string("\0", 1), std::nullopt},
      {"\xF4\x8F\xBF\xBF", std::nullopt},  // U+10FFFF
      {"abc\xFF", 3},
      {"\x80", 0},                   // a continuation byte alone
      {"caf\xE9 noir", 3},           // Latin-1
      {"ab\xC0\xAF", 2},             // overlong
      {"ab\xE0\x80\xAF", 2},         // overlong
      {"x\xED\xA0\x80", 1},          // a surrogate
      {"x\xF4\x90\x80\x80", 1},      // above U+10FFFF
      {"ok \xE4\xB8", 3},            // cut off
      {"\xE4\xB8\xAD\xE4\xB8!", 3},  // the second is cut off
  };
  for (const Utf8Case& c : cases) {
    EXPECT_EQ(FindInvalidUtf8(c.text), c.bad) << ::testing::PrintToString(c.text);
  }
}

struct SentenceCase {
  const char* text;
  const char* sentence;
};

TEST(FirstSentenceEndTest, EndsWherePeopleEndIt) {
  const SentenceCase cases[] = {
      {"", ""},
      {"No full stop", "No full stop"},
      {"One. Two.", "One. "},
      {"Is it? Yes.", "Is it? "},
      {"Mr. Smith met Dr. Jones. They spoke.", "Mr. Smith met Dr. Jones. "},
      {"It cost 1.5 million. So what?", "It cost 1.5 million. "},
      {"A headline\n\nThe text.", "A headline\n"},
      {"Gov. Reyes of St. Paul spoke in the U.S. on Friday. Then rain.",
       "Gov. Reyes of St. Paul spoke in the U.S. on Friday. "},
      {"A wrapped\nsentence ends. Next.", "A wrapped\nsentence ends. "},
      {"A wrapped\r\nsentence ends. Next.", "A wrapped\r\nsentence ends. "},
      {"“Yes.” He said no more.", "“Yes.” "},
  };
  for (const SentenceCase& c : cases) {
    const std::string text = c.text;
    EXPECT_EQ(text.substr(0, FirstSentenceEnd(text)), c.sentence);
  }
}

TEST(PrintableTest, NothingSteersTheTerminal) {
  EXPECT_EQ(Printable("a\x1b[31mb\x07", true), "a[31mb");
  // U+202E and U+2066, which turn the direction of what follows.
  EXPECT_EQ(Printable("a\xE2\x80\xAE"
                      "b\xE2\x81\xA6"
                      "c",
                      true),
            "abc");
  EXPECT_EQ(Printable("a\nb\tc", true), "a b c");
  EXPECT_EQ(Printable("a\nb\tc", false), "a\nb\tc");
  EXPECT_EQ(Printable("a\xC2\x9B"
                      "b",
                      true),
            "ab");  // C1
  EXPECT_EQ(Printable("a\xFF", true), "a\uFFFD");
}

TEST(DisplayWidthTest, CountsColumns) {
  EXPECT_EQ(DisplayWidth("abc"), 3U);
  EXPECT_EQ(DisplayWidth("Ä"), 1U);
  EXPECT_EQ(DisplayWidth("a\u0308"), 1U);
  EXPECT_EQ(DisplayWidth("中国"), 4U);
  EXPECT_EQ(DisplayWidth("▸█"), 2U);
}

TEST(TruncateTest, NeverWiderThanAsked) {
  EXPECT_EQ(Truncate("Kyrgyzstan", 10), "Kyrgyzstan");
  EXPECT_EQ(Truncate("Kyrgyzstan", 5), "Kyrg…");
  EXPECT_EQ(Truncate("中国新闻", 5), "中国…");
  EXPECT_EQ(Truncate("中国新闻", 4), "中…");
  EXPECT_EQ(Truncate("Türkiye", 3), "Tü…");
}

TEST(PadTest, FillsByColumns) {
  EXPECT_EQ(PadRight("中", 4) + "|", "中  |");
  EXPECT_EQ(PadLeft("é", 3), "  é");
  EXPECT_EQ(PadLeft("long", 2), "long");
}

TEST(WithCommasTest, GroupsByThree) {
  EXPECT_EQ(WithCommas(0), "0");
  EXPECT_EQ(WithCommas(999), "999");
  EXPECT_EQ(WithCommas(1000), "1,000");
  EXPECT_EQ(WithCommas(1234567), "1,234,567");
}

TEST(ShellQuoteTest, OnlyWhereNeeded) {
  EXPECT_EQ(ShellQuote("--country"), "--country");
  EXPECT_EQ(ShellQuote("railway construction"), "'railway construction'");
  EXPECT_EQ(ShellQuote("it's"), "'it'\\''s'");
  EXPECT_EQ(ShellQuote(""), "''");
  EXPECT_EQ(ShellQuote("$(x)"), "'$(x)'");
}

}  // namespace
}  // namespace facetwire::cli
