// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_SERVER_RUNNER_H_
#define FACETWIRE_SERVICES_COMMON_SERVER_RUNNER_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "index/base/mutex.h"
#include "services/common/call_counter.h"
#include "services/common/health_service.h"

namespace grpc {
class Server;
class Service;
}  // namespace grpc

namespace facetwire {

// A service to serve, and when it can be called.
struct ServedService {
  std::string name;        // in full: "facetwire.v1.QueryService"
  grpc::Service* service;  // must outlive the runner
  std::function<absl::Status()> ready;
  // Called when a shutdown begins, so that calls without an end can end. May be empty.
  std::function<void()> drain = {};
};

// A gRPC server with health checks and reflection, on one address. Thread-safe.
class ServerRunner {
 public:
  struct Options {
    std::string listen;  // HOST:PORT or [IPv6]:PORT; port 0: one that is free
    std::vector<ServedService> services;
    CallCounter* calls = nullptr;              // of the services; must outlive the runner
    absl::Duration grace = absl::Seconds(10);  // how long Shutdown waits for calls
    // How long, after the last call, for clients to hang up. One that does not look at its
    // connection (a C++ client between two calls) takes seconds to notice.
    absl::Duration linger = absl::Milliseconds(250);
    absl::Duration health_interval = absl::Milliseconds(50);
  };

  // INVALID_ARGUMENT where `listen` is no address; UNAVAILABLE where one cannot listen there, with
  // the system's reason.
  static absl::StatusOr<std::unique_ptr<ServerRunner>> Start(const Options& options);

  // As Shutdown().
  ~ServerRunner();

  ServerRunner(const ServerRunner&) = delete;
  ServerRunner& operator=(const ServerRunner&) = delete;

  // As HOST:PORT, with the port that was chosen.
  const std::string& address() const { return address_; }

  // Health turns NOT_SERVING, services drain, new calls are refused; those that run get their
  // answers, or are cancelled when the grace is over. Connections and streams that are left after
  // that are cut. Idempotent; blocks.
  void Shutdown();

 private:
  ServerRunner(std::unique_ptr<HealthService> health,
               std::unique_ptr<grpc::Server> server,
               std::string address,
               const Options& options);

  void WatchHealth(absl::Duration interval);
  void ShutDownGrpc();

  const std::unique_ptr<HealthService> health_;
  const std::unique_ptr<grpc::Server> server_;
  const std::string address_;
  const absl::Duration grace_;
  const absl::Duration linger_;
  CallCounter& calls_;
  const std::vector<ServedService> services_;
  Mutex mutex_;
  CondVar stop_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  Mutex shutdown_mutex_;  // one Shutdown at a time
  std::thread watcher_ ABSL_GUARDED_BY(shutdown_mutex_);
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_SERVER_RUNNER_H_
