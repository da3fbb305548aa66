// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_CONNECTION_H_
#define FACETWIRE_CLIENTS_CLI_CONNECTION_H_

#include <chrono>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "facetwire/v1/curation_service.grpc.pb.h"
#include "facetwire/v1/indexing_service.grpc.pb.h"
#include "facetwire/v1/maintenance_service.grpc.pb.h"
#include "facetwire/v1/query_service.grpc.pb.h"

#include "clients/cli/errors.h"
#include "clients/cli/options.h"

namespace facetwire::cli {

// One of the two servers: stubs on one channel. Connects with the first call. Thread-safe.
class Peer {
 public:
  // Calls end after `timeout` with DEADLINE_EXCEEDED.
  Peer(std::string address, std::chrono::duration<double> timeout);

  const std::string& address() const { return address_; }

  v1::QueryService::Stub& query() { return *query_; }

  v1::IndexingService::Stub& indexing() { return *indexing_; }

  v1::MaintenanceService::Stub& maintenance() { return *maintenance_; }

  v1::CurationService::Stub& curation() { return *curation_; }

  grpc::health::v1::Health::Stub& health() { return *health_; }

  // Runs `call(context)`, one method of one of the stubs, with the timeout.
  template <typename Function>
  grpc::Status Call(const Function& call) const {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::duration_cast<std::chrono::system_clock::duration>(timeout_));
    return call(&context);
  }

  // The same, with what a person is told.
  template <typename Function>
  absl::Status Ask(const Function& call) const {
    return FromGrpc(Call(call), address_);
  }

 private:
  std::string address_;
  std::chrono::duration<double> timeout_;
  std::unique_ptr<v1::QueryService::Stub> query_;
  std::unique_ptr<v1::IndexingService::Stub> indexing_;
  std::unique_ptr<v1::MaintenanceService::Stub> maintenance_;
  std::unique_ptr<v1::CurationService::Stub> curation_;
  std::unique_ptr<grpc::health::v1::Health::Stub> health_;
};

// Where the command line says that questions and articles go.
struct Connection {
  explicit Connection(const Options& options);

  Peer query;
  Peer indexing;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_CONNECTION_H_
