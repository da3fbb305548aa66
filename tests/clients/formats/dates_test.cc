// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/dates.h"

#include <cstdint>
#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace facetwire::formats {
namespace {

using ::facetwire::testing::StatusIs;
using ::testing::HasSubstr;

struct TimeCase {
  const char* text;
  int64_t seconds;
  int32_t nanos = 0;
};

std::ostream& operator<<(std::ostream& out, const TimeCase& c) { return out << c.text; }

class ParseTimeTest : public ::testing::TestWithParam<TimeCase> {};

TEST_P(ParseTimeTest, Reads) {
  const auto time = ParseTime(GetParam().text);
  ASSERT_TRUE(time.ok()) << time.status();
  EXPECT_EQ(time->seconds(), GetParam().seconds);
  EXPECT_EQ(time->nanos(), GetParam().nanos);
}

INSTANTIATE_TEST_SUITE_P(Good,
                         ParseTimeTest,
                         ::testing::Values(TimeCase{"1970-01-01", 0},
                                           TimeCase{"2023-10-26", 1698278400},
                                           TimeCase{"2024-02-29", 1709164800},
                                           TimeCase{"0001-01-01", -62135596800},
                                           TimeCase{"9999-12-31", 253402214400},
                                           TimeCase{"2023-10-26T14:30:00Z", 1698330600},
                                           TimeCase{"2023-10-26t14:30:00z", 1698330600},
                                           TimeCase{"2023-10-26 14:30:00Z", 1698330600},
                                           TimeCase{"2023-10-26T20:30:00+06:00", 1698330600},
                                           TimeCase{"2023-10-26T11:00:00-03:30", 1698330600},
                                           TimeCase{"1969-12-31T23:59:59.5Z", -1, 500000000},
                                           TimeCase{
                                               "1970-01-01T00:00:00.1234567891Z", 0, 123456789}));

class BadTimeTest : public ::testing::TestWithParam<const char*> {};

TEST_P(BadTimeTest, IsRefusedWithTheText) {
  EXPECT_THAT(ParseTime(GetParam()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr(std::string("\"") + GetParam() + "\" is not a date")));
}

INSTANTIATE_TEST_SUITE_P(Bad,
                         BadTimeTest,
                         ::testing::Values("",
                                           "2023",
                                           "2023-02-30",
                                           "2023-02-29",
                                           "2023-13-01",
                                           "2023-00-10",
                                           "2023-10-00",
                                           "0000-01-01",
                                           "2023-1-1",
                                           "2023/10/26",
                                           "2023-10-26 ",
                                           "2023-10-26x",
                                           "2023-10-26T14:30",
                                           "2023-10-26T14:30:00",
                                           "2023-10-26T24:00:00Z",
                                           "2023-10-26T14:60:00Z",
                                           "2023-10-26T14:30:00.Z",
                                           "2023-10-26T14:30:00+6:00",
                                           "2023-10-26T14:30:00+24:00",
                                           "2023-10-26T14:30:00Zx",
                                           "0001-01-01T00:00:00+01:00",
                                           "9999-12-31T23:59:59-01:00",
                                           "+023-10-26"));

struct PeriodCase {
  const char* text;
  const char* start;
  const char* end;
};

std::ostream& operator<<(std::ostream& out, const PeriodCase& c) { return out << c.text; }

class ParsePeriodTest : public ::testing::TestWithParam<PeriodCase> {};

TEST_P(ParsePeriodTest, Reads) {
  const auto period = ParsePeriod(GetParam().text);
  ASSERT_TRUE(period.ok()) << period.status();
  EXPECT_EQ(period->start.seconds(), ParseTime(GetParam().start)->seconds());
  EXPECT_EQ(period->end.seconds(), ParseTime(GetParam().end)->seconds());
}

INSTANTIATE_TEST_SUITE_P(
    Good,
    ParsePeriodTest,
    ::testing::Values(PeriodCase{"2023", "2023-01-01", "2024-01-01"},
                      PeriodCase{"2023-12", "2023-12-01", "2024-01-01"},
                      PeriodCase{"2024-02", "2024-02-01", "2024-03-01"},
                      PeriodCase{"2024-02-28", "2024-02-28", "2024-02-29"},
                      PeriodCase{"2023-12-31", "2023-12-31", "2024-01-01"},
                      PeriodCase{
                          "2023-10-26T14:30:00Z", "2023-10-26T14:30:00Z", "2023-10-26T14:30:00Z"},
                      PeriodCase{"9999", "9999-01-01", "9999-12-31T23:59:59Z"}));

TEST(ParsePeriodTest, RefusesWhatIsNoPeriod) {
  for (const char* text :
       {"", "23", "2023-13", "2023-0", "2023-02-30", "0000", "2023-10-26T", "last year"}) {
    EXPECT_THAT(ParsePeriod(text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not a date")))
        << text;
  }
}

TEST(FormatTimeTest, ShowsTheClockOnlyWhereItSaysSomething) {
  EXPECT_EQ(FormatTime(*ParseTime("2023-10-26")), "2023-10-26");
  EXPECT_EQ(FormatTime(*ParseTime("2023-10-26T14:30:59Z")), "2023-10-26 14:30 UTC");
  EXPECT_EQ(FormatTime(*ParseTime("0987-01-02")), "0987-01-02");
}

}  // namespace
}  // namespace facetwire::formats
