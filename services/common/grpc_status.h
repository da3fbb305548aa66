// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_GRPC_STATUS_H_
#define FACETWIRE_SERVICES_COMMON_GRPC_STATUS_H_

#include "absl/status/status.h"
#include <grpcpp/support/status.h>

namespace google::rpc {
class Status;
}

// The one place where an inner error becomes what a client sees. Pure functions.
namespace facetwire {

// The code, a message for a developer, and google.rpc details: always an ErrorInfo (domain
// "facetwire", the status's Reason() or the name of its code), a BadRequest where it names fields,
// a RetryInfo where it says when to try again.
//
// UNKNOWN, INTERNAL and DATA_LOSS keep their inner message for the log: clients get a general one.
// Long messages are shortened: gRPC clients refuse more than 8 KiB of trailing metadata.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The same as a message, for a status within a response.
google::rpc::Status ToRpcStatus(const absl::Status& status);

// Whether what `status` says inside is not for clients, so that the log should have it.
bool IsForTheLog(const absl::Status& status);

// Writes such a status to standard error; nothing for any other.
void LogIfForTheLog(const absl::Status& status);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_GRPC_STATUS_H_
