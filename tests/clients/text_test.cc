// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/text.h"

#include <string>

#include <gtest/gtest.h>

namespace facetwire::cli {
namespace {

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
