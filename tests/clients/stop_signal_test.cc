// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/stop_signal.h"

#include <csignal>

#include <gtest/gtest.h>

namespace facetwire::cli {
namespace {

TEST(StopSignalTest, SignalsAskForIt) {
  for (const int signal : {SIGINT, SIGTERM}) {
    int called = 0;
    StopSignal stop([&called] { ++called; });
    EXPECT_FALSE(stop.asked());
    ASSERT_EQ(std::raise(signal), 0);
    EXPECT_TRUE(stop.asked());
    EXPECT_EQ(called, 1);
    stop.Sleep(absl::Hours(1));  // returns
  }
}

TEST(StopSignalDeathTest, TheSecondSignalEndsTheProgram) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        const StopSignal stop([] {});
        std::raise(SIGTERM);
        std::raise(SIGTERM);
      },
      ::testing::KilledBySignal(SIGTERM),
      "");
}

TEST(StopSignalTest, AfterItTheHandlersAreAsBefore) {
  static volatile std::sig_atomic_t seen = 0;

  struct sigaction mine {};

  mine.sa_handler = [](int) { seen = 1; };

  struct sigaction before {};

  sigaction(SIGTERM, &mine, &before);
  {
    const StopSignal stop([] {});
  }
  std::raise(SIGTERM);
  EXPECT_EQ(seen, 1);
  sigaction(SIGTERM, &before, nullptr);
}

}  // namespace
}  // namespace facetwire::cli
