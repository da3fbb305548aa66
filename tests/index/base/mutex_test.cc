// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/base/mutex.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace facetwire {

namespace {

struct Counter {
  Mutex mutex;
  CondVar changed;
  int value ABSL_GUARDED_BY(mutex) = 0;
};

TEST(MutexTest, ThreadsTakeTurns) {
  Counter counter;
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&counter] {
      for (int j = 0; j < 1000; ++j) {
        const MutexLock lock(counter.mutex);
        ++counter.value;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  const MutexLock lock(counter.mutex);
  EXPECT_EQ(counter.value, 4000);
}

TEST(CondVarTest, WaitEndsWithTheNotification) {
  Counter counter;
  std::thread other([&counter] {
    const MutexLock lock(counter.mutex);
    counter.value = 1;
    counter.changed.NotifyAll();
  });
  {
    const MutexLock lock(counter.mutex);
    while (counter.value == 0) {
      counter.changed.Wait(counter.mutex);
    }
    EXPECT_EQ(counter.value, 1);
  }
  other.join();
}

TEST(CondVarTest, WaitForTellsThatTimePassed) {
  Counter counter;
  const MutexLock lock(counter.mutex);
  EXPECT_FALSE(counter.changed.WaitFor(counter.mutex, std::chrono::nanoseconds(1)));
}

}  // namespace

}  // namespace facetwire
