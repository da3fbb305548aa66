// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_SERVER_FACETWIRE_SERVER_H_
#define FACETWIRE_SERVICES_SERVER_FACETWIRE_SERVER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <grpcpp/impl/service_type.h>

#include "index/base/clock.h"
#include "index/engine/local_engine.h"
#include "services/common/call_counter.h"
#include "services/common/server_runner.h"
#include "services/common/worker_pool.h"
#include "services/indexing/indexing_service.h"

namespace facetwire {

// The services over an engine, served. Thread-safe.
class FacetwireServer {
 public:
  struct Options {
    std::string listen;
    std::size_t workers = 1;  // for each role, so that neither can starve the other
    // More threads for each of the two kinds of indexing calls, writes and analyses, that sleep
    // most of the time: they wait for somebody outside.
    std::size_t indexing_sleepers = 0;
    absl::Duration max_wait = absl::Milliseconds(500);  // as WorkerPool::Options::max_wait
    std::string version;                                // what GetCorpus says
    absl::Duration grace = absl::Seconds(10);
    const Clock* clock = &SystemClock();
  };

  // Serves what `engine` has. Errors as ServerRunner::Start.
  static absl::StatusOr<std::unique_ptr<FacetwireServer>> Start(LocalEngine engine,
                                                                const Options& options);

  // As Shutdown().
  ~FacetwireServer();

  FacetwireServer(const FacetwireServer&) = delete;
  FacetwireServer& operator=(const FacetwireServer&) = delete;

  // As HOST:PORT, with the port that was chosen.
  const std::string& address() const { return runner_->address(); }

  // Refuses new calls, answers those that were accepted (for at most the grace, then they are
  // cancelled), commits what was accepted, ends the threads. Idempotent; blocks.
  void Shutdown();

 private:
  FacetwireServer(LocalEngine engine, const Options& options);

  LocalEngine engine_;
  CallCounter calls_;
  WorkerPool indexing_pool_;
  WorkerPool analysis_pool_;  // of its own, so that writes do not keep questions waiting
  WorkerPool stream_pool_;
  WorkerPool query_pool_;
  WorkerPool waiting_pool_;  // of searches that may wait for a commit, so that no other waits too
  std::unique_ptr<IndexingService> indexing_;
  std::unique_ptr<grpc::Service> maintenance_;
  std::unique_ptr<grpc::Service> curation_;
  std::unique_ptr<grpc::Service> query_;
  std::unique_ptr<ServerRunner> runner_;
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_SERVER_FACETWIRE_SERVER_H_
