// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/rate_meter.h"

#include <gtest/gtest.h>

namespace facetwire::cli {
namespace {

absl::Time At(double seconds) { return absl::UnixEpoch() + absl::Seconds(seconds); }

TEST(RateMeterTest, KnowsNothingAtFirst) {
  RateMeter meter;
  EXPECT_EQ(meter.Rate(), std::nullopt);
  meter.Record(At(0), 100);
  meter.Record(At(0.4), 500);
  EXPECT_EQ(meter.Rate(), std::nullopt);
  EXPECT_EQ(meter.TimeLeft(1000), std::nullopt);
}

TEST(RateMeterTest, CountsWhatWasDoneWhileItWatched) {
  RateMeter meter;
  meter.Record(At(0), 1000);
  meter.Record(At(2), 1400);
  EXPECT_EQ(meter.Rate(), 200);
  EXPECT_EQ(meter.TimeLeft(2000), absl::Seconds(3));
  EXPECT_EQ(meter.TimeLeft(1400), absl::ZeroDuration());
}

TEST(RateMeterTest, ForgetsWhatIsLongAgo) {
  RateMeter meter;
  for (int i = 0; i <= 1000; ++i) {
    meter.Record(At(i * 0.01), static_cast<size_t>(i));  // 100 a second
  }
  EXPECT_NEAR(meter.Rate().value_or(0), 100, 1);
  for (int i = 1; i <= 2000; ++i) {
    meter.Record(At(10 + i * 0.01), 1000);  // it stands still
  }
  EXPECT_EQ(meter.Rate(), 0);
  EXPECT_EQ(meter.TimeLeft(2000), std::nullopt);
}

}  // namespace
}  // namespace facetwire::cli
