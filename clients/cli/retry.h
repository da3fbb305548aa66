// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_RETRY_H_
#define FACETWIRE_CLIENTS_CLI_RETRY_H_

#include <functional>

#include "absl/time/time.h"
#include <grpcpp/support/status.h>

namespace facetwire::cli {

using Sleep = std::function<void(absl::Duration)>;

// Repeats `call` while it fails with UNAVAILABLE or CANCELLED (at most 5 times in all, 1.5 s) or
// with RESOURCE_EXHAUSTED and a RetryInfo (until it has waited for a minute in all). Each wait is
// twice the one before, from 100 ms to 5 s, and at least what the server asks for. `call` must be
// harmless to repeat. Returns the last status.
grpc::Status CallWithRetry(const std::function<grpc::Status()>& call, const Sleep& sleep);

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_RETRY_H_
