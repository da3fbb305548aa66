// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_QUERY_QUERY_SERVICE_H_
#define FACETWIRE_SERVICES_QUERY_QUERY_SERVICE_H_

#include <memory>
#include <string>

#include <grpcpp/impl/service_type.h>

#include "index/engine/query_engine.h"
#include "services/common/unary_call.h"

namespace facetwire {

inline constexpr char kQueryServiceName[] = "facetwire.v1.QueryService";

// facetwire.v1.QueryService: translates, and leaves the work to the engine. Thread-safe.
// Everything that is passed by reference must outlive the service. `version` is what
// GetCorpusResponse.server_version says. Calls with a min_commit_token run in `waiting_pool`: they
// may hold their workers for long, and so can hold up nobody but each other.
std::unique_ptr<grpc::Service> MakeQueryService(QueryEngine& engine,
                                                CallEnvironment environment,
                                                WorkerPool& waiting_pool,
                                                std::string version);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_QUERY_QUERY_SERVICE_H_
