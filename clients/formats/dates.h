// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_DATES_H_
#define FACETWIRE_CLIENTS_FORMATS_DATES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include <google/protobuf/timestamp.pb.h>

// Dates as people and files write them. All times are UTC unless an offset says otherwise; years
// run from 0001 to 9999, as in google.protobuf.Timestamp. Errors are INVALID_ARGUMENT.
namespace facetwire::formats {

// "2023-10-26" (that day's 00:00 UTC) or RFC 3339: "2023-10-26T14:30:00.5+06:00".
absl::StatusOr<google::protobuf::Timestamp> ParseTime(absl::string_view text);

// Half-open. `end` is the last instant a Timestamp can hold where the period reaches year 10000.
struct Period {
  google::protobuf::Timestamp start;
  google::protobuf::Timestamp end;
};

// "2023", "2023-10", "2023-10-26" stand for the whole year, month or day; what ParseTime reads as
// an instant is an empty period (start == end).
absl::StatusOr<Period> ParsePeriod(absl::string_view text);

// "2023-10-26", or "2023-10-26 14:30 UTC" where it is not midnight.
std::string FormatTime(const google::protobuf::Timestamp& time);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_DATES_H_
