// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/unary_call.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <utility>

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "index/base/str_cat.h"
#include "services/common/grpc_status.h"

namespace facetwire {

namespace {

using Flag = std::shared_ptr<std::atomic<bool>>;

// Lives until the call is over; the flag lives on, for an engine may ask for it after that.
class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  UnaryCall(Flag cancelled, CallCounter& calls) : cancelled_(std::move(cancelled)), calls_(calls) {
    calls_.Begin();
  }

  void OnCancel() override { cancelled_->store(true); }

  void OnDone() override {
    calls_.End();
    delete this;
  }

 private:
  const Flag cancelled_;
  CallCounter& calls_;
};

// Finishes a call once, at the latest when nobody is left who could.
class Finisher {
 public:
  explicit Finisher(UnaryCall* call) : call_(call) {}

  ~Finisher() { Finish(absl::InternalError("a call was dropped without an answer")); }

  Finisher(const Finisher&) = delete;
  Finisher& operator=(const Finisher&) = delete;

  void Finish(const absl::Status& status) {
    if (finished_.exchange(true)) {
      return;
    }
    LogIfForTheLog(status);
    call_->Finish(ToGrpcStatus(status));
  }

 private:
  UnaryCall* const call_;  // there as long as it is not finished
  std::atomic<bool> finished_{false};
};

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const std::chrono::system_clock::time_point deadline = context.deadline();
  return deadline == std::chrono::system_clock::time_point::max() ? absl::InfiniteFuture()
                                                                  : absl::FromChrono(deadline);
}

void Handle(const CallHandler& handler, const CallContext& context, const Reply& reply) {
  try {
    handler(context, reply);
  } catch (const std::exception& error) {
    reply(absl::InternalError(StrCat("an exception reached the service: ", error.what())));
  } catch (...) {  // Xapian's are no std::exception
    reply(absl::InternalError("an exception of an unknown kind reached the service"));
  }
}

}  // namespace

grpc::ServerUnaryReactor* StartCall(grpc::CallbackServerContext& context,
                                    const CallEnvironment& environment,
                                    CallHandler handler) {
  Flag cancelled = std::make_shared<std::atomic<bool>>(false);
  auto* const call = new UnaryCall(cancelled, environment.calls);
  CallContext call_context{
      .deadline = DeadlineOf(context),
      .cancelled = [cancelled = std::move(cancelled)] { return cancelled->load(); },
      .clock = &environment.clock,
  };
  Reply reply = [finisher = std::make_shared<Finisher>(call)](const absl::Status& status) {
    finisher->Finish(status);
  };
  // The job owns what it needs: the call may be over before the handler returns.
  environment.pool.Submit(call_context,
                          [call_context, handler = std::move(handler), reply = std::move(reply)](
                              const absl::Status& admission) {
                            if (admission.ok()) {
                              Handle(handler, call_context, reply);
                            } else {
                              reply(admission);
                            }
                          });
  return call;
}

}  // namespace facetwire
