// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/requests.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace facetwire::cli {
namespace {

using ::facetwire::testing::StatusIs;
using ::testing::HasSubstr;

MATCHER_P(Says, text, "") {
  auto expected = arg;
  expected.Clear();
  if (!google::protobuf::TextFormat::ParseFromString(text, &expected)) {
    *result_listener << "the expectation is no message";
    return false;
  }
  *result_listener << arg.ShortDebugString();
  return google::protobuf::util::MessageDifferencer::Equals(arg, expected);
}

TEST(BuildQueryTest, AllParts) {
  QueryOptions options;
  options.words = {"railway", "construction"};
  options.strict = true;
  options.country = {"KG", "UZ"};
  options.source = {"A=B"};
  options.all_of = {"country=CN", "source=x=y"};
  options.none_of = {"sector=C"};
  options.from = "2023-10-26";
  options.to = "2023-10-26";
  const auto query = BuildQuery(options);
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_THAT(*query, Says(R"(
      text: "railway construction" strict: true
      filters { facet: "country" any_of: "KG" any_of: "UZ" all_of: "CN" }
      filters { facet: "source" any_of: "A=B" all_of: "x=y" }
      filters { facet: "sector" none_of: "C" }
      published { start_time { seconds: 1698278400 } end_time { seconds: 1698364800 } })"));
}

TEST(BuildQueryTest, NothingIsEverything) { EXPECT_THAT(*BuildQuery({}), Says("")); }

TEST(BuildQueryTest, NamesTheFlagAtFault) {
  QueryOptions options;
  options.from = "2023-02-30";
  EXPECT_THAT(
      BuildQuery(options),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--from: \"2023-02-30\" is not")));
  options = {};
  options.to = "soon";
  EXPECT_THAT(BuildQuery(options),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--to: ")));
  for (const char* pair : {"KG", "=KG", "country="}) {
    options = {};
    options.all_of = {pair};
    EXPECT_THAT(BuildQuery(options),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--all-of: \"")));
    options = {};
    options.none_of = {pair};
    EXPECT_THAT(BuildQuery(options),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--not: \"")));
  }
}

TEST(BuildQueryTest, ARangeGoesForward) {
  struct Case {
    const char* from;
    const char* to;
    bool good;
  };

  const Case cases[] = {
      {"2023", "2023", true},
      {"2023-06", "2023", true},
      {"2023-10-26", "2023-10-26", true},
      {"2024", "2023", false},
      {"2023-10-27", "2023-10-26", false},
      {"2023-10-26T14:30:00Z", "2023-10-26", true},
      {"2023-10-27T00:00:00Z", "2023-10-26", false},
      // Instants are the server's business.
      {"2023-10-26T14:30:00Z", "2023-10-26T14:00:00Z", true},
  };
  for (const Case& c : cases) {
    QueryOptions options;
    options.from = c.from;
    options.to = c.to;
    EXPECT_EQ(BuildQuery(options).ok(), c.good) << c.from << " to " << c.to;
  }
}

TEST(BuildSearchTest, HitsAndFacets) {
  Options options;
  options.command = Command::kSearch;
  options.sort = "oldest";
  options.limit = -1;  // the server says what is wrong with it
  options.page_token = "t";
  options.facets = {"country:20", "person"};
  options.label_language = "de";
  options.explain = true;
  EXPECT_THAT(*BuildSearch(options), Says(R"(
      query {} sort: SORT_OLDEST page_size: -1 page_token: "t"
      facets { facet: "country" limit: 20 } facets { facet: "person" }
      label_language: "de" explain: true)"));
}

TEST(BuildSearchTest, FoldedCopies) {
  Options options;
  options.command = Command::kSearch;
  options.query.fold_copies = true;
  EXPECT_THAT(*BuildSearch(options), Says("query { fold_copies: true } sort: SORT_RELEVANCE"));
}

TEST(BuildSearchTest, CopiesComeInTheOrderOfTime) {
  Options options;
  options.command = Command::kCopies;
  options.query.copies_of = "a";
  EXPECT_THAT(*BuildSearch(options), Says("query { copies_of: 'a' } sort: SORT_OLDEST"));
}

TEST(BuildSearchTest, FacetsAloneAreTheThree) {
  Options options;
  options.command = Command::kFacets;
  EXPECT_THAT(*BuildSearch(options), Says(R"(
      query {} sort: SORT_RELEVANCE page_size: 0
      facets { facet: "country" } facets { facet: "person" } facets { facet: "sector" })"));
}

TEST(BuildSearchTest, ACountIsANumber) {
  Options options;
  options.facets = {"country:many"};
  EXPECT_THAT(
      BuildSearch(options),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--facets: \"country:many\"")));
}

TEST(BuildValuesTest, AllParts) {
  Options options;
  options.facet = "country";
  options.prefix = "kyr";
  options.query.words = {"rail"};
  EXPECT_THAT(*BuildValues(options),
              Says(R"(facet: "country" prefix: "kyr" query { text: "rail" } page_size: 10)"));
}

}  // namespace
}  // namespace facetwire::cli
