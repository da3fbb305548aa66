// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/analyzer.h"

#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace facetwire {
namespace {

TEST(AnalyzerTest, GivesStems) {
  Analyzer analyzer;
  EXPECT_EQ(analyzer.Analyze("railways").text, "railway");
  EXPECT_EQ(analyzer.Analyze("dying").text, "die");
  EXPECT_EQ(analyzer.Analyze("u.s.").hash, StemHash(analyzer.Analyze("u.s.").text));
}

TEST(AnalyzerTest, AStemBeginsAsItsWordDoes) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0.&";
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  Analyzer analyzer;
  for (int round = 0; round < 20'000; ++round) {
    std::string word;
    for (std::size_t length = 1 + random() % 5; length > 0; --length) {
      word.push_back(kLetters[random() % kLetters.size()]);
    }
    for (const std::string_view ending : {"", "s", "ies", "ying", "ed", "ly"}) {
      const std::string whole = word + std::string(ending);
      const std::string& stem = analyzer.Analyze(whole).text;
      ASSERT_FALSE(stem.empty()) << whole;
      ASSERT_EQ(stem.front(), whole.front()) << whole;
    }
  }
}

TEST(AnalyzerTest, ForgettingChangesNothing) {
  Analyzer forgetful(2);
  Analyzer other;
  for (int round = 0; round < 2; ++round) {
    for (const std::string_view word : {"cities", "city", "trains", "training"}) {
      EXPECT_EQ(forgetful.Analyze(word).text, other.Analyze(word).text);
    }
  }
}

}  // namespace
}  // namespace facetwire
