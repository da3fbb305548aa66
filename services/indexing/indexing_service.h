// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_INDEXING_INDEXING_SERVICE_H_
#define FACETWIRE_SERVICES_INDEXING_INDEXING_SERVICE_H_

#include <memory>

#include <grpcpp/impl/service_type.h>

#include "index/engine/indexing_engine.h"
#include "services/common/unary_call.h"

namespace facetwire {

inline constexpr char kIndexingServiceName[] = "facetwire.v1.IndexingService";

// facetwire.v1.IndexingService: translates, and leaves the work to the engine. Thread-safe.
class IndexingService {
 public:
  // Everything that is passed must outlive the service. `stream_pool` does the work of streams; it
  // must never refuse because much waits. AnalyzeArticle runs in `analysis_pool`, so that a flood
  // of writes does not hold it up.
  static std::unique_ptr<IndexingService> Create(IndexingEngine& engine,
                                                 CallEnvironment environment,
                                                 WorkerPool& stream_pool,
                                                 WorkerPool& analysis_pool);

  virtual ~IndexingService() = default;

  // To be registered; lives as long as this.
  virtual grpc::Service& service() = 0;

  // The server is about to shut down: streams accept nothing more and end when all that they
  // accepted is answered. Idempotent; does not wait.
  virtual void Drain() = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_INDEXING_INDEXING_SERVICE_H_
