// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/label_language.h"

#include <string>

#include <gtest/gtest.h>

namespace facetwire {
namespace {

TEST(LabelLanguageTest, PeriodsAreNamedInTheLanguage) {
  LabelLanguage english("");
  LabelLanguage german("de");
  const absl::CivilDay day(2023, 10, 1);
  EXPECT_EQ(english.PeriodName(PeriodLength::kYear, day), "2023");
  EXPECT_EQ(english.PeriodName(PeriodLength::kQuarter, day), "Q4 2023");
  EXPECT_EQ(english.PeriodName(PeriodLength::kMonth, day), "October 2023");
  EXPECT_EQ(english.PeriodName(PeriodLength::kDay, day), "Oct 1, 2023");
  EXPECT_EQ(german.PeriodName(PeriodLength::kMonth, day), "Oktober 2023");
  EXPECT_EQ(english.PeriodName(PeriodLength::kMonth, absl::CivilDay(1500, 3, 1)), "March 1500");
}

TEST(LabelLanguageTest, SortsAsTheLanguageDoes) {
  LabelLanguage english("en");
  LabelLanguage swedish("sv");
  EXPECT_LT(english.SortKey("Åland"), english.SortKey("Zambia"));
  EXPECT_GT(swedish.SortKey("Åland"), swedish.SortKey("Zambia"));
  EXPECT_LT(english.SortKey("apple"), english.SortKey("Banana"));
  EXPECT_LT(english.SortKey(std::string(1000, 'a')), english.SortKey(std::string(1001, 'a')));
}

TEST(LabelLanguageTest, UnknownLanguagesAreEnglish) {
  LabelLanguage unknown("no-such-language-at-all");
  EXPECT_EQ(unknown.PeriodName(PeriodLength::kQuarter, absl::CivilDay(2023, 1, 1)), "Q1 2023");
}

}  // namespace
}  // namespace facetwire
