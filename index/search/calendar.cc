// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/calendar.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"

namespace facetwire {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

// The years 1 to 9999.
constexpr std::int64_t kFirstMicros = -62'135'596'800 * kMicrosPerSecond;
constexpr std::int64_t kLastMicros = 253'402'300'800 * kMicrosPerSecond - 1;

// 2100-01-01. Changes of clocks before are looked up in a table that each calendar makes; what
// comes later is asked of the zone one by one: it lists its changes for some centuries only.
constexpr std::int64_t kTableEnd = 4'102'444'800 * kMicrosPerSecond;

constexpr std::int32_t kDaysPerWeek = 7;
constexpr std::int32_t kMonthsPerYear = 12;
constexpr std::int32_t kMonthsPerQuarter = 3;

std::int64_t FloorDivide(std::int64_t value, std::int64_t divisor) {
  return value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor);
}

// Days from 1970-01-01, a Thursday, to the first day in or after it on which a week begins.
std::int32_t FirstWeek(absl::Weekday week_start) {
  const auto from_monday = static_cast<std::int32_t>(week_start);  // Monday is absl's 0
  constexpr std::int32_t kThursday = 3;
  return (from_monday - kThursday + kDaysPerWeek) % kDaysPerWeek;
}

constexpr absl::CivilDay kEpoch(1970, 1, 1);

// When the zone's clocks change so.
absl::Time MomentOf(const absl::TimeZone::CivilTransition& change, const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo after = zone.At(change.to);
  return after.kind == absl::TimeZone::TimeInfo::REPEATED ? after.trans : after.pre;
}

constexpr std::size_t kLongestZoneName = 64;

// Whether the system has a zone of this name. Asked before the name is given to the library, which
// opens any path as a zone and keeps every unknown name for ever.
bool IsZoneName(const std::string& name) {
  const auto may_be_in_names = [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           std::string_view("/_+-").find(c) != std::string_view::npos;
  };
  std::error_code error;
  return !name.empty() && name.size() <= kLongestZoneName &&
         absl::ascii_isupper(static_cast<unsigned char>(name[0])) &&
         std::all_of(name.begin(), name.end(), may_be_in_names) &&
         std::filesystem::is_regular_file("/usr/share/zoneinfo/" + name, error);
}

}  // namespace

absl::StatusOr<Calendar> Calendar::Make(const PeriodSpec& spec) {
  absl::TimeZone zone = absl::UTCTimeZone();
  const bool is_utc = spec.time_zone.empty() || spec.time_zone == "UTC";
  if (!is_utc &&
      !(IsZoneName(spec.time_zone) && absl::LoadTimeZone(ToAbsl(spec.time_zone), &zone))) {
    return InvalidField("time_zone",
                        StrCat("\"",
                               std::string_view(spec.time_zone).substr(0, kLongestZoneName),
                               R"(" is no time zone, as "Asia/Bishkek" is one)"));
  }
  Calendar calendar(spec, zone);
  calendar.ReadOffsets();
  return calendar;
}

void Calendar::ReadOffsets() {
  absl::Time from = absl::FromUnixMicros(kFirstMicros);
  offsets_.push_back({std::numeric_limits<std::int64_t>::min(),
                      zone_.At(from).offset * kMicrosPerSecond,
                      std::numeric_limits<std::int32_t>::min()});
  absl::TimeZone::CivilTransition change;
  while (zone_.NextTransition(from, &change)) {
    from = MomentOf(change, zone_);
    const std::int64_t micros = absl::ToUnixMicros(from);
    if (micros >= kTableEnd || micros <= offsets_.back().from) {
      break;
    }
    const std::int32_t day_before = DayOf(micros - 1);
    offsets_.push_back({micros, zone_.At(from).offset * kMicrosPerSecond, day_before});
  }
}

std::int32_t Calendar::DayOf(std::int64_t micros) const {
  if (micros >= kTableEnd) {
    const std::int64_t offset = zone_.At(absl::FromUnixMicros(micros)).offset * kMicrosPerSecond;
    return static_cast<std::int32_t>(FloorDivide(micros + offset, kMicrosPerDay));
  }
  const auto after = [](std::int64_t moment, const Offset& each) { return moment < each.from; };
  const Offset& now =
      *std::prev(std::upper_bound(std::next(offsets_.begin()), offsets_.end(), micros, after));
  const auto day = static_cast<std::int32_t>(FloorDivide(micros + now.offset, kMicrosPerDay));
  return std::max(day, now.first_day);
}

std::int32_t Calendar::PeriodOf(std::int64_t micros) const {
  const std::int32_t day = DayOf(micros);
  if (length_ == PeriodLength::kDay) {
    return day;
  }
  if (length_ == PeriodLength::kWeek) {
    return static_cast<std::int32_t>(FloorDivide(day - FirstWeek(week_start_), kDaysPerWeek));
  }
  const absl::CivilDay date = kEpoch + day;
  const auto year = static_cast<std::int32_t>(date.year());
  if (length_ == PeriodLength::kYear) {
    return year;
  }
  const std::int32_t month = year * kMonthsPerYear + date.month() - 1;
  return length_ == PeriodLength::kMonth
             ? month
             : static_cast<std::int32_t>(FloorDivide(month, kMonthsPerQuarter));
}

absl::CivilDay Calendar::FirstDay(std::int32_t period) const {
  std::int64_t month = period;
  switch (length_) {
    case PeriodLength::kDay:
      return kEpoch + period;
    case PeriodLength::kWeek:
      return kEpoch + (std::int64_t{period} * kDaysPerWeek + FirstWeek(week_start_));
    case PeriodLength::kYear:
      return absl::CivilDay(period, 1, 1);
    case PeriodLength::kQuarter:
      month *= kMonthsPerQuarter;
      break;
    case PeriodLength::kMonth:
      break;
  }
  const std::int64_t year = FloorDivide(month, kMonthsPerYear);
  return absl::CivilDay(year, month - year * kMonthsPerYear + 1, 1);
}

absl::Time Calendar::Start(std::int32_t period) const {
  return absl::FromCivil(FirstDay(period), zone_);
}

TimeRange Calendar::RangeOf(std::int32_t period) const {
  TimeRange range{Start(period), Start(period + 1)};
  if (*range.start < absl::FromUnixMicros(kFirstMicros)) {
    range.start.reset();
  }
  if (*range.end > absl::FromUnixMicros(kLastMicros)) {
    range.end.reset();
  }
  return range;
}

std::string Calendar::Id(std::int32_t period) const {
  const absl::CivilDay day = FirstDay(period);
  switch (length_) {
    case PeriodLength::kYear:
      return absl::StrFormat("%04d", day.year());
    case PeriodLength::kQuarter:
      return absl::StrFormat("%04d-Q%d", day.year(), (day.month() - 1) / kMonthsPerQuarter + 1);
    case PeriodLength::kMonth:
      return absl::StrFormat("%04d-%02d", day.year(), day.month());
    case PeriodLength::kWeek:
    case PeriodLength::kDay:
      break;
  }
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

}  // namespace facetwire
