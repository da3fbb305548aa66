// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/server/facetwire_server.h"

#include <utility>

#include "services/curation/curation_service.h"
#include "services/indexing/indexing_service.h"
#include "services/maintenance/maintenance_service.h"
#include "services/query/query_service.h"

namespace facetwire {

namespace {

// So many searches may wait for commits before another one has to: they sleep.
constexpr std::size_t kWaiters = 32;

// Streams bound by themselves what they have under way, a few jobs each: this is no limit.
constexpr std::size_t kMostStreamJobs = 1'000'000'000;

}  // namespace

FacetwireServer::FacetwireServer(LocalEngine engine, const Options& options)
    : engine_(std::move(engine)),
      indexing_pool_({.workers = options.workers + options.indexing_sleepers,
                      .max_wait = options.max_wait,
                      .clock = options.clock}),
      analysis_pool_({.workers = options.workers + options.indexing_sleepers,
                      .max_wait = options.max_wait,
                      .clock = options.clock}),
      stream_pool_(
          {.workers = options.workers + options.indexing_sleepers,
           .max_wait = absl::InfiniteDuration(),
           .max_queue = kMostStreamJobs,
           .priority = Priority::kStream,  // the thread that writes is what all of them wait for
           .clock = options.clock}),
      query_pool_(
          {.workers = options.workers, .max_wait = options.max_wait, .clock = options.clock}),
      waiting_pool_({.workers = options.workers + kWaiters,
                     .max_wait = options.max_wait,
                     .clock = options.clock}) {
  if (engine_.indexing != nullptr) {
    indexing_ = IndexingService::Create(
        *engine_.indexing, {indexing_pool_, calls_, *options.clock}, stream_pool_, analysis_pool_);
  }
  if (engine_.maintenance != nullptr) {
    maintenance_ = MakeMaintenanceService(*engine_.maintenance, calls_);
  }
  if (engine_.curation != nullptr) {
    curation_ = MakeCurationService(*engine_.curation, {indexing_pool_, calls_, *options.clock});
  }
  if (engine_.query != nullptr) {
    query_ = MakeQueryService(
        *engine_.query, {query_pool_, calls_, *options.clock}, waiting_pool_, options.version);
  }
}

absl::StatusOr<std::unique_ptr<FacetwireServer>> FacetwireServer::Start(LocalEngine engine,
                                                                        const Options& options) {
  std::unique_ptr<FacetwireServer> server(new FacetwireServer(std::move(engine), options));
  ServerRunner::Options served{
      .listen = options.listen, .calls = &server->calls_, .grace = options.grace};
  if (server->indexing_ != nullptr) {
    IndexingEngine& indexing = *server->engine_.indexing;
    served.services.push_back({.name = kIndexingServiceName,
                               .service = &server->indexing_->service(),
                               .ready = [&indexing] { return indexing.Ready(); },
                               .drain = [service = server->indexing_.get()] { service->Drain(); }});
  }
  if (server->maintenance_ != nullptr) {
    IndexingEngine& indexing = *server->engine_.indexing;
    served.services.push_back({.name = kMaintenanceServiceName,
                               .service = server->maintenance_.get(),
                               .ready = [&indexing] { return indexing.Ready(); }});
  }
  if (server->curation_ != nullptr) {
    IndexingEngine& indexing = *server->engine_.indexing;  // what writes for both
    served.services.push_back({.name = kCurationServiceName,
                               .service = server->curation_.get(),
                               .ready = [&indexing] { return indexing.Ready(); }});
  }
  if (server->query_ != nullptr) {
    QueryEngine& query = *server->engine_.query;
    served.services.push_back({.name = kQueryServiceName,
                               .service = server->query_.get(),
                               .ready = [&query] { return query.Ready(); }});
  }
  absl::StatusOr<std::unique_ptr<ServerRunner>> runner = ServerRunner::Start(served);
  if (!runner.ok()) {
    return runner.status();
  }
  server->runner_ = *std::move(runner);
  return server;
}

FacetwireServer::~FacetwireServer() { Shutdown(); }

void FacetwireServer::Shutdown() {
  // From the outside in: each waits for what the next still has to answer.
  if (runner_ != nullptr) {
    runner_->Shutdown();
  }
  indexing_pool_.Stop();
  stream_pool_.Stop();
  analysis_pool_.Stop();
  query_pool_.Stop();
  waiting_pool_.Stop();
  if (engine_.indexing != nullptr) {
    engine_.indexing->Shutdown();
  }
}

}  // namespace facetwire
