// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_MAINTENANCE_MAINTENANCE_SERVICE_H_
#define FACETWIRE_SERVICES_MAINTENANCE_MAINTENANCE_SERVICE_H_

#include <memory>

#include <grpcpp/impl/service_type.h>

#include "index/engine/maintenance_engine.h"
#include "services/common/call_counter.h"

namespace facetwire {

inline constexpr char kMaintenanceServiceName[] = "facetwire.v1.MaintenanceService";

// facetwire.v1.MaintenanceService: translates, and leaves the work to the engine. Each call has
// a thread of its own. Of each method there is one call at a time; others are refused. Thread-safe.
// Everything that is passed must outlive the service, and the service its calls.
std::unique_ptr<grpc::Service> MakeMaintenanceService(MaintenanceEngine& engine,
                                                      CallCounter& calls);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_MAINTENANCE_MAINTENANCE_SERVICE_H_
