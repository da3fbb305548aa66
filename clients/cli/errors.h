// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_ERRORS_H_
#define FACETWIRE_CLIENTS_CLI_ERRORS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include <grpcpp/support/status.h>

// What a failed call tells a person, and what the program exits with.
namespace facetwire::cli {

inline constexpr int kExitOk = 0;
inline constexpr int kExitError = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitNotFound = 3;
inline constexpr int kExitUnavailable = 4;

// INVALID_ARGUMENT and OUT_OF_RANGE: bad usage; NOT_FOUND; UNAVAILABLE and DEADLINE_EXCEEDED.
int ExitCode(const absl::Status& status);

// The same code, and a message for a person: for each field at fault "field: what is wrong (CODE)",
// else the server's message. `server` is named where nothing answers there.
absl::Status FromGrpc(const grpc::Status& status, absl::string_view server);

// "field: what is wrong", joined by "; ", or the message where no field is named.
std::string Describe(const google::rpc::Status& status);

// How long the server asks to wait (RetryInfo).
std::optional<absl::Duration> RetryDelay(const grpc::Status& status);

// Whether the server itself refused (ErrorInfo), rather than that nothing answered.
bool IsFromServer(const grpc::Status& status);

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_ERRORS_H_
