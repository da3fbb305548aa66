// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/significance.h"

#include <gtest/gtest.h>

namespace facetwire {
namespace {

// By hand: 2 * (10 ln(10 / 5.5) + 1 ln(1 / 5.5) + 90 ln(90 / 94.5) + 99 ln(99 / 94.5)).
TEST(SignificanceTest, TheFormula) { EXPECT_NEAR(Significance({10, 100, 1, 100}), 8.9760, 1e-4); }

TEST(SignificanceTest, NegativeWhereLessFrequent) {
  EXPECT_NEAR(Significance({1, 100, 10, 100}), -8.9760, 1e-4);
}

TEST(SignificanceTest, NothingWhereAsFrequentOrWithoutOneSide) {
  EXPECT_EQ(Significance({10, 100, 20, 200}), 0);
  EXPECT_EQ(Significance({10, 100, 0, 0}), 0);
  EXPECT_EQ(Significance({0, 0, 10, 100}), 0);
  EXPECT_EQ(Significance({100, 100, 100, 100}), 0);
}

// Both are 1.24295...; worked out by different sums.
TEST(SignificanceTest, WhatIsEqualIsATie) {
  EXPECT_EQ(Significance({3, 3, 3, 4}), Significance({2, 3, 1, 4}));
  EXPECT_NEAR(Significance({3, 3, 3, 4}), 1.24295, 1e-5);
}

TEST(SignificanceTest, MoreArticlesSayMore) {
  EXPECT_GT(Significance({20, 200, 2, 200}), Significance({10, 100, 1, 100}));
  EXPECT_GT(Significance({50, 50, 0, 1'000'000}), Significance({5, 50, 0, 1'000'000}));
}

}  // namespace
}  // namespace facetwire
