// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/health_service.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "index/base/mutex.h"

namespace facetwire {

namespace {

using ::grpc::health::v1::Health;
using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;
using State = HealthCheckResponse::ServingStatus;

class HealthServiceImpl;

// One stream. Sends the newest state; states that changed again before they could be sent are
// skipped.
class Watcher final : public grpc::ServerWriteReactor<HealthCheckResponse> {
 public:
  Watcher(HealthServiceImpl& health, std::string name) : health_(health), name_(std::move(name)) {}

  const std::string& name() const { return name_; }

  void Tell(State state) {
    const MutexLock lock(mutex_);
    newest_ = state;
    Continue();
  }

  // What was told before is sent first.
  void End(const grpc::Status& status) {
    const MutexLock lock(mutex_);
    if (!end_.has_value()) {
      end_ = status;
    }
    Continue();
  }

  void OnWriteDone(bool ok) override {
    const MutexLock lock(mutex_);
    writing_ = false;
    if (!ok) {
      end_ = grpc::Status(grpc::StatusCode::CANCELLED, "the watcher went away");
      sent_ = newest_;
    }
    Continue();
  }

  void OnCancel() override {
    const MutexLock lock(mutex_);
    end_ = grpc::Status(grpc::StatusCode::CANCELLED, "the watcher went away");
    sent_ = newest_;
    Continue();
  }

  void OnDone() override;

 private:
  void Continue() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (writing_ || finished_) {
      return;
    }
    if (newest_ != sent_) {
      sent_ = newest_;
      writing_ = true;
      message_.set_status(*newest_);
      StartWrite(&message_);
    } else if (end_.has_value()) {
      finished_ = true;
      Finish(*end_);
    }
  }

  HealthServiceImpl& health_;
  const std::string name_;
  Mutex mutex_;
  HealthCheckResponse message_ ABSL_GUARDED_BY(mutex_);
  std::optional<State> newest_ ABSL_GUARDED_BY(mutex_);
  std::optional<State> sent_ ABSL_GUARDED_BY(mutex_);
  std::optional<grpc::Status> end_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
};

class HealthServiceImpl final : public HealthService, public Health::CallbackService {
 public:
  explicit HealthServiceImpl(Probes probes) : probes_(std::move(probes)) {
    states_[""] = HealthCheckResponse::NOT_SERVING;
    for (const auto& [name, probe] : probes_) {
      states_[name] = HealthCheckResponse::NOT_SERVING;
    }
  }

  grpc::Service& service() override { return *this; }

  void Refresh() override {
    const MutexLock lock(mutex_);
    RefreshLocked();
  }

  void Shutdown() override {
    const MutexLock lock(mutex_);
    stopped_ = true;
    RefreshLocked();
    for (Watcher* watcher : watchers_) {
      watcher->End(Goodbye());
    }
  }

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const HealthCheckRequest* request,
                                  HealthCheckResponse* response) override {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    const State state = Now(request->service());
    if (state == HealthCheckResponse::SERVICE_UNKNOWN) {
      reactor->Finish({grpc::StatusCode::NOT_FOUND, "this server has no service of that name"});
    } else {
      response->set_status(state);
      reactor->Finish(grpc::Status::OK);
    }
    return reactor;
  }

  grpc::ServerWriteReactor<HealthCheckResponse>* Watch(grpc::CallbackServerContext*,
                                                       const HealthCheckRequest* request) override {
    auto* const watcher = new Watcher(*this, request->service());
    const MutexLock lock(mutex_);
    RefreshLocked();
    watchers_.insert(watcher);
    watcher->Tell(StateOf(watcher->name()));
    if (stopped_) {
      watcher->End(Goodbye());
    }
    return watcher;
  }

  void Remove(Watcher* watcher) {
    const MutexLock lock(mutex_);
    watchers_.erase(watcher);
  }

 private:
  static grpc::Status Goodbye() {
    return {grpc::StatusCode::UNAVAILABLE, "the server is shutting down"};
  }

  State Now(const std::string& name) {
    const MutexLock lock(mutex_);
    RefreshLocked();
    return StateOf(name);
  }

  State StateOf(const std::string& name) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const auto found = states_.find(name);
    return found == states_.end() ? HealthCheckResponse::SERVICE_UNKNOWN : found->second;
  }

  void RefreshLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    bool all = !stopped_;
    for (const auto& [name, probe] : probes_) {
      const bool serving = !stopped_ && probe().ok();
      all = all && serving;
      Set(name, serving);
    }
    Set("", all);
  }

  void Set(const std::string& name, bool serving) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const State state = serving ? HealthCheckResponse::SERVING : HealthCheckResponse::NOT_SERVING;
    if (std::exchange(states_[name], state) == state) {
      return;
    }
    for (Watcher* watcher : watchers_) {
      if (watcher->name() == name) {
        watcher->Tell(state);
      }
    }
  }

  const Probes probes_;
  Mutex mutex_;
  std::map<std::string, State> states_ ABSL_GUARDED_BY(mutex_);
  std::set<Watcher*> watchers_ ABSL_GUARDED_BY(mutex_);
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

void Watcher::OnDone() {
  health_.Remove(this);
  delete this;
}

}  // namespace

std::unique_ptr<HealthService> HealthService::Create(Probes probes) {
  return std::make_unique<HealthServiceImpl>(std::move(probes));
}

}  // namespace facetwire
