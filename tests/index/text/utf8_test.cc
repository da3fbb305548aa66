// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text/utf8.h"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace facetwire {
namespace {

struct InvalidCase {
  std::string name;
  std::string text;
  std::optional<std::size_t> offset;
};

class FirstInvalidUtf8Test : public ::testing::TestWithParam<InvalidCase> {};

TEST_P(FirstInvalidUtf8Test, FindsTheFirstBadByte) {
  EXPECT_EQ(FirstInvalidUtf8(GetParam().text), GetParam().offset);
}

INSTANTIATE_TEST_SUITE_P(
    Cases,
    FirstInvalidUtf8Test,
    ::testing::Values(InvalidCase{"Empty", "", std::nullopt},
                      InvalidCase{"Ascii", "plain text of some length", std::nullopt},
                      InvalidCase{"EveryLength", "a\u00E9\u4E2D\U0001F600", std::nullopt},
                      InvalidCase{"Nul", std::string("a\0b", 3), std::nullopt},
                      InvalidCase{"Highest", "\xF4\x8F\xBF\xBF", std::nullopt},
                      InvalidCase{"TooHigh", "ab\xF4\x90\x80\x80", 2},
                      InvalidCase{"FiveBytes", "\xF8\x88\x80\x80\x80", 0},
                      InvalidCase{"OverlongSlash", "x\xC0\xAF", 1},
                      InvalidCase{"OverlongThree", "\xE0\x9F\xBF", 0},
                      InvalidCase{"OverlongFour", "\xF0\x8F\xBF\xBF", 0},
                      InvalidCase{"SurrogateLow", "\xED\xA0\x80", 0},
                      InvalidCase{"SurrogateHigh", "\xED\xBF\xBF", 0},
                      InvalidCase{"LastBeforeSurrogates", "\xED\x9F\xBF", std::nullopt},
                      InvalidCase{"LoneContinuation", "abcdefgh\x80", 8},
                      InvalidCase{"CutShort", "abcdefghi\xE4\xB8", 9},
                      InvalidCase{"SecondOfTwoIsBad", "\u00E9\xFFz", 2},
                      InvalidCase{"BadThirdByte", "\xE4\xB8z", 0}),
    [](const auto& param_info) { return param_info.param.name; });

TEST(DecodeTest, WalksForwardsAndBackwardsAlike) {
  const std::string text = "a\u00E9\u4E2D\U0001F600z";
  const std::u32string expected = U"a\u00E9\u4E2D\U0001F600z";
  std::u32string forwards;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = DecodeAt(text, i);
    forwards.push_back(point.value);
    i += point.size;
  }
  EXPECT_EQ(forwards, expected);
  std::u32string backwards;
  for (std::size_t i = text.size(); i > 0;) {
    const CodePoint point = DecodeBefore(text, i);
    backwards.insert(backwards.begin(), point.value);
    i -= point.size;
  }
  EXPECT_EQ(backwards, expected);
}

TEST(DecodeTest, AnIllFormedByteIsOneReplacement) {
  EXPECT_EQ(DecodeAt("\xE4\xB8", 0), (CodePoint{kReplacement, 1}));
  EXPECT_EQ(DecodeBefore("a\x80\x80", 3), (CodePoint{kReplacement, 1}));
  EXPECT_EQ(DecodeBefore("\x80\x80\x80\x80\x80\x80", 6), (CodePoint{kReplacement, 1}));
}

TEST(FloorToCodePointTest, NeverCutsALetter) {
  const std::string text = "a\u4E2Db";
  EXPECT_EQ(FloorToCodePoint(text, 0), 0U);
  EXPECT_EQ(FloorToCodePoint(text, 1), 1U);
  EXPECT_EQ(FloorToCodePoint(text, 2), 1U);
  EXPECT_EQ(FloorToCodePoint(text, 3), 1U);
  EXPECT_EQ(FloorToCodePoint(text, 4), 4U);
  EXPECT_EQ(FloorToCodePoint(text, 99), 5U);
}

}  // namespace
}  // namespace facetwire
