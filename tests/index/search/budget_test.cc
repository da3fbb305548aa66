// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace facetwire {
namespace {

using ::testing::_;
using testing::FakeClock;
using testing::IsOk;
using testing::StatusIs;

TEST(Budget, ChecksAfterSoMuchWorkWhateverTheSizeOfTheSteps) {
  FakeClock clock;
  int checks = 0;
  const CallContext context{.cancelled =
                                [&] {
                                  ++checks;
                                  return false;
                                },
                            .clock = &clock};
  for (const std::uint32_t cost : {1U, 8U, 512U}) {
    checks = 0;
    Budget budget(context, std::nullopt);
    for (std::uint32_t done = 0; done < 3 * 4096; done += cost) {
      EXPECT_THAT(budget.StepCaller(cost), IsOk());
    }
    EXPECT_EQ(checks, 3) << cost;
  }
  checks = 0;
  EXPECT_THAT(Budget(context, std::nullopt).StepCaller(100'000), IsOk());
  EXPECT_EQ(checks, 1);
}

TEST(Budget, TheRequestsOwnLimitIsNoErrorOfTheCaller) {
  FakeClock clock;
  const CallContext context{.clock = &clock};
  Budget budget(context, absl::Seconds(1));
  EXPECT_THAT(budget.Check(), IsOk());
  clock.Advance(absl::Seconds(1));
  EXPECT_FALSE(budget.expired());
  EXPECT_THAT(budget.Check(), StatusIs(absl::StatusCode::kDeadlineExceeded, _));
  EXPECT_TRUE(budget.expired());
  EXPECT_THAT(budget.CheckCaller(), IsOk());
}

}  // namespace
}  // namespace facetwire
