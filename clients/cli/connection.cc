// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/connection.h"

#include <utility>

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

namespace facetwire::cli {
namespace {

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);           // an article may be as big as it likes
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // a web proxy does not know our server
  // Whoever waits for a server to come back waits by a clock of his own.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5000);  // how long a connection may take
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetUserAgentPrefix("facetwire-cli");
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

Peer::Peer(std::string address, std::chrono::duration<double> timeout)
    : address_(std::move(address)), timeout_(timeout) {
  const std::shared_ptr<grpc::Channel> channel = OpenChannel(address_);
  query_ = v1::QueryService::NewStub(channel);
  indexing_ = v1::IndexingService::NewStub(channel);
  maintenance_ = v1::MaintenanceService::NewStub(channel);
  curation_ = v1::CurationService::NewStub(channel);
  health_ = grpc::health::v1::Health::NewStub(channel);
}

Connection::Connection(const Options& options)
    : query(options.server, std::chrono::duration<double>(options.timeout_seconds)),
      indexing(options.IndexingAddress(), std::chrono::duration<double>(options.timeout_seconds)) {}

}  // namespace facetwire::cli
