// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/beside_counter.h"

#include <optional>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/index/search/counted_corpus.h"

namespace facetwire {
namespace {

using testing::CountedCorpus;
using testing::IsOk;
using testing::StatusIs;

constexpr int kArticles = CountedCorpus::kArticles;

class BesideCounterTest : public ::testing::Test {
 protected:
  absl::Status Add(BesideCounter& counter, int first, int last, ValueCounts& values) {
    return counter.Add(budget_, 0, CountedCorpus::Articles(first, last), 0, values);
  }

  CountedCorpus corpus_;
  bool cancelled_ = false;
  const CallContext context_{.cancelled = [this] { return cancelled_; }};
  Budget budget_{context_, std::nullopt};
};

TEST_F(BesideCounterTest, AHelperCounts) {
  HelperPool helpers(/*processors=*/2);
  ValueCounts values(corpus_.snapshot());
  BesideCounter counter(&helpers, corpus_.snapshot());
  ASSERT_THAT(Add(counter, 1, kArticles, values), IsOk());
  EXPECT_EQ(values.articles(), 0U);  // it was handed over
  while (counter.waiting() > 0) {
    std::this_thread::yield();
  }
  ASSERT_THAT(counter.Drain(budget_), IsOk());
  EXPECT_EQ(values.articles(), static_cast<std::uint64_t>(kArticles));
  values.Finish();
  CountedCorpus::Counts expected;
  CountedCorpus::Expect(1, kArticles, expected);
  corpus_.ExpectSame(values, expected);
}

// Whoever takes which of them, and however full the line gets.
TEST_F(BesideCounterTest, SearchAndHelperCountTogether) {
  constexpr int kTimes = 60;
  static_assert(kTimes * kArticles > 2 * static_cast<int>(BesideCounter::kMostWaiting));
  for (int round = 0; round < 10; ++round) {
    HelperPool helpers(/*processors=*/2);  // of its own: nobody is still on the way out
    ValueCounts values(corpus_.snapshot());
    ValueCounts others(corpus_.snapshot());
    BesideCounter counter(&helpers, corpus_.snapshot());
    for (int i = 0; i < kTimes; ++i) {
      ASSERT_THAT(Add(counter, 1, kArticles, values), IsOk());
    }
    ASSERT_THAT(Add(counter, 1, kArticles, others), IsOk());
    EXPECT_EQ(others.articles(), static_cast<std::uint64_t>(kArticles));  // no help for a second
    ASSERT_THAT(counter.Drain(budget_), IsOk());
    values.Finish();
    CountedCorpus::Counts expected;
    CountedCorpus::Expect(1, kArticles, expected);
    for (auto& [value, count] : expected) {
      count *= kTimes;
    }
    corpus_.ExpectSame(values, expected);
  }
}

TEST_F(BesideCounterTest, CountsByItselfWhereNobodyHelpsOrItIsNotWorthIt) {
  HelperPool alone(/*processors=*/1);
  HelperPool two(/*processors=*/2);
  const auto counted = [&](HelperPool* helpers, int last) {
    ValueCounts values(corpus_.snapshot());
    const HelperPool::Working working(helpers);
    BesideCounter counter(helpers, corpus_.snapshot());
    EXPECT_THAT(Add(counter, 1, last, values), IsOk());
    return values.articles();
  };
  EXPECT_EQ(counted(nullptr, kArticles), static_cast<std::uint64_t>(kArticles));
  EXPECT_EQ(counted(&alone, kArticles), static_cast<std::uint64_t>(kArticles));
  EXPECT_EQ(counted(&two, BesideCounter::kWorthHelp - 1), BesideCounter::kWorthHelp - 1);

  ValueCounts values(corpus_.snapshot());
  BesideCounter counter(&two, corpus_.snapshot());
  EXPECT_THAT(Add(counter, 1, kArticles, values), IsOk());
  EXPECT_THAT(Add(counter, 1, BesideCounter::kWorthHanding - 1, values), IsOk());
  EXPECT_EQ(values.articles(), BesideCounter::kWorthHanding - 1);
}

TEST_F(BesideCounterTest, EndsWithTheCall) {
  for (int round = 0; round < 20; ++round) {
    HelperPool helpers(/*processors=*/2);  // of its own, as above
    ValueCounts values(corpus_.snapshot());
    BesideCounter counter(&helpers, corpus_.snapshot());
    for (int i = 0; i < 10; ++i) {
      ASSERT_THAT(Add(counter, 1, kArticles, values), IsOk());
    }
    if (round % 2 == 0) {
      continue;  // nobody wants it any more
    }
    cancelled_ = true;
    EXPECT_THAT(counter.Drain(budget_), StatusIs(absl::StatusCode::kCancelled, ::testing::_));
    EXPECT_EQ(counter.waiting(), 0U);
    cancelled_ = false;
  }
}

}  // namespace
}  // namespace facetwire
