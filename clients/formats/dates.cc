// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/dates.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "clients/formats/scanner.h"

namespace facetwire::formats {
namespace {

using google::protobuf::Timestamp;

constexpr int kMaxYear = 9999;

Timestamp FromSeconds(int64_t seconds, int32_t nanos = 0) {
  Timestamp result;
  result.set_seconds(seconds);
  result.set_nanos(nanos);
  return result;
}

Timestamp FromCivil(absl::CivilSecond civil) {
  if (civil.year() > kMaxYear) {
    return FromSeconds(absl::ToUnixSeconds(absl::FromCivil(
                           absl::CivilSecond(kMaxYear, 12, 31, 23, 59, 59), absl::UTCTimeZone())),
                       999'999'999);
  }
  return FromSeconds(absl::ToUnixSeconds(absl::FromCivil(civil, absl::UTCTimeZone())));
}

// "YYYY-MM-DD"; nothing where the day is not in the calendar.
std::optional<absl::CivilDay> ReadDay(Scanner& in) {
  const auto year = in.Number(4);
  const auto month = year && in.AnyOf("-") ? in.Number(2) : std::nullopt;
  const auto day = month && in.AnyOf("-") ? in.Number(2) : std::nullopt;
  if (!day || *year == 0) {
    return std::nullopt;
  }
  const absl::CivilDay result(*year, *month, *day);
  const bool normal = result.year() == *year && result.month() == *month && result.day() == *day;
  return normal ? std::optional(result) : std::nullopt;
}

// ".25" -> 250,000,000; what is finer than a nanosecond is dropped. No dot: 0.
std::optional<int32_t> ReadFraction(Scanner& in) {
  if (!in.AnyOf(".")) {
    return 0;
  }
  int32_t nanos = 0;
  int32_t unit = 100'000'000;
  bool any = false;
  while (const auto digit = in.Number(1)) {
    nanos += *digit * unit;
    unit /= 10;
    any = true;
  }
  return any ? std::optional(nanos) : std::nullopt;
}

// "Z" or "+06:00", in seconds east of Greenwich.
std::optional<int> ReadOffset(Scanner& in) {
  if (in.AnyOf("Zz")) {
    return 0;
  }
  const int sign = in.front() == '-' ? -1 : 1;
  if (!in.AnyOf("+-")) {
    return std::nullopt;
  }
  const auto hours = in.Number(2);
  const auto minutes = hours && in.AnyOf(":") ? in.Number(2) : std::nullopt;
  if (!minutes || *hours > 23 || *minutes > 59) {
    return std::nullopt;
  }
  return sign * (*hours * 3600 + *minutes * 60);
}

std::optional<Timestamp> ReadClock(Scanner& in, absl::CivilDay day) {
  const auto hour = in.AnyOf("Tt ") ? in.Number(2) : std::nullopt;
  const auto minute = hour && in.AnyOf(":") ? in.Number(2) : std::nullopt;
  const auto second = minute && in.AnyOf(":") ? in.Number(2) : std::nullopt;
  if (!second || *hour > 23 || *minute > 59 || *second > 59) {
    return std::nullopt;
  }
  const auto nanos = ReadFraction(in);
  const auto offset = nanos ? ReadOffset(in) : std::nullopt;
  if (!offset || !in.done()) {
    return std::nullopt;
  }
  const absl::CivilSecond civil =
      absl::CivilSecond(day.year(), day.month(), day.day(), *hour, *minute, *second) - *offset;
  if (civil.year() < 1 || civil.year() > kMaxYear) {
    return std::nullopt;
  }
  return FromSeconds(FromCivil(civil).seconds(), *nanos);
}

absl::Status NoTime(absl::string_view text, absl::string_view forms) {
  return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is not a date (", forms, ")"));
}

std::optional<Period> ReadYearOrMonth(absl::string_view text) {
  Scanner in(text);
  const auto year = in.Number(4);
  if (!year || *year == 0) {
    return std::nullopt;
  }
  if (in.done()) {
    return Period{FromCivil(absl::CivilSecond(absl::CivilYear(*year))),
                  FromCivil(absl::CivilSecond(absl::CivilYear(*year) + 1))};
  }
  const auto month = in.AnyOf("-") ? in.Number(2) : std::nullopt;
  if (!month || *month < 1 || *month > 12 || !in.done()) {
    return std::nullopt;
  }
  const absl::CivilMonth first(*year, *month);
  return Period{FromCivil(absl::CivilSecond(first)), FromCivil(absl::CivilSecond(first + 1))};
}

}  // namespace

absl::StatusOr<Timestamp> ParseTime(absl::string_view text) {
  Scanner in(text);
  const auto day = ReadDay(in);
  if (!day) {
    return NoTime(text, "YYYY-MM-DD, or RFC 3339 such as 2023-10-26T14:30:00Z");
  }
  if (in.done()) {
    return FromCivil(absl::CivilSecond(*day));
  }
  if (auto time = ReadClock(in, *day)) {
    return *time;
  }
  return NoTime(text, "YYYY-MM-DD, or RFC 3339 such as 2023-10-26T14:30:00Z");
}

absl::StatusOr<Period> ParsePeriod(absl::string_view text) {
  if (const auto period = ReadYearOrMonth(text)) {
    return *period;
  }
  Scanner in(text);
  const auto day = ReadDay(in);
  if (!day) {
    return NoTime(text, "YYYY, YYYY-MM, YYYY-MM-DD or RFC 3339");
  }
  if (in.done()) {
    return Period{FromCivil(absl::CivilSecond(*day)), FromCivil(absl::CivilSecond(*day + 1))};
  }
  if (const auto time = ReadClock(in, *day)) {
    return Period{*time, *time};
  }
  return NoTime(text, "YYYY, YYYY-MM, YYYY-MM-DD or RFC 3339");
}

std::string FormatTime(const Timestamp& time) {
  const absl::CivilSecond civil =
      absl::ToCivilSecond(absl::FromUnixSeconds(time.seconds()), absl::UTCTimeZone());
  std::string day = absl::StrFormat("%04d-%02d-%02d", civil.year(), civil.month(), civil.day());
  if (civil.hour() == 0 && civil.minute() == 0) {
    return day;
  }
  return absl::StrFormat("%s %02d:%02d UTC", day, civil.hour(), civil.minute());
}

}  // namespace facetwire::formats
