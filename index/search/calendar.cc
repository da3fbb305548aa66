// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/calendar.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_format.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"

namespace facetwire {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
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

}  // namespace

absl::StatusOr<Calendar> Calendar::Make(const PeriodSpec& spec,
                                        std::int64_t first,
                                        std::int64_t last) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!spec.time_zone.empty() && !absl::LoadTimeZone(ToAbsl(spec.time_zone), &zone)) {
    return InvalidField(
        "time_zone",
        StrCat("\"", spec.time_zone, "\" is no time zone, as \"Asia/Bishkek\" is one"));
  }
  Calendar calendar(spec, zone);
  absl::Time from = absl::FromUnixMicros(first);
  calendar.offsets_.push_back({first, zone.At(from).offset * kMicrosPerSecond});
  absl::TimeZone::CivilTransition change;
  while (zone.NextTransition(from, &change)) {
    from = MomentOf(change, zone);
    const std::int64_t micros = absl::ToUnixMicros(from);
    if (micros > last || micros <= calendar.offsets_.back().from) {
      break;
    }
    calendar.offsets_.push_back({micros, zone.At(from).offset * kMicrosPerSecond});
  }
  return calendar;
}

std::int64_t Calendar::OffsetAt(std::int64_t micros) const {
  const auto after = [](std::int64_t moment, const Offset& each) { return moment < each.from; };
  const auto next = std::upper_bound(offsets_.begin(), offsets_.end(), micros, after);
  return next == offsets_.begin() ? next->offset : std::prev(next)->offset;
}

std::int32_t Calendar::PeriodOf(std::int64_t micros) const {
  const auto day = static_cast<std::int32_t>(FloorDivide(micros + OffsetAt(micros), kMicrosPerDay));
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
