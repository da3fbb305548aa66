// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/feed_dates.h"

#include <gtest/gtest.h>

#include "clients/formats/dates.h"

namespace facetwire::formats {
namespace {

struct DateCase {
  const char* text;
  const char* same;  // in RFC 3339; nullptr: no date
};

TEST(ParseFeedTimeTest, ReadsWhatFeedsWrite) {
  const DateCase cases[] = {
      {"2023-10-26T14:30:00Z", "2023-10-26T14:30:00Z"},
      {" 2023-10-26T14:30:00.25+06:00\n", "2023-10-26T08:30:00.25Z"},
      {"2023-10-26T14:30Z", "2023-10-26T14:30:00Z"},
      {"2023-10-26T14:30:00", "2023-10-26T14:30:00Z"},
      {"2023-10-26 14:30:00 +0200", "2023-10-26T12:30:00Z"},
      {"2023-10-26T14:30:00+02", "2023-10-26T12:30:00Z"},
      {"2023-10-26", "2023-10-26"},
      {"2023-10-26+02:00", "2023-10-25T22:00:00Z"},
      {"2023-10", "2023-10-01"},
      {"2023", "2023-01-01"},
      {"20220101T120000+0000", "2022-01-01T12:00:00Z"},
      {"20220101T120000Z", "2022-01-01T12:00:00Z"},
      {"20220101T1200-0530", "2022-01-01T17:30:00Z"},
      {"20220101T120000+05:30", "2022-01-01T06:30:00Z"},
      {"20220101", "2022-01-01"},
      {"Thu, 26 Oct 2023 14:30:00 GMT", "2023-10-26T14:30:00Z"},
      {"Thu, 26 Oct 2023 14:30:00 +0200", "2023-10-26T12:30:00Z"},
      {"Thu, 26 Oct 2023 14:30 EDT", "2023-10-26T18:30:00Z"},
      {"26 Oct 23 14:30 Z", "2023-10-26T14:30:00Z"},
      {"6 October 1999 04:05:06 PST", "1999-10-06T12:05:06Z"},
      {"Thursday, 26-Oct-2023 14:30:00 UTC", "2023-10-26T14:30:00Z"},
      {"26 Oct 2023", "2023-10-26"},
      {"31 Dec 98 23:59:60 GMT", "1999-01-01"},
      {"", nullptr},
      {"soon", nullptr},
      {"2023-02-30", nullptr},
      {"2023-10-26T25:00:00Z", nullptr},
      {"2023-10-26T14:30:00+99:00", nullptr},
      {"2023-10-26T14:30:00Q9", nullptr},
      {"20231326", nullptr},
      {"Thu, 26 Foo 2023 14:30:00 GMT", nullptr},
      {"26 Oct 2023 14:30:00 XYZ", nullptr},
      {"26 Oct", nullptr},
      {"0000-01-01", nullptr},
      {"0001-01-01T00:00:00+01:00", nullptr},
  };
  for (const DateCase& c : cases) {
    const auto time = ParseFeedTime(c.text);
    ASSERT_EQ(time.ok(), c.same != nullptr) << c.text;
    if (c.same != nullptr) {
      const auto wanted = ParseTime(c.same);
      EXPECT_EQ(time->seconds(), wanted->seconds()) << c.text;
      EXPECT_EQ(time->nanos(), wanted->nanos()) << c.text;
    }
  }
}

}  // namespace
}  // namespace facetwire::formats
