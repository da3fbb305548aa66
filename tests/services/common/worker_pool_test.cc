// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/worker_pool.h"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "index/base/errors.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace facetwire {
namespace {

using ::testing::ElementsAre;
using testing::FakeClock;
using ::testing::Ge;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Le;
using ::testing::Optional;
using testing::StatusIs;

// One worker, which a test can hold up.
class WorkerPoolTest : public ::testing::Test {
 protected:
  // Returns once the worker is busy; it stays so until Release().
  void Hold() {
    std::promise<void> held;
    pool_.Submit({}, [this, &held](const absl::Status&) {
      held.set_value();
      release_.get_future().wait();
    });
    held.get_future().wait();
  }

  void Release() { release_.set_value(); }

  // Notes what the job is told.
  std::future<absl::Status> Submit(CallContext context = {}) {
    auto told = std::make_shared<std::promise<absl::Status>>();
    pool_.Submit(std::move(context),
                 [told](const absl::Status& admission) { told->set_value(admission); });
    return told->get_future();
  }

  // A job that takes this long, by the clock.
  void RunJobThatTakes(absl::Duration time) {
    std::promise<void> done;
    pool_.Submit({}, [&](const absl::Status&) {
      clock_.Advance(time);
      done.set_value();
    });
    done.get_future().wait();
    Submit().wait();  // by then the job before is measured
  }

  FakeClock clock_;
  std::promise<void> release_;
  WorkerPool pool_{
      {.workers = 1, .max_wait = absl::Milliseconds(500), .max_queue = 600, .clock = &clock_}};
};

TEST_F(WorkerPoolTest, RunsJobsInTheirOrder) {
  std::vector<int> order;
  Hold();
  for (int i = 0; i < 3; ++i) {
    pool_.Submit({}, [&order, i](const absl::Status&) { order.push_back(i); });
  }
  Release();
  pool_.Stop();
  EXPECT_THAT(order, ElementsAre(0, 1, 2));
}

TEST_F(WorkerPoolTest, DoesNotBeginWhatWaitedTooLong) {
  Hold();
  auto late = Submit();
  clock_.Advance(absl::Milliseconds(1));
  auto in_time = Submit();
  clock_.Advance(absl::Milliseconds(500));
  Release();
  const absl::Status status = late.get();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("too long")));
  EXPECT_THAT(RetryAfter(status), Optional(Ge(absl::Milliseconds(50))));
  EXPECT_THAT(Reason(status), Optional(std::string("OVERLOADED")));
  EXPECT_THAT(in_time.get(), IsOk());
}

TEST_F(WorkerPoolTest, RefusesWhatWaitsTooLongThoughNoWorkerComesRound) {
  Hold();
  auto late = Submit();
  clock_.Advance(absl::Milliseconds(501));
  auto next = Submit();
  // The worker is still held up.
  ASSERT_EQ(late.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  EXPECT_THAT(late.get(), StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("too long")));
  Release();
  EXPECT_THAT(next.get(), IsOk());
}

TEST_F(WorkerPoolTest, DropsWhatWasCancelledOrExpiredWhileItWaited) {
  std::atomic<bool> gone{false};
  Hold();
  auto cancelled = Submit({.cancelled = [&gone] { return gone.load(); }, .clock = &clock_});
  auto expired = Submit({.deadline = clock_.Now() + absl::Milliseconds(10), .clock = &clock_});
  auto alive = Submit({.deadline = clock_.Now() + absl::Milliseconds(30), .clock = &clock_});
  gone = true;
  clock_.Advance(absl::Milliseconds(20));
  Release();
  EXPECT_EQ(cancelled.get().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(expired.get().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(alive.get(), IsOk());
}

TEST_F(WorkerPoolTest, TheQueueIsAsLongAsCanBeDoneInTime) {
  for (int i = 0; i < 300; ++i) {
    RunJobThatTakes(absl::Milliseconds(100));
  }
  Hold();  // all that was done before is measured by then
  // Every second job takes no time, so the mean is between 40 and 60 ms: 8 to 12 jobs in 500 ms.
  const std::size_t limit = pool_.QueueLimit();
  EXPECT_THAT(limit, ::testing::AllOf(Ge(8U), Le(12U)));
  std::vector<std::future<absl::Status>> waiting;
  for (std::size_t i = 0; i < limit; ++i) {
    waiting.push_back(Submit());
  }
  EXPECT_EQ(pool_.Waiting(), limit);
  const absl::Status refused = Submit().get();  // at once: the worker is held up
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("too many")));
  EXPECT_THAT(RetryAfter(refused),
              Optional(::testing::AllOf(Ge(absl::Milliseconds(300)), Le(absl::Milliseconds(700)))));
  Release();
  for (auto& one : waiting) {
    EXPECT_THAT(one.get(), IsOk());
  }
}

TEST_F(WorkerPoolTest, TheQueueIsNeverShorterThanTwoForEachWorkerNorLongerThanTheMost) {
  for (int i = 0; i < 100; ++i) {
    RunJobThatTakes(absl::Seconds(20));
  }
  EXPECT_EQ(pool_.QueueLimit(), 2U);
  for (int i = 0; i < 1000; ++i) {
    RunJobThatTakes(absl::ZeroDuration());
  }
  EXPECT_EQ(pool_.QueueLimit(), 600U);
}

TEST_F(WorkerPoolTest, AClockThatIsSetBackDoesNoHarm) {
  RunJobThatTakes(absl::Hours(-1));
  EXPECT_THAT(pool_.QueueLimit(), Ge(2U));
  EXPECT_THAT(Submit().get(), IsOk());
}

TEST_F(WorkerPoolTest, StopRunsWhatWaitsAndRefusesWhatComesLater) {
  Hold();
  auto waiting = Submit();
  Release();
  pool_.Stop();
  EXPECT_THAT(waiting.get(), IsOk());
  EXPECT_EQ(Submit().get().code(), absl::StatusCode::kUnavailable);
  pool_.Stop();  // idempotent
}

TEST(WorkerPoolThreadsTest, EveryJobIsToldOnceWhateverHappens) {
  std::atomic<int> told{0};
  constexpr int kJobs = 2000;
  constexpr int kCallers = 4;
  {
    WorkerPool pool({.workers = 3, .max_wait = absl::Hours(1), .max_queue = 50});
    const WorkerPool::Job job = [&told](const absl::Status&) { ++told; };
    const auto submit_many = [&pool, &job] {
      for (int i = 0; i < kJobs / kCallers; ++i) {
        pool.Submit({}, job);
      }
    };
    std::vector<std::thread> callers;
    callers.reserve(kCallers);
    for (int i = 0; i < kCallers; ++i) {
      callers.emplace_back(submit_many);
    }
    for (std::thread& caller : callers) {
      caller.join();
    }
  }
  EXPECT_EQ(told, kJobs);
}

}  // namespace
}  // namespace facetwire
