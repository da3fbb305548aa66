// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_LISTEN_ADDRESS_H_
#define FACETWIRE_SERVICES_COMMON_LISTEN_ADDRESS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace facetwire {

// Where a server listens.
struct ListenAddress {
  std::string host;  // without brackets
  std::uint16_t port = 0;

  // "127.0.0.1:50051", "[::1]:50051".
  std::string ToString() const;

  friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};

// Reads HOST:PORT or [IPv6]:PORT. INVALID_ARGUMENT says what is wrong.
absl::StatusOr<ListenAddress> ParseListenAddress(std::string_view text);

// Tries whether one can listen there now, for the sake of the reason: gRPC itself gives none.
// UNAVAILABLE where not.
absl::Status ProbeListenAddress(const ListenAddress& address);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_LISTEN_ADDRESS_H_
