// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_BUDGET_H_
#define FACETWIRE_INDEX_SEARCH_BUDGET_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "index/base/call_context.h"

namespace facetwire {

// How long a search may go on: the caller's context, and perhaps a time limit of the request, after
// which it gives what it has. Not thread-safe; one for each search.
class Budget {
 public:
  // The limit counts from now, by the context's clock.
  Budget(const CallContext& context, std::optional<absl::Duration> max_time)
      : context_(context),
        limit_(max_time.has_value() ? context.clock->Now() + *max_time : absl::InfiniteFuture()) {}

  // OK, or why to stop: what the context says, or DEADLINE_EXCEEDED with expired() being true.
  absl::Status Check() {
    if (limit_ != absl::InfiniteFuture() && context_.clock->Now() >= limit_) {
      expired_ = true;
      return absl::DeadlineExceededError("the time limit of the request has passed");
    }
    return context_.Check();
  }

  // What the caller's context says, whatever the request's own limit.
  absl::Status CheckCaller() const { return context_.Check(); }

  // The same where it is due, see IsDue.
  absl::Status StepCaller(std::uint32_t cost = 1) {
    return IsDue(cost) ? CheckCaller() : absl::OkStatus();
  }

  // For tight loops: whether so much was done since the last time that it is time for a Check().
  // `cost`: of this step, in steps of some dozen nanoseconds; less than 2^31.
  bool IsDue(std::uint32_t cost = 1) {
    constexpr std::uint32_t kEvery = 4096;
    steps_ += cost;
    if (steps_ < kEvery) {
      return false;
    }
    steps_ = 0;
    return true;
  }

  // The request's own limit has passed, which is no error.
  bool expired() const { return expired_; }

 private:
  const CallContext& context_;
  absl::Time limit_;
  std::uint32_t steps_ = 0;
  bool expired_ = false;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_BUDGET_H_
