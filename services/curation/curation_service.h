// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_CURATION_CURATION_SERVICE_H_
#define FACETWIRE_SERVICES_CURATION_CURATION_SERVICE_H_

#include <memory>

#include <grpcpp/impl/service_type.h>

#include "index/engine/curation_engine.h"
#include "services/common/unary_call.h"

namespace facetwire {

inline constexpr char kCurationServiceName[] = "facetwire.v1.CurationService";

// facetwire.v1.CurationService: translates, and leaves the work to the engine. Thread-safe.
// Everything that is passed by reference must outlive the service.
std::unique_ptr<grpc::Service> MakeCurationService(CurationEngine& engine,
                                                   CallEnvironment environment);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_CURATION_CURATION_SERVICE_H_
