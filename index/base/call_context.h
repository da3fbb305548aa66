// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_BASE_CALL_CONTEXT_H_
#define FACETWIRE_INDEX_BASE_CALL_CONTEXT_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "index/base/clock.h"

namespace facetwire {

// How long a caller waits, and whether it still does. Loops ask Check() every few thousand steps.
struct CallContext {
  absl::Time deadline = absl::InfiniteFuture();
  std::function<bool()> cancelled;  // empty: never; must be thread-safe
  const Clock* clock = &SystemClock();

  // OK, CANCELLED or DEADLINE_EXCEEDED.
  absl::Status Check() const {
    if (cancelled && cancelled()) {
      return absl::CancelledError("the caller went away");
    }
    if (deadline != absl::InfiniteFuture() && clock->Now() >= deadline) {
      return absl::DeadlineExceededError("the caller's deadline has passed");
    }
    return absl::OkStatus();
  }
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_BASE_CALL_CONTEXT_H_
