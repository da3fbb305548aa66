// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/base/helper_pool.h"

#include <atomic>
#include <functional>
#include <future>
#include <optional>
#include <thread>

#include <gtest/gtest.h>

namespace facetwire {
namespace {

// Work that goes on until it is let go.
class Held {
 public:
  bool TryStart(HelperPool& pool) {
    return pool.TryRun([this] {
      begun_.set_value();
      let_go_.get_future().wait();
      ended_.set_value();
    });
  }

  void AwaitBegin() { begun_.get_future().wait(); }

  void LetGo() { let_go_.set_value(); }

  void AwaitEnd() { ended_.get_future().wait(); }

 private:
  std::promise<void> begun_;
  std::promise<void> let_go_;
  std::promise<void> ended_;
};

// A thread has ended its work a moment before it is counted as free.
void RunSoon(HelperPool& pool, const std::function<void()>& work) {
  while (!pool.TryRun(work)) {
    std::this_thread::yield();
  }
}

TEST(HelperPoolTest, HelpsWhileProcessorsAreFree) {
  // Before the pool: they are there until its threads have ended.
  Held first;
  Held second;
  std::promise<void> third;
  HelperPool pool(/*processors=*/3);
  const HelperPool::Working working(&pool);
  ASSERT_TRUE(first.TryStart(pool));
  ASSERT_TRUE(second.TryStart(pool));
  first.AwaitBegin();
  second.AwaitBegin();
  EXPECT_FALSE(pool.TryRun([] {}));
  first.LetGo();
  first.AwaitEnd();
  RunSoon(pool, [&] { third.set_value(); });
  third.get_future().wait();
  second.LetGo();
}

TEST(HelperPoolTest, WhoWorksTakesAProcessor) {
  std::promise<void> ran;
  HelperPool pool(/*processors=*/2);
  std::optional<HelperPool::Working> one(std::in_place, &pool);
  {
    const HelperPool::Working another(&pool);
    EXPECT_FALSE(pool.TryRun([] {}));
  }
  EXPECT_TRUE(pool.TryRun([&] { ran.set_value(); }));
  ran.get_future().wait();
}

TEST(HelperPoolTest, NobodyHelpsOnOneProcessor) {
  for (const std::size_t processors : {0U, 1U}) {
    HelperPool pool(processors);
    const HelperPool::Working working(&pool);
    EXPECT_FALSE(pool.TryRun([] {}));
  }
}

TEST(HelperPoolTest, WhatWasTakenIsDoneBeforeItGoes) {
  std::atomic<int> done = 0;
  int taken = 0;
  {
    HelperPool pool(/*processors=*/4);
    for (int i = 0; i < 1000; ++i) {
      taken += pool.TryRun([&] { ++done; }) ? 1 : 0;
    }
  }
  EXPECT_GE(taken, 4);
  EXPECT_EQ(done, taken);
}

}  // namespace
}  // namespace facetwire
