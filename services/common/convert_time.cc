// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/convert_time.h"

#include <cstdint>

#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"

namespace facetwire {

namespace {

constexpr std::int64_t kFirstSecond = -62135596800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253402300799;   // 9999-12-31T23:59:59Z
constexpr std::int64_t kLongestSeconds = 315576000000;
constexpr std::int32_t kNanosInSecond = 1000000000;
constexpr std::int32_t kNanosInMicro = 1000;

}  // namespace

absl::StatusOr<absl::Time> FromProto(const google::protobuf::Timestamp& time,
                                     std::string_view field) {
  if (time.seconds() < kFirstSecond || time.seconds() > kLastSecond) {
    return InvalidField(field,
                        StrCat("seconds is ",
                               time.seconds(),
                               ", which is outside the years 1 to 9999 (",
                               kFirstSecond,
                               " to ",
                               kLastSecond,
                               ")"));
  }
  if (time.nanos() < 0 || time.nanos() >= kNanosInSecond) {
    return InvalidField(field, StrCat("nanos is ", time.nanos(), "; it must be 0 to 999999999"));
  }
  return absl::FromUnixSeconds(time.seconds()) + absl::Microseconds(time.nanos() / kNanosInMicro);
}

absl::StatusOr<absl::Duration> PositiveFromProto(const google::protobuf::Duration& duration,
                                                 std::string_view field) {
  const std::int64_t seconds = duration.seconds();
  const std::int32_t nanos = duration.nanos();
  const bool mixed_signs = (seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0);
  if (mixed_signs || seconds < -kLongestSeconds || seconds > kLongestSeconds ||
      nanos <= -kNanosInSecond || nanos >= kNanosInSecond) {
    return InvalidField(
        field, StrCat("{seconds: ", seconds, ", nanos: ", nanos, "} is no valid Duration"));
  }
  if (seconds < 0 || nanos < 0 || (seconds == 0 && nanos == 0)) {
    return InvalidField(field, "must be more than 0");
  }
  return absl::Seconds(seconds) + absl::Nanoseconds(nanos);
}

void ToProto(absl::Time time, google::protobuf::Timestamp& out) {
  absl::Duration rest;
  std::int64_t seconds = absl::IDivDuration(time - absl::UnixEpoch(), absl::Seconds(1), &rest);
  if (rest < absl::ZeroDuration()) {  // before 1970: nanos count forward all the same
    --seconds;
    rest += absl::Seconds(1);
  }
  out.set_seconds(seconds);
  out.set_nanos(static_cast<std::int32_t>(absl::ToInt64Nanoseconds(rest)));
}

}  // namespace facetwire
