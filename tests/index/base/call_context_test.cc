// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/base/call_context.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace facetwire {

namespace {

TEST(CallContextTest, DefaultNeverEnds) { EXPECT_THAT(CallContext().Check(), testing::IsOk()); }

TEST(CallContextTest, EndsAtTheDeadline) {
  testing::FakeClock clock;
  const CallContext context{.deadline = clock.Now() + absl::Seconds(1), .clock = &clock};
  EXPECT_THAT(context.Check(), testing::IsOk());
  clock.Advance(absl::Seconds(1));
  EXPECT_EQ(context.Check().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(CallContextTest, CancellationComesFirst) {
  const testing::FakeClock clock;
  bool cancelled = false;
  const CallContext context{
      .deadline = clock.Now(), .cancelled = [&cancelled] { return cancelled; }, .clock = &clock};
  EXPECT_EQ(context.Check().code(), absl::StatusCode::kDeadlineExceeded);
  cancelled = true;
  EXPECT_EQ(context.Check().code(), absl::StatusCode::kCancelled);
}

}  // namespace

}  // namespace facetwire
