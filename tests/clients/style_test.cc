// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/style.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace facetwire::cli {
namespace {

constexpr Style kPlain{false, 20};
constexpr Style kColor{true, 20};

TEST(PaintTest, ColoursOnlyWhereAsked) {
  EXPECT_EQ(kPlain.Paint("a", Tone::kTitle), "a");
  EXPECT_EQ(kColor.Paint("a", Tone::kTitle), "\x1b[1ma\x1b[0m");
  EXPECT_EQ(kColor.Paint("a", Tone::kPlain), "a");
  EXPECT_EQ(kColor.Paint("", Tone::kTitle), "");
  EXPECT_EQ(kColor.Paint("\x1b]0;x\x07", Tone::kPlain), "]0;x");
}

TEST(WrapTest, BreaksAtBlanks) {
  EXPECT_EQ(Wrap({{"one two three four five six"}}, kPlain, 2),
            "  one two three four\n  five six\n");
  EXPECT_EQ(Wrap({{"a\nb   c"}}, kPlain, 0), "a b c\n");
  EXPECT_EQ(Wrap({{"averyveryverylongwordindeed x"}}, kPlain, 0),
            "averyveryverylongwordindeed\nx\n");
  EXPECT_EQ(Wrap({{"中国新闻 中国新闻 中国新闻"}}, kPlain, 0), "中国新闻 中国新闻\n中国新闻\n");
  EXPECT_EQ(Wrap({}, kPlain, 0), "\n");
}

TEST(WrapTest, SpansThatTouchStayTogether) {
  EXPECT_EQ(
      Wrap({{"the "}, {"rail", Tone::kMatch}, {"way, a "}, {"port", Tone::kMatch}}, kPlain, 0),
      "the *rail*way, a\n*port*\n");
  EXPECT_EQ(Wrap({{"x "}, {"rail", Tone::kMatch}}, kColor, 0), "x \x1b[1;33mrail\x1b[0m\n");
}

TEST(BarTest, InEighths) {
  EXPECT_EQ(Bar(4, 4, 4), "████");
  EXPECT_EQ(Bar(2, 4, 4), "██");
  EXPECT_EQ(Bar(1, 8, 4), "▌");
  EXPECT_EQ(Bar(1, 1000000, 4), "▏");
  EXPECT_EQ(Bar(0, 4, 4), "");
  EXPECT_EQ(Bar(0, 0, 4), "");
  EXPECT_EQ(Bar(9, 4, 4), "████");
}

TEST(TableTest, AlignsByColumns) {
  EXPECT_EQ(Table({{{"KG"}, {"Kirgisistan"}, {"12", Tone::kPlain, true}},
                   {{"CN"}, {"中国"}, {"3", Tone::kPlain, true}},
                   {{"", Tone::kDim}, {"rest"}}},
                  {false, 40},
                  1),
            " KG  Kirgisistan  12\n"
            " CN  中国          3\n"
            "     rest\n");
}

TEST(TableTest, CutsTheWidestColumn) {
  EXPECT_EQ(Table({{{"F42"}, {"Civil engineering works"}, {"7", Tone::kPlain, true}}}, kPlain, 0),
            "F42  Civil engin…  7\n");
}

}  // namespace
}  // namespace facetwire::cli
