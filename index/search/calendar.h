// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_CALENDAR_H_
#define FACETWIRE_INDEX_SEARCH_CALENDAR_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "index/model/query.h"

namespace facetwire {

// Which year, quarter, month, week or day of a time zone a moment belongs to. Periods are numbered
// without gaps: a later one has a higher number. The calendar is the proleptic Gregorian one, the
// rules of time zones are those of the system's tzdata. Thread-safe.
class Calendar {
 public:
  // INVALID_ARGUMENT on "time_zone" for a name that the system's time zone database does not have;
  // empty: UTC.
  static absl::StatusOr<Calendar> Make(const PeriodSpec& spec);

  // The period with Start(period) <= moment < Start(period + 1). The moment is in microseconds
  // since 1970. Where clocks go back over midnight, the new day goes on: it does not end again.
  std::int32_t PeriodOf(std::int64_t micros) const;

  // The first day of the period.
  absl::CivilDay FirstDay(std::int32_t period) const;

  // When the period begins; it ends when the next one begins. Where the first day's midnight is
  // skipped by a change of clocks, the moment of the change; where it happens twice, the first.
  absl::Time Start(std::int32_t period) const;

  // The period as a query may ask for it: open towards what lies beyond the years 1 to 9999 (UTC),
  // the only ones in which articles are published.
  TimeRange RangeOf(std::int32_t period) const;

  // "2023", "2023-Q4", "2023-10"; of weeks and days the first day, "2023-10-26".
  std::string Id(std::int32_t period) const;

 private:
  // From `from` on, local time is `offset` ahead of UTC, in microseconds. A day before this one has
  // ended, though clocks may show it again.
  struct Offset {
    std::int64_t from = 0;
    std::int64_t offset = 0;
    std::int32_t first_day = 0;  // since 1970
  };

  Calendar(const PeriodSpec& spec, absl::TimeZone zone)
      : length_(spec.length), zone_(zone), week_start_(spec.week_start) {}

  void ReadOffsets();
  std::int32_t DayOf(std::int64_t micros) const;  // since 1970

  PeriodLength length_;
  absl::TimeZone zone_;
  absl::Weekday week_start_;
  std::vector<Offset> offsets_;  // ascending, at least one; see kTableEnd
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_CALENDAR_H_
