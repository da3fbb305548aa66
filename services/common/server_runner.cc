// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/server_runner.h"

#include <chrono>
#include <utility>

#include <grpc/grpc.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include "index/base/str_cat.h"
#include "services/common/listen_address.h"

namespace facetwire {

namespace {

constexpr int kLargestMessage = 16 * 1024 * 1024;  // the contract says so to clients

HealthService::Probes ProbesOf(const std::vector<ServedService>& services) {
  HealthService::Probes probes;
  for (const ServedService& served : services) {
    probes[served.name] = served.ready;
  }
  return probes;
}

std::unique_ptr<grpc::Server> Build(const ListenAddress& address,
                                    const std::vector<ServedService>& services,
                                    HealthService& health,
                                    int* port) {
  grpc::EnableDefaultHealthCheckService(false);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // else two servers share a port
  builder.SetMaxReceiveMessageSize(kLargestMessage);
  builder.AddListeningPort(address.ToString(), grpc::InsecureServerCredentials(), port);
  for (const ServedService& served : services) {
    builder.RegisterService(served.service);
  }
  builder.RegisterService(&health.service());
  return builder.BuildAndStart();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ServerRunner>> ServerRunner::Start(const Options& options) {
  absl::StatusOr<ListenAddress> address = ParseListenAddress(options.listen);
  if (!address.ok()) {
    return address.status();
  }
  if (absl::Status status = ProbeListenAddress(*address); !status.ok()) {
    return status;
  }
  std::unique_ptr<HealthService> health = HealthService::Create(ProbesOf(options.services));
  int port = 0;
  std::unique_ptr<grpc::Server> server = Build(*address, options.services, *health, &port);
  if (server == nullptr || port == 0) {
    return absl::UnavailableError(
        StrCat("cannot listen on ", address->ToString(), ": gRPC could not bind it"));
  }
  address->port = static_cast<std::uint16_t>(port);
  return std::unique_ptr<ServerRunner>(
      new ServerRunner(std::move(health), std::move(server), address->ToString(), options));
}

ServerRunner::ServerRunner(std::unique_ptr<HealthService> health,
                           std::unique_ptr<grpc::Server> server,
                           std::string address,
                           const Options& options)
    : health_(std::move(health)),
      server_(std::move(server)),
      address_(std::move(address)),
      grace_(options.grace),
      linger_(options.linger),
      calls_(*options.calls),
      services_(options.services) {
  const MutexLock lock(shutdown_mutex_);
  watcher_ = std::thread([this, interval = options.health_interval] { WatchHealth(interval); });
}

ServerRunner::~ServerRunner() { Shutdown(); }

void ServerRunner::WatchHealth(absl::Duration interval) {
  for (;;) {
    health_->Refresh();
    const MutexLock lock(mutex_);
    if (!stopping_) {
      // Woken early only to stop; a spurious wake-up is one look more.
      stop_.WaitFor(mutex_, absl::ToChronoNanoseconds(interval));
    }
    if (stopping_) {
      return;
    }
  }
}

void ServerRunner::Shutdown() {
  const MutexLock one_at_a_time(shutdown_mutex_);
  if (!watcher_.joinable()) {
    return;
  }
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    stop_.NotifyAll();
  }
  watcher_.join();
  health_->Shutdown();
  for (const ServedService& served : services_) {
    if (served.drain) {
      served.drain();
    }
  }
  ShutDownGrpc();
}

void ServerRunner::ShutDownGrpc() {
  CallCounter connected;  // one "call": the server, until nobody is connected
  connected.Begin();
  std::thread shutdown([this, &connected] {
    server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoNanoseconds(grace_));
    connected.End();
  });
  connected.WaitUntilNone(linger_);  // by then every call that was accepted is counted
  calls_.WaitUntilNone(grace_);
  connected.WaitUntilNone(linger_);  // the last answers leave
  grpc_server_cancel_all_calls(server_->c_server());
  shutdown.join();
}

}  // namespace facetwire
