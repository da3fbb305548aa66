// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/listen_address.h"

#include <cerrno>
#include <memory>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <system_error>
#include <unistd.h>

#include "absl/strings/numbers.h"

#include "index/base/str_cat.h"

namespace facetwire {

namespace {

constexpr std::uint32_t kLastPort = 65535;

absl::Status Bad(std::string_view text, std::string_view why) {
  return absl::InvalidArgumentError(StrCat("\"",
                                           text,
                                           "\" is no address to listen on: ",
                                           why,
                                           "; write HOST:PORT, e.g. 127.0.0.1:50051"));
}

struct FreeAddresses {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

// 0, or the error's number.
int TryToListen(const addrinfo& address) {
  const int descriptor =
      socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
  if (descriptor < 0) {
    return errno;
  }
  const int on = 1;  // else a port stays taken for a minute after its last server
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  int error = 0;
  if (bind(descriptor, address.ai_addr, address.ai_addrlen) != 0 || listen(descriptor, 1) != 0) {
    error = errno;
  }
  close(descriptor);
  return error;
}

}  // namespace

std::string ListenAddress::ToString() const {
  return host.find(':') == std::string::npos ? StrCat(host, ":", port)
                                             : StrCat("[", host, "]:", port);
}

absl::StatusOr<ListenAddress> ParseListenAddress(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return Bad(text, "it has no port");
  }
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find_first_of(":[]") != std::string_view::npos) {
    return Bad(text, "an IPv6 address stands in brackets, as in [::1]:50051");
  }
  if (host.empty()) {
    return Bad(text, "it has no host (0.0.0.0 is every address of this machine)");
  }
  std::uint32_t number = 0;
  const bool digits = port.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits || !absl::SimpleAtoi(ToAbsl(port), &number) || number > kLastPort) {
    return Bad(text, "the port must be a number from 0 to 65535");
  }
  return ListenAddress{std::string(host), static_cast<std::uint16_t>(number)};
}

absl::Status ProbeListenAddress(const ListenAddress& address) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int failed =
      getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &list);
  const Addresses addresses(list);
  std::string reason;
  if (failed != 0) {
    reason = gai_strerror(failed);
  }
  for (const addrinfo* one = list; one != nullptr; one = one->ai_next) {
    const int error = TryToListen(*one);
    if (error == 0) {
      return absl::OkStatus();  // gRPC, too, is content with one
    }
    reason = std::generic_category().message(error);
  }
  return absl::UnavailableError(StrCat("cannot listen on ", address.ToString(), ": ", reason));
}

}  // namespace facetwire
