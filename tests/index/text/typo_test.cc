// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text/typo.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "index/text/utf8.h"

namespace facetwire {
namespace {

struct Case {
  const char* word;
  const char* typed;
  bool expected;
};

class TypoTest : public ::testing::TestWithParam<Case> {};

TEST_P(TypoTest, BeginsWithTypo) {
  EXPECT_EQ(BeginsWithTypo(GetParam().word, GetParam().typed), GetParam().expected)
      << GetParam().word << " " << GetParam().typed;
}

INSTANTIATE_TEST_SUITE_P(Table,
                         TypoTest,
                         ::testing::Values(Case{"merkel", "merkel", true},
                                           Case{"merkel", "merk", true},
                                           Case{"merkel", "merkle", true},   // the wrong way round
                                           Case{"merkel", "emrk", true},     // at the beginning
                                           Case{"merkel", "merrk", true},    // too many
                                           Case{"merkel", "merkelx", true},  // at the end
                                           Case{"merkel", "mrkel", true},    // missing
                                           Case{"merkel", "erkel", true},    // the first
                                           Case{"merkel", "markel", true},   // another
                                           Case{"merkel", "merkxl", true},
                                           Case{"merkel", "mrekle", false},  // two of them
                                           Case{"merkel", "maxkel", false},
                                           Case{"merk", "merkel", false},
                                           Case{"", "merk", false},
                                           Case{"m", "mx", true},
                                           Case{"джапаров", "джпаро", true},
                                           Case{"джапаров", "джапрао", true},
                                           Case{"джапаров", "джопар", true},
                                           Case{"джапаров", "джопор", false}));

TEST(TypoTest, CountsLettersNotBytes) {
  EXPECT_FALSE(ForgivesTypo("usa"));
  EXPECT_TRUE(ForgivesTypo("iran"));
  EXPECT_FALSE(ForgivesTypo("япо"));
  EXPECT_TRUE(ForgivesTypo("япон"));
  EXPECT_FALSE(ForgivesTypo(""));
}

std::u32string CodePoints(std::string_view text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeAt(text, at);
    points.push_back(point.value);
    at += point.size;
  }
  return points;
}

// By the definition: the least distance of Damerau and Levenshtein (neighbours change places once)
// of `typed` to a beginning of `word`.
std::size_t Distance(const std::u32string& word, const std::u32string& typed) {
  std::vector<std::vector<std::size_t>> rows(typed.size() + 1,
                                             std::vector<std::size_t>(word.size() + 1));
  for (std::size_t i = 0; i <= typed.size(); ++i) {
    for (std::size_t j = 0; j <= word.size(); ++j) {
      if (i == 0 || j == 0) {
        rows[i][j] = i + j;
        continue;
      }
      const std::size_t other = typed[i - 1] == word[j - 1] ? 0 : 1;
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + other});
      if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1]) {
        rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return *std::min_element(rows.back().begin(), rows.back().end());
}

TEST(TypoTest, EqualsTheDefinitionOnRandomWords) {
  constexpr int kSeed = 1;
  std::mt19937 random(kSeed);
  const auto word = [&] {
    std::string made;
    for (std::size_t i = random() % 7; i > 0; --i) {
      made += std::vector<std::string>{"a", "b", "é"}[random() % 3];
    }
    return made;
  };
  std::size_t close = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string name = word();
    const std::string typed = word();
    const bool expected = Distance(CodePoints(name), CodePoints(typed)) <= 1;
    ASSERT_EQ(BeginsWithTypo(name, typed), expected)
        << "seed " << kSeed << ": " << name << " " << typed;
    close += expected ? 1 : 0;
  }
  EXPECT_GT(close, 1'000U);
}

}  // namespace
}  // namespace facetwire
