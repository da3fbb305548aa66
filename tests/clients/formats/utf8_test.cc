// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/utf8.h"

#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace facetwire::formats {
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

TEST(EscapeForTextTest, WhatIsNoTextOnly) {
  const std::pair<std::string, std::string> cases[] = {
      {"", ""},
      {"plain 100%", "plain 100%"},
      {"é ü 中 😀", "é ü 中 😀"},
      {"caf\xE9", "caf%E9"},
      {"a\nb\x7F", "a%0Ab%7F"},
      {"\xFF\x80x", "%FF%80x"},
      {"\xE4\xB8\xAD\xE4\xB8!", "中%E4%B8!"},
      {"x\xED\xA0\x80", "x%ED%A0%80"},
  };
  for (const auto& [text, escaped] : cases) {
    EXPECT_EQ(EscapeForText(text), escaped);
    EXPECT_EQ(FindInvalidUtf8(escaped), std::nullopt);
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

}  // namespace
}  // namespace facetwire::formats
