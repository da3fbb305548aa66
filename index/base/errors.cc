// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/base/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"

#include "index/base/str_cat.h"

namespace facetwire {

namespace {

constexpr char kFieldUrl[] = "facetwire/field";
constexpr char kDescriptionUrl[] = "facetwire/description";
constexpr char kReasonUrl[] = "facetwire/reason";
constexpr char kRetryUrl[] = "facetwire/retry_after_ns";

std::optional<std::string> Payload(const absl::Status& status, std::string_view url) {
  const auto payload = status.GetPayload(ToAbsl(url));
  if (!payload.has_value()) {
    return std::nullopt;
  }
  return std::string(*payload);
}

}  // namespace

absl::Status InvalidField(std::string_view field, std::string_view description) {
  absl::Status status = absl::InvalidArgumentError(StrCat(field, ": ", description));
  status.SetPayload(kFieldUrl, absl::Cord(std::string(field)));
  status.SetPayload(kDescriptionUrl, absl::Cord(std::string(description)));
  return status;
}

std::vector<FieldViolation> FieldViolations(const absl::Status& status) {
  std::optional<std::string> field = Payload(status, kFieldUrl);
  if (!field.has_value()) {
    return {};
  }
  return {{*std::move(field), Payload(status, kDescriptionUrl).value_or("")}};
}

absl::Status PrefixField(const absl::Status& status, std::string_view prefix) {
  const std::vector<FieldViolation> violations = FieldViolations(status);
  if (violations.empty()) {
    return status;
  }
  absl::Status prefixed =
      InvalidField(StrCat(prefix, violations[0].field), violations[0].description);
  const std::optional<std::string> reason = Reason(status);
  return reason.has_value() ? WithReason(prefixed, *reason) : prefixed;
}

absl::Status WithReason(absl::Status status, std::string_view reason) {
  status.SetPayload(kReasonUrl, absl::Cord(std::string(reason)));
  return status;
}

std::optional<std::string> Reason(const absl::Status& status) {
  return Payload(status, kReasonUrl);
}

absl::Status WithRetryAfter(absl::Status status, absl::Duration delay) {
  status.SetPayload(kRetryUrl, absl::Cord(StrCat(absl::ToInt64Nanoseconds(delay))));
  return status;
}

std::optional<absl::Duration> RetryAfter(const absl::Status& status) {
  const std::optional<std::string> payload = Payload(status, kRetryUrl);
  std::int64_t nanoseconds = 0;
  if (!payload.has_value() || !absl::SimpleAtoi(*payload, &nanoseconds)) {
    return std::nullopt;
  }
  return absl::Nanoseconds(nanoseconds);
}

}  // namespace facetwire
