// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/taxonomy/countries.h"

#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace facetwire {
namespace {

TEST(CanonicalCountryTest, KnowsItsCodes) {
  for (const auto& [code, expected] :
       std::vector<std::pair<std::string, std::optional<std::string>>>{
           {"KG", "KG"},         {"kg", "KG"},
           {"Kg", "KG"},         {"XK", "XK"},
           {"su", "SU"},         {"YU", "YU"},
           {"CS", "CS"},         {"DD", "DD"},
           {"YD", "YD"},         {"ZR", "CD"},
           {"bu", "MM"},         {"HK", "HK"},
           {"SS", "SS"},         {"", std::nullopt},
           {"K", std::nullopt},  {"KGZ", std::nullopt},
           {"XX", std::nullopt}, {"UK", std::nullopt},
           {"EU", std::nullopt}, {"D ", std::nullopt},
           {" A", std::nullopt}, {"\xC3\xA9", std::nullopt},
       }) {
    EXPECT_EQ(CanonicalCountry(code), expected) << code;
  }
}

TEST(CountryLabelTest, SpeaksTheCallersLanguage) {
  struct Case {
    std::string code;
    std::string language;
    std::string label;
  };

  for (const Case& c : std::vector<Case>{
           {"KG", "en", "Kyrgyzstan"},
           {"kg", "en", "Kyrgyzstan"},
           {"KG", "", "Kyrgyzstan"},
           {"KG", "de", "Kirgisistan"},
           {"CN", "fr", "Chine"},
           {"CN", "zh", "中国"},
           {"CN", "no such language", "China"},
           {"HK", "en", "Hong Kong"},
           {"MM", "en", "Myanmar"},
           {"XK", "en", "Kosovo"},
           {"US", "en", "United States"},
           {"SU", "en", "Soviet Union"},
           {"DD", "en", "East Germany"},
           {"ZR", "en", "Congo - Kinshasa"},
           {"QQ", "en", "QQ"},
       }) {
    EXPECT_EQ(CountryLabel(c.code, c.language), c.label) << c.code << ' ' << c.language;
  }
}

TEST(CountryLabelTest, MoreLanguagesThanAreKept) {
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 200; ++i) {
      EXPECT_EQ(CountryLabel("KG", "de-x-" + std::to_string(i)), "Kirgisistan");
    }
  }
  EXPECT_EQ(CountryLabel("KG", "de-x" + std::string(100, '-')), "Kyrgyzstan");
}

TEST(CountryLabelTest, AnyNumberOfThreadsMayAsk) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([] {
      for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(CountryLabel("KG", "de-x-" + std::to_string(i % 80)), "Kirgisistan");
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
}

TEST(AllCountriesTest, AreSortedCanonicalAndNamed) {
  const std::vector<std::string> codes = AllCountries();
  EXPECT_EQ(codes.size(), 249U + 1U + 5U);
  EXPECT_TRUE(std::is_sorted(codes.begin(), codes.end()));
  EXPECT_EQ(std::adjacent_find(codes.begin(), codes.end()), codes.end());
  for (const std::string& code : codes) {
    EXPECT_EQ(CanonicalCountry(code), code);
    EXPECT_NE(CountryLabel(code, "en"), code);
  }
}

}  // namespace
}  // namespace facetwire
