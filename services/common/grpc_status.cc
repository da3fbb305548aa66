// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/grpc_status.h"

#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"

namespace facetwire {

namespace {

constexpr char kDomain[] = "facetwire";
constexpr std::size_t kLongestMessage = 600;
constexpr std::size_t kLongestField = 300;

// At most `limit` bytes, not cut within a character.
std::string Shortened(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) {
    return std::string(text);
  }
  constexpr std::string_view kEllipsis = "...";
  std::size_t end = limit - kEllipsis.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return std::string(text.substr(0, end)).append(kEllipsis);
}

grpc::StatusCode ToGrpcCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return grpc::StatusCode::OK;
    case absl::StatusCode::kCancelled:
      return grpc::StatusCode::CANCELLED;
    case absl::StatusCode::kInvalidArgument:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case absl::StatusCode::kDeadlineExceeded:
      return grpc::StatusCode::DEADLINE_EXCEEDED;
    case absl::StatusCode::kNotFound:
      return grpc::StatusCode::NOT_FOUND;
    case absl::StatusCode::kAlreadyExists:
      return grpc::StatusCode::ALREADY_EXISTS;
    case absl::StatusCode::kPermissionDenied:
      return grpc::StatusCode::PERMISSION_DENIED;
    case absl::StatusCode::kResourceExhausted:
      return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case absl::StatusCode::kFailedPrecondition:
      return grpc::StatusCode::FAILED_PRECONDITION;
    case absl::StatusCode::kAborted:
      return grpc::StatusCode::ABORTED;
    case absl::StatusCode::kOutOfRange:
      return grpc::StatusCode::OUT_OF_RANGE;
    case absl::StatusCode::kUnimplemented:
      return grpc::StatusCode::UNIMPLEMENTED;
    case absl::StatusCode::kInternal:
      return grpc::StatusCode::INTERNAL;
    case absl::StatusCode::kUnavailable:
      return grpc::StatusCode::UNAVAILABLE;
    case absl::StatusCode::kDataLoss:
      return grpc::StatusCode::DATA_LOSS;
    case absl::StatusCode::kUnauthenticated:
      return grpc::StatusCode::UNAUTHENTICATED;
    case absl::StatusCode::kUnknown:
    default:  // absl wants one: codes may be added
      return grpc::StatusCode::UNKNOWN;
  }
}

std::string ClientMessage(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kDataLoss:
      return "the index is damaged; the server's log says where";
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
      return "something went wrong inside the server; its log says what";
    default:
      return Shortened(ToStd(status.message()), kLongestMessage);
  }
}

void AddErrorInfo(const absl::Status& status, google::rpc::Status& out) {
  google::rpc::ErrorInfo info;
  info.set_domain(kDomain);
  info.set_reason(Reason(status).value_or(absl::StatusCodeToString(status.code())));
  out.add_details()->PackFrom(info);
}

void AddBadRequest(const absl::Status& status, google::rpc::Status& out) {
  google::rpc::BadRequest bad;
  for (const FieldViolation& violation : FieldViolations(status)) {
    auto& added = *bad.add_field_violations();
    added.set_field(Shortened(violation.field, kLongestField));
    added.set_description(Shortened(violation.description, kLongestMessage));
  }
  if (bad.field_violations_size() > 0) {
    out.add_details()->PackFrom(bad);
  }
}

void AddRetryInfo(const absl::Status& status, google::rpc::Status& out) {
  const std::optional<absl::Duration> delay = RetryAfter(status);
  if (!delay.has_value()) {
    return;
  }
  google::rpc::RetryInfo retry;
  absl::Duration rest;
  retry.mutable_retry_delay()->set_seconds(absl::IDivDuration(*delay, absl::Seconds(1), &rest));
  retry.mutable_retry_delay()->set_nanos(static_cast<int>(absl::ToInt64Nanoseconds(rest)));
  out.add_details()->PackFrom(retry);
}

}  // namespace

bool IsForTheLog(const absl::Status& status) {
  return absl::IsInternal(status) || absl::IsUnknown(status) || absl::IsDataLoss(status);
}

void LogIfForTheLog(const absl::Status& status) {
  if (IsForTheLog(status)) {
    std::cerr << StrCat("facetwire-server: ", status.ToString(), "\n");
  }
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status out;
  if (status.ok()) {
    return out;
  }
  out.set_code(static_cast<int>(ToGrpcCode(status.code())));
  out.set_message(ClientMessage(status));
  AddErrorInfo(status, out);
  AddBadRequest(status, out);
  AddRetryInfo(status, out);
  return out;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) {
    return grpc::Status::OK;
  }
  const google::rpc::Status details = ToRpcStatus(status);
  return {ToGrpcCode(status.code()), details.message(), details.SerializeAsString()};
}

}  // namespace facetwire
