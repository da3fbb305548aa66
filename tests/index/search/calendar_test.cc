// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/calendar.h"

#include <optional>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/errors.h"
#include "index/base/str_cat.h"

namespace facetwire {
namespace {

std::int64_t Micros(const std::string& rfc3339) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &error)) << rfc3339 << error;
  return absl::ToUnixMicros(time);
}

Calendar MakeCalendar(PeriodLength length,
                      const std::string& zone,
                      absl::Weekday week_start = absl::Weekday::monday) {
  return Calendar::Make({length, zone, week_start}).value();
}

struct Case {
  std::string name;
  PeriodLength length = PeriodLength::kDay;
  std::string zone;
  absl::Weekday week_start = absl::Weekday::monday;
  std::string time;
  std::string id;
  std::string start;
};

class CalendarTable : public ::testing::TestWithParam<Case> {};

TEST_P(CalendarTable, Period) {
  const Case& given = GetParam();
  const Calendar calendar = MakeCalendar(given.length, given.zone, given.week_start);
  const std::int32_t period = calendar.PeriodOf(Micros(given.time));
  EXPECT_EQ(calendar.Id(period), given.id);
  EXPECT_EQ(absl::ToUnixMicros(calendar.Start(period)), Micros(given.start));
}

INSTANTIATE_TEST_SUITE_P(All,
                         CalendarTable,
                         ::testing::Values(Case{"YearUtc",
                                                PeriodLength::kYear,
                                                "",
                                                {},
                                                "2023-12-31T23:59:59.999999Z",
                                                "2023",
                                                "2023-01-01T00:00:00Z"},
                                           Case{"YearIsLocal",
                                                PeriodLength::kYear,
                                                "Asia/Bishkek",
                                                {},
                                                "2023-12-31T23:59:59Z",
                                                "2024",
                                                "2023-12-31T18:00:00Z"},
                                           Case{"Quarter",
                                                PeriodLength::kQuarter,
                                                "",
                                                {},
                                                "2023-10-26T12:00:00Z",
                                                "2023-Q4",
                                                "2023-10-01T00:00:00Z"},
                                           Case{"MonthInSummerTime",
                                                PeriodLength::kMonth,
                                                "Europe/Berlin",
                                                {},
                                                "2023-06-30T22:00:00Z",
                                                "2023-07",
                                                "2023-06-30T22:00:00Z"},
                                           Case{"MonthBeforeTheClocksGoBack",
                                                PeriodLength::kMonth,
                                                "Europe/Berlin",
                                                {},
                                                "2023-10-29T00:30:00Z",
                                                "2023-10",
                                                "2023-09-30T22:00:00Z"},
                                           Case{"DayAfterTheClocksWentBack",
                                                PeriodLength::kDay,
                                                "Europe/Berlin",
                                                {},
                                                "2023-10-29T22:30:00Z",
                                                "2023-10-29",
                                                "2023-10-28T22:00:00Z"},
                                           Case{"HourThatIsThereTwice",
                                                PeriodLength::kDay,
                                                "America/Havana",
                                                {},
                                                "2023-11-05T04:30:00Z",
                                                "2023-11-05",
                                                "2023-11-05T04:00:00Z"},
                                           Case{"MidnightThatIsSkipped",
                                                PeriodLength::kDay,
                                                "America/Havana",
                                                {},
                                                "2023-03-12T05:00:00Z",
                                                "2023-03-12",
                                                "2023-03-12T05:00:00Z"},
                                           // At 00:01 clocks went back to 23:01 of the day before.
                                           Case{"ClocksGoBackOverMidnight",
                                                PeriodLength::kDay,
                                                "America/St_Johns",
                                                {},
                                                "2010-11-07T02:31:30Z",
                                                "2010-11-07",
                                                "2010-11-07T02:30:00Z"},
                                           Case{"SummerTimeInCenturiesToCome",
                                                PeriodLength::kDay,
                                                "Europe/Berlin",
                                                {},
                                                "5384-07-26T22:54:21Z",
                                                "5384-07-27",
                                                "5384-07-26T22:00:00Z"},
                                           Case{"WeekFromMonday",
                                                PeriodLength::kWeek,
                                                "",
                                                absl::Weekday::monday,
                                                "2023-10-29T12:00:00Z",
                                                "2023-10-23",
                                                "2023-10-23T00:00:00Z"},
                                           Case{"WeekFromSunday",
                                                PeriodLength::kWeek,
                                                "",
                                                absl::Weekday::sunday,
                                                "2023-10-29T12:00:00Z",
                                                "2023-10-29",
                                                "2023-10-29T00:00:00Z"},
                                           Case{"WeekFromSaturday",
                                                PeriodLength::kWeek,
                                                "",
                                                absl::Weekday::saturday,
                                                "1969-12-31T12:00:00Z",
                                                "1969-12-27",
                                                "1969-12-27T00:00:00Z"},
                                           Case{"BeforeTheYear1900",
                                                PeriodLength::kMonth,
                                                "",
                                                {},
                                                "1848-02-29T12:00:00Z",
                                                "1848-02",
                                                "1848-02-01T00:00:00Z"},
                                           Case{"FirstYear",
                                                PeriodLength::kQuarter,
                                                "",
                                                {},
                                                "0001-01-01T00:00:00Z",
                                                "0001-Q1",
                                                "0001-01-01T00:00:00Z"}),
                         [](const auto& parameter) { return parameter.param.name; });

// Neither what only the library knows nor a path leads to a file.
TEST(CalendarTest, UnknownZone) {
  for (const std::string& zone : {std::string("Mars/Olympus"),
                                  std::string("Asia"),
                                  std::string("asia/bishkek"),
                                  std::string("/usr/share/zoneinfo/Asia/Bishkek"),
                                  std::string("file:/usr/share/zoneinfo/Asia/Bishkek"),
                                  std::string("Asia/../Asia/Bishkek"),
                                  std::string("posix/Asia/Bishkek"),
                                  std::string("Fixed/UTC+06:00:00"),
                                  std::string("libc:localtime"),
                                  std::string("localtime"),
                                  std::string("Asia/Bishkek\0", 13),
                                  std::string(100'000, 'A')}) {
    const auto calendar = Calendar::Make({.time_zone = zone});
    const std::vector<FieldViolation> violations = FieldViolations(calendar.status());
    ASSERT_EQ(violations.size(), 1U) << zone;
    EXPECT_EQ(violations[0].field, "time_zone");
    EXPECT_LT(violations[0].description.size(), 200U);
  }
}

TEST(CalendarTest, RangesEndWhereTimeDoes) {
  const Calendar years = MakeCalendar(PeriodLength::kYear, "Asia/Bishkek");
  const TimeRange first = years.RangeOf(years.PeriodOf(Micros("0001-01-01T00:00:00Z")));
  EXPECT_EQ(first.start, std::nullopt);
  EXPECT_EQ(first.end, years.Start(2));
  const TimeRange last = MakeCalendar(PeriodLength::kYear, "UTC").RangeOf(9999);
  EXPECT_EQ(last.start, absl::FromUnixMicros(Micros("9999-01-01T00:00:00Z")));
  EXPECT_EQ(last.end, std::nullopt);
  EXPECT_EQ(years.RangeOf(2023).start, years.Start(2023));
  EXPECT_EQ(years.RangeOf(2023).end, years.Start(2024));
}

// Every moment lies in the period that it is given: Start(p) <= moment < Start(p + 1).
TEST(CalendarTest, PeriodsHoldTheirMoments) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::int64_t> near(Micros("1900-01-01T00:00:00Z"),
                                                   Micros("2100-01-01T00:00:00Z"));
  std::uniform_int_distribution<std::int64_t> far(Micros("0001-01-01T00:00:00Z"),
                                                  Micros("9999-12-31T23:59:59Z"));
  for (const char* const zone : {"UTC",
                                 "Asia/Bishkek",
                                 "Europe/Berlin",
                                 "America/Sao_Paulo",
                                 "America/St_Johns",
                                 "Pacific/Apia"}) {
    for (const PeriodLength length : {PeriodLength::kYear,
                                      PeriodLength::kQuarter,
                                      PeriodLength::kMonth,
                                      PeriodLength::kWeek,
                                      PeriodLength::kDay}) {
      const Calendar calendar = MakeCalendar(length, zone, absl::Weekday::wednesday);
      for (int i = 0; i < 500; ++i) {
        const std::int64_t moment = i % 2 == 0 ? near(random) : far(random);
        const std::int32_t period = calendar.PeriodOf(moment);
        ASSERT_LE(absl::ToUnixMicros(calendar.Start(period)), moment) << zone;
        ASSERT_GT(absl::ToUnixMicros(calendar.Start(period + 1)), moment) << zone;
      }
    }
  }
}

}  // namespace
}  // namespace facetwire
