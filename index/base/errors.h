// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_BASE_ERRORS_H_
#define FACETWIRE_INDEX_BASE_ERRORS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

// Statuses that say more than a code and a sentence. What they carry (as payloads of absl::Status)
// becomes google.rpc details at the edge: BadRequest, ErrorInfo, RetryInfo.
namespace facetwire {

struct FieldViolation {
  std::string field;  // path as in the proto, e.g. "query.filters[0].any_of[1]"
  std::string description;

  friend bool operator==(const FieldViolation&, const FieldViolation&) = default;
};

// INVALID_ARGUMENT that names the field at fault.
absl::Status InvalidField(std::string_view field, std::string_view description);

// Empty where `status` names no field.
std::vector<FieldViolation> FieldViolations(const absl::Status& status);

// The same status with `prefix` put before the field's path: ("id", "article.") -> "article.id".
absl::Status PrefixField(const absl::Status& status, std::string_view prefix);

// A short UPPER_SNAKE_CASE reason that a program can switch on, e.g. "PAGE_TOKEN_MISMATCH".
absl::Status WithReason(absl::Status status, std::string_view reason);
std::optional<std::string> Reason(const absl::Status& status);

// How long the caller had better wait before it tries again.
absl::Status WithRetryAfter(absl::Status status, absl::Duration delay);
std::optional<absl::Duration> RetryAfter(const absl::Status& status);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_BASE_ERRORS_H_
