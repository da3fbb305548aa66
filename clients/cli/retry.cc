// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/retry.h"

#include <algorithm>
#include <optional>

#include "clients/cli/errors.h"

namespace facetwire::cli {
namespace {

constexpr int kUnavailableCalls = 5;
constexpr absl::Duration kFirstWait = absl::Milliseconds(100);
constexpr absl::Duration kLongestWait = absl::Seconds(5);
constexpr absl::Duration kPatience = absl::Minutes(1);

// What the last answer says about another try. This client cancels nothing: CANCELLED is a server
// that was met while it shut down.
bool MayRetry(const grpc::Status& status, int calls, absl::Duration waited) {
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE ||
      status.error_code() == grpc::StatusCode::CANCELLED) {
    return calls < kUnavailableCalls;
  }
  // Without RetryInfo it is a message that is too big, not a server that is busy.
  return status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED &&
         RetryDelay(status).has_value() && waited < kPatience;
}

}  // namespace

grpc::Status CallWithRetry(const std::function<grpc::Status()>& call, const Sleep& sleep) {
  absl::Duration next = kFirstWait;
  absl::Duration waited;
  for (int calls = 1;; ++calls) {
    grpc::Status status = call();
    if (status.ok() || !MayRetry(status, calls, waited)) {
      return status;
    }
    const absl::Duration wait = std::max(next, RetryDelay(status).value_or(absl::ZeroDuration()));
    sleep(wait);
    waited += wait;
    next = std::min(next * 2, kLongestWait);
  }
}

}  // namespace facetwire::cli
