// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_MAINTENANCE_STREAMING_CALL_H_
#define FACETWIRE_SERVICES_MAINTENANCE_STREAMING_CALL_H_

#include <atomic>
#include <exception>
#include <memory>
#include <system_error>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include <grpcpp/support/server_callback.h>

#include "index/base/call_context.h"
#include "index/base/mutex.h"
#include "index/base/str_cat.h"
#include "services/common/call_counter.h"
#include "services/common/grpc_status.h"

namespace facetwire {

// A call that answers with a stream and takes its time, on a thread of its own. Make it by new: it
// lives until it is over; the last that its thread does is to finish it.
template <typename Response>
class StreamingCall : public grpc::ServerWriteReactor<Response> {
 public:
  // Begins to answer, or refuses.
  void Start(const absl::Status& refusal) {
    if (!refusal.ok()) {
      this->Finish(ToGrpcStatus(refusal));
      return;
    }
    try {
      std::thread([this] { Run(); }).detach();
    } catch (const std::system_error& error) {
      this->Finish(ToGrpcStatus(absl::UnavailableError(StrCat("no thread: ", error.what()))));
    }
  }

  void OnWriteDone(bool ok) override {
    const MutexLock lock(mutex_);
    writing_ = false;
    broken_ = broken_ || !ok;
    changed_.NotifyAll();
  }

  void OnCancel() override { cancelled_->store(true); }

  void OnDone() override {
    calls_.End();
    delete this;
  }

 protected:
  explicit StreamingCall(CallCounter& calls)
      : calls_(calls),
        // gRPC cancels the call when its deadline has passed.
        context_({.cancelled = [flag = cancelled_] { return flag->load(); }}) {
    calls_.Begin();
  }

  // Everything that is to be sent, by Write.
  virtual absl::Status Send() = 0;

  const CallContext& context() const { return context_; }

  // Returns when gRPC took it. One at a time.
  absl::Status Write(const Response& response) {
    if (absl::Status status = context_.Check(); !status.ok()) {
      return status;
    }
    {
      const MutexLock lock(mutex_);
      writing_ = true;
    }
    this->StartWrite(&response);
    const MutexLock lock(mutex_);
    while (writing_) {
      changed_.Wait(mutex_);
    }
    return broken_ ? absl::CancelledError("the caller went away") : absl::OkStatus();
  }

 private:
  void Run() {
    absl::Status status;
    try {
      status = Send();
    } catch (const std::exception& error) {
      status = absl::InternalError(StrCat("an exception reached the service: ", error.what()));
    }
    LogIfForTheLog(status);
    this->Finish(ToGrpcStatus(status));
  }

  CallCounter& calls_;
  const std::shared_ptr<std::atomic<bool>> cancelled_ = std::make_shared<std::atomic<bool>>(false);
  const CallContext context_;
  Mutex mutex_;
  CondVar changed_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_MAINTENANCE_STREAMING_CALL_H_
