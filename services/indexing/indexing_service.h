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
// Everything that is passed must outlive the service.
std::unique_ptr<grpc::Service> MakeIndexingService(IndexingEngine& engine,
                                                   CallEnvironment environment);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_INDEXING_INDEXING_SERVICE_H_
