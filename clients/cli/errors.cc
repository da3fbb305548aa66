// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "google/rpc/error_details.pb.h"

namespace facetwire::cli {
namespace {

google::rpc::Status Details(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) {
    details.Clear();
  }
  return details;
}

// The first detail of type T.
template <typename T>
std::optional<T> Find(const google::rpc::Status& status) {
  for (const auto& any : status.details()) {
    T detail;
    if (any.Is<T>() && any.UnpackTo(&detail)) {
      return detail;
    }
  }
  return std::nullopt;
}

std::string CodeName(const grpc::Status& status) {
  return absl::StatusCodeToString(static_cast<absl::StatusCode>(status.error_code()));
}

std::string NothingAnswers(absl::string_view server) {
  return absl::StrCat("no server answers at ",
                      server,
                      " (UNAVAILABLE); start one with: facetwire-server --data-dir DIR --listen ",
                      server,
                      ", or name another with --server HOST:PORT");
}

std::string Message(const grpc::Status& status, absl::string_view server) {
  const google::rpc::Status details = Details(status);
  const std::string code = CodeName(status);
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE && details.details().empty()) {
    return NothingAnswers(server);
  }
  if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED && details.details().empty()) {
    return absl::StrCat("no answer from ", server, " in time (", code, "); see --timeout");
  }
  if (const auto bad = Find<google::rpc::BadRequest>(details)) {
    return absl::StrCat(Describe(details), " (", code, ")");
  }
  const std::string message = status.error_message().empty() ? "failed" : status.error_message();
  return absl::StrCat(message, " (", code, ")");
}

}  // namespace

int ExitCode(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitOk;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return kExitUsage;
    case absl::StatusCode::kNotFound:
      return kExitNotFound;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kExitUnavailable;
    default:
      return kExitError;
  }
}

absl::Status FromGrpc(const grpc::Status& status, absl::string_view server) {
  if (status.ok()) {
    return absl::OkStatus();
  }
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), Message(status, server));
}

std::string Describe(const google::rpc::Status& status) {
  const auto bad = Find<google::rpc::BadRequest>(status);
  if (!bad || bad->field_violations().empty()) {
    return status.message();
  }
  return absl::StrJoin(bad->field_violations(), "; ", [](std::string* out, const auto& violation) {
    absl::StrAppend(out, violation.field(), ": ", violation.description());
  });
}

std::optional<absl::Duration> RetryDelay(const grpc::Status& status) {
  const auto retry = Find<google::rpc::RetryInfo>(Details(status));
  if (!retry) {
    return std::nullopt;
  }
  return absl::Seconds(retry->retry_delay().seconds()) +
         absl::Nanoseconds(retry->retry_delay().nanos());
}

bool IsFromServer(const grpc::Status& status) { return !Details(status).details().empty(); }

}  // namespace facetwire::cli
