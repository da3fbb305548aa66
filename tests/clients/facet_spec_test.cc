// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/facet_spec.h"

#include <string>

#include "google/protobuf/text_format.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace facetwire::cli {
namespace {

using ::facetwire::testing::StatusIs;
using ::testing::HasSubstr;

std::string Read(const std::string& text) {
  const auto facet = ParseFacetSpec(text);
  return facet.ok() ? facet->ShortDebugString() : facet.status().ToString();
}

std::string Text(const std::string& expected) {
  v1::FacetRequest facet;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(expected, &facet));
  return facet.ShortDebugString();
}

TEST(FacetSpecTest, Reads) {
  EXPECT_EQ(Read("country"), Text("facet: 'country'"));
  EXPECT_EQ(Read("person:20:significance"),
            Text("facet: 'person' limit: 20 order: FACET_ORDER_SIGNIFICANCE"));
  EXPECT_EQ(Read("published:week:0"),
            Text("facet: 'published' limit: 0 periods { length: PERIOD_LENGTH_WEEK }"));
  EXPECT_EQ(Read("country:5:label/sector:3/published:year"),
            Text("facet: 'country' limit: 5 order: FACET_ORDER_LABEL "
                 "sub_facets { facet: 'sector' limit: 3 } "
                 "sub_facets { facet: 'published' periods { length: PERIOD_LENGTH_YEAR } }"));
}

TEST(FacetSpecTest, SaysWhatIsWrong) {
  EXPECT_THAT(ParseFacetSpec("country:x"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("\"x\" is neither")));
  EXPECT_THAT(ParseFacetSpec("published"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("published:month")));
  EXPECT_THAT(ParseFacetSpec("country/person:many"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("\"many\"")));
}

}  // namespace
}  // namespace facetwire::cli
