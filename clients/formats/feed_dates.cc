// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/feed_dates.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "clients/formats/scanner.h"

namespace facetwire::formats {
namespace {

using google::protobuf::Timestamp;

constexpr int kMaxYear = 9999;
constexpr int kHour = 3600;

// What a date says, before it is known to be in the calendar.
struct Parts {
  int year = 1;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int32_t nanos = 0;
  int offset = 0;  // seconds east of Greenwich
};

struct Zone {
  absl::string_view name;
  int hours = 0;
};

// The zones of RFC 822. Its one-letter military zones are known to be used wrongly (RFC 2822, 4.3):
// they count as UTC.
constexpr Zone kZones[] = {{"UT", 0},
                           {"GMT", 0},
                           {"UTC", 0},
                           {"EST", -5},
                           {"EDT", -4},
                           {"CST", -6},
                           {"CDT", -5},
                           {"MST", -7},
                           {"MDT", -6},
                           {"PST", -8},
                           {"PDT", -7},
                           // Not in it, but in feeds.
                           {"WET", 0},
                           {"BST", 1},
                           {"CET", 1},
                           {"CEST", 2},
                           {"EET", 2},
                           {"EEST", 3},
                           {"MSK", 3},
                           {"JST", 9}};

constexpr std::array<absl::string_view, 12> kMonths = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

std::optional<int> NamedOffset(absl::string_view name) {
  if (name.size() == 1) {
    return 0;
  }
  for (const Zone& zone : kZones) {
    if (absl::EqualsIgnoreCase(name, zone.name)) {
      return zone.hours * kHour;
    }
  }
  return std::nullopt;
}

// "+0600", "+06:00", "+06", "Z", "EST"; nothing at all is UTC.
bool ReadOffset(Scanner& in, int& offset) {
  if (in.done()) {
    return true;
  }
  const int sign = in.front() == '-' ? -1 : 1;
  if (!in.AnyOf("+-")) {
    const auto named = NamedOffset(in.Letters());
    offset = named.value_or(0);
    return named.has_value();
  }
  const auto hours = in.Number(2);
  in.AnyOf(":");
  const auto minutes = in.Number(2);
  offset = sign * (hours.value_or(0) * kHour + minutes.value_or(0) * 60);
  return hours && *hours < 24 && minutes.value_or(0) < 60;
}

void ReadFraction(Scanner& in, int32_t& nanos) {
  if (!in.AnyOf(".,")) {
    return;
  }
  int32_t unit = 100'000'000;
  while (const auto digit = in.Number(1)) {
    nanos += *digit * unit;
    unit /= 10;
  }
}

// "14:30", "14:30:05.25"; without colons where `basic`: "1430", "143005".
bool ReadClock(Scanner& in, bool basic, Parts& parts) {
  const auto hour = basic ? in.Number(2) : in.ShortNumber();
  const bool colon = in.AnyOf(":");
  const auto minute = in.Number(2);
  if (!hour || !minute || (!basic && !colon)) {
    return false;
  }
  parts.hour = *hour;
  parts.minute = *minute;
  if (in.AnyOf(":") || basic) {
    const auto second = in.Number(2);
    if (!second && !basic) {
      return false;
    }
    parts.second = second.value_or(0);
    ReadFraction(in, parts.nanos);
  }
  return true;
}

// What may follow a day: nothing, a clock, an offset.
bool ReadRest(Scanner& in, bool basic, Parts& parts) {
  if (in.AnyOf("Tt ") && !ReadClock(in, basic, parts)) {
    return false;
  }
  in.Blanks();
  return ReadOffset(in, parts.offset);
}

// "2023", "2023-10", "2023-10-26…", "20231026…".
std::optional<Parts> ReadIso(absl::string_view text) {
  Scanner in(text);
  Parts parts;
  const auto year = in.Number(4);
  if (!year) {
    return std::nullopt;
  }
  parts.year = *year;
  if (in.done()) {
    return parts;
  }
  const bool basic = !in.AnyOf("-");
  const auto month = in.Number(2);
  if (!month) {
    return std::nullopt;
  }
  parts.month = *month;
  if (in.done() && !basic) {
    return parts;
  }
  const auto day = basic || in.AnyOf("-") ? in.Number(2) : std::nullopt;
  if (!day) {
    return std::nullopt;
  }
  parts.day = *day;
  return ReadRest(in, basic, parts) && in.done() ? std::optional(parts) : std::nullopt;
}

std::optional<int> ReadMonthName(Scanner& in) {
  const absl::string_view name = in.Letters();
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (name.size() >= 3 && absl::StartsWithIgnoreCase(name, kMonths[i])) {
      return static_cast<int>(i) + 1;
    }
  }
  return std::nullopt;
}

// Two digits are a year from 1950 to 2049 (RFC 2822, 4.3).
std::optional<int> ReadYear(Scanner& in) {
  if (const auto year = in.Number(4)) {
    return year;
  }
  const auto year = in.Number(2);
  return year ? std::optional(*year + (*year < 50 ? 2000 : 1900)) : std::nullopt;
}

// "Thu, 26 Oct 2023 14:30:00 +0200"; the day of the week is not checked.
std::optional<Parts> ReadRfc822(absl::string_view text) {
  Scanner in(text);
  if (!in.Letters().empty()) {
    in.AnyOf(".");
    in.AnyOf(",");
    in.Blanks();
  }
  const auto day = in.ShortNumber();
  in.AnyOf("-");
  in.Blanks();
  const auto month = day ? ReadMonthName(in) : std::nullopt;
  in.AnyOf("-");
  in.Blanks();
  const auto year = month ? ReadYear(in) : std::nullopt;
  if (!year) {
    return std::nullopt;
  }
  Parts parts;
  parts.year = *year;
  parts.month = *month;
  parts.day = *day;
  in.Blanks();
  if (!in.done() && !ReadClock(in, false, parts)) {
    return std::nullopt;
  }
  in.Blanks();
  return ReadOffset(in, parts.offset) && in.done() ? std::optional(parts) : std::nullopt;
}

std::optional<Timestamp> ToTimestamp(const Parts& parts) {
  const absl::CivilDay day(parts.year, parts.month, parts.day);
  // A minute may have a 61st second; it counts as the next minute's first.
  if (day.year() != parts.year || day.month() != parts.month || day.day() != parts.day ||
      parts.hour > 23 || parts.minute > 59 || parts.second > 60) {
    return std::nullopt;
  }
  const absl::CivilSecond civil =
      absl::CivilSecond(
          parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second) -
      parts.offset;
  if (civil.year() < 1 || civil.year() > kMaxYear) {
    return std::nullopt;
  }
  Timestamp time;
  time.set_seconds(absl::ToUnixSeconds(absl::FromCivil(civil, absl::UTCTimeZone())));
  time.set_nanos(parts.nanos);
  return time;
}

}  // namespace

absl::StatusOr<Timestamp> ParseFeedTime(absl::string_view text) {
  const absl::string_view date = absl::StripAsciiWhitespace(text);
  auto parts = ReadIso(date);
  if (!parts) {
    parts = ReadRfc822(date);
  }
  if (parts) {
    if (const auto time = ToTimestamp(*parts)) {
      return *time;
    }
  }
  return absl::InvalidArgumentError(absl::StrCat("\"", date, "\" is not a date"));
}

}  // namespace facetwire::formats
