// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_CONVERT_TIME_H_
#define FACETWIRE_SERVICES_COMMON_CONVERT_TIME_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace google::protobuf {
class Duration;
class Timestamp;
}  // namespace google::protobuf

// Between protobuf's times and ours. Pure functions; `field` is the path that errors name.
namespace facetwire {

// In whole microseconds: what is finer is dropped, towards the past. INVALID_ARGUMENT outside the
// years 1 to 9999 or where nanos is outside 0 to 999,999,999.
absl::StatusOr<absl::Time> FromProto(const google::protobuf::Timestamp& time,
                                     std::string_view field);

// INVALID_ARGUMENT where it is not a valid Duration or not more than 0.
absl::StatusOr<absl::Duration> PositiveFromProto(const google::protobuf::Duration& duration,
                                                 std::string_view field);

void ToProto(absl::Time time, google::protobuf::Timestamp& out);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_CONVERT_TIME_H_
