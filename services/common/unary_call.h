// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_UNARY_CALL_H_
#define FACETWIRE_SERVICES_COMMON_UNARY_CALL_H_

#include <functional>

#include "absl/status/status.h"

#include "index/base/call_context.h"
#include "index/base/clock.h"
#include "services/common/call_counter.h"
#include "services/common/worker_pool.h"

namespace grpc {
class CallbackServerContext;
class ServerUnaryReactor;
}  // namespace grpc

namespace facetwire {

// Ends a call: with OK, the response goes out as it stands. From any thread; only the first counts.
// If every copy is gone and none was called, the call ends as INTERNAL.
using Reply = std::function<void(const absl::Status&)>;

// Does the work of a call on a worker, fills the response, and calls `reply`, within the handler or
// later. After `reply` neither request nor response may be touched. An exception is INTERNAL.
using CallHandler = std::function<void(const CallContext&, const Reply&)>;

// What every call needs; all of it must outlive the calls.
struct CallEnvironment {
  WorkerPool& pool;
  CallCounter& calls;
  const Clock& clock;
};

// Makes a unary RPC a job of the pool: returns at once what the method of a callback service
// returns. The handler's context ends with the caller's deadline, and as soon as the caller goes
// away; a call that has ended while it waited is not begun.
grpc::ServerUnaryReactor* StartCall(grpc::CallbackServerContext& context,
                                    const CallEnvironment& environment,
                                    CallHandler handler);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_UNARY_CALL_H_
