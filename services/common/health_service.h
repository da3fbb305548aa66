// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_HEALTH_SERVICE_H_
#define FACETWIRE_SERVICES_COMMON_HEALTH_SERVICE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"

namespace grpc {
class Service;
}

namespace facetwire {

// grpc.health.v1.Health: whether services can be called. Thread-safe.
class HealthService {
 public:
  // A service's full name -> OK while it can be called. Cheap, thread-safe, without exceptions.
  using Probes = std::map<std::string, std::function<absl::Status()>>;

  // The name "" (the server as a whole) is added: it serves when all others do.
  static std::unique_ptr<HealthService> Create(Probes probes);

  virtual ~HealthService() = default;

  // To be registered; lives as long as this.
  virtual grpc::Service& service() = 0;

  // Asks the probes and tells the watchers what has changed. Check asks by itself.
  virtual void Refresh() = 0;

  // From now on everything is NOT_SERVING: tells the watchers and ends their streams, also those
  // that come later, so that a server can shut down. Idempotent; does not wait.
  virtual void Shutdown() = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_HEALTH_SERVICE_H_
