// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_PEERS_GRPC_CHANNEL_H_
#define FACETWIRE_TESTS_BENCH_PEERS_GRPC_CHANNEL_H_

#include <memory>
#include <string>

#include <grpcpp/channel.h>

namespace facetwire::peers {

// A connection of its own, which no other channel of this process shares.
std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address);

}  // namespace facetwire::peers

#endif  // FACETWIRE_TESTS_BENCH_PEERS_GRPC_CHANNEL_H_
