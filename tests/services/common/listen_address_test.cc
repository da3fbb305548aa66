// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/listen_address.h"

#include <string>

#include <gmock/gmock.h>

#include "tests/support/status_matchers.h"

namespace facetwire {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

TEST(ListenAddressTest, ReadsWhatItWrites) {
  for (const std::string text :
       {"127.0.0.1:50051", "localhost:0", "0.0.0.0:65535", "[::1]:80", "a.example:1"}) {
    const auto address = ParseListenAddress(text);
    ASSERT_THAT(address, IsOk());
    EXPECT_EQ(address->ToString(), text);
  }
  EXPECT_EQ(ParseListenAddress("[::1]:80")->host, "::1");
}

TEST(ListenAddressTest, SaysWhatIsWrong) {
  const struct {
    std::string text;
    std::string says;
  } rows[] = {
      {"", "no port"},
      {"localhost", "no port"},
      {":80", "no host"},
      {"localhost:", "number"},
      {"localhost:http", "number"},
      {"localhost:65536", "0 to 65535"},
      {"localhost:-1", "number"},
      {"localhost:+1", "number"},
      {"localhost:99999999999999999999", "number"},
      {"::1:80", "brackets"},
      {"[::1:80", "brackets"},
  };

  for (const auto& row : rows) {
    EXPECT_THAT(ParseListenAddress(row.text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(row.says)))
        << row.text;
  }
}

TEST(ListenAddressTest, ProbeGivesTheSystemsReason) {
  EXPECT_THAT(ProbeListenAddress({"127.0.0.1", 0}), IsOk());
  EXPECT_THAT(ProbeListenAddress({"192.0.2.1", 0}),  // for documentation: no machine has it
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("192.0.2.1:0: ")));
}

}  // namespace
}  // namespace facetwire
