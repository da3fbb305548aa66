// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/convert_query.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include <gmock/gmock.h>

#include "facetwire/v1/query_service.pb.h"

#include "index/base/errors.h"
#include "tests/support/status_matchers.h"

namespace facetwire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Optional;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

TEST(SearchFromProtoTest, AnEmptyRequestHasTheDefaultsOfTheContract) {
  const auto request = FromProto(v1::SearchRequest());
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(request->query, ArticleQuery());
  EXPECT_EQ(request->sort, Sort::kRelevance);
  EXPECT_EQ(request->page_size, 10U);
  EXPECT_FALSE(request->include_body);
  EXPECT_TRUE(request->include_snippets);
  EXPECT_FALSE(request->explain);
  EXPECT_EQ(request->max_time, std::nullopt);
  EXPECT_THAT(request->facets, ElementsAre());
}

TEST(SearchFromProtoTest, EverythingArrives) {
  const auto request = FromProto(Parse<v1::SearchRequest>(R"pb(
    query {
      text: "rail"
      strict: true
      filters { facet: "country" any_of: "KG" any_of: "uz" all_of: "CN" none_of: "RU" }
      filters { facet: "language" any_of: "en" }
      published {
        start_time { seconds: 1 nanos: 1999 }
        end_time { seconds: 2 }
      }
      copies_of: "a-1"
      fold_copies: true
    }
    sort: SORT_OLDEST
    page_size: 0
    page_token: "p"
    facets { facet: "person" limit: 0 scope: FACET_SCOPE_QUERY include_values: "li-qiang" }
    facets { facet: "person" }
    view: ARTICLE_VIEW_FULL
    omit_snippets: true
    label_language: "de"
    min_commit_token: "c"
    max_time { nanos: 5 }
    explain: true
  )pb"));
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(request->query.text, "rail");
  EXPECT_TRUE(request->query.strict);
  EXPECT_EQ(request->query.copies_of, "a-1");
  EXPECT_TRUE(request->query.fold_copies);
  EXPECT_THAT(request->query.filters,
              ElementsAre(FacetFilter{Facet::kCountry, {"KG", "uz"}, {"CN"}, {"RU"}},
                          FacetFilter{Facet::kLanguage, {"en"}, {}, {}}));
  EXPECT_THAT(request->query.published.start, Optional(absl::FromUnixMicros(1000001)));
  EXPECT_THAT(request->query.published.end, Optional(absl::FromUnixSeconds(2)));
  EXPECT_EQ(request->sort, Sort::kOldest);
  EXPECT_EQ(request->page_size, 0U);
  EXPECT_EQ(request->page_token, "p");
  EXPECT_THAT(request->facets,
              ElementsAre(FacetRequest{Facet::kPerson, 0, FacetScope::kQuery, {"li-qiang"}},
                          FacetRequest{Facet::kPerson, 10, FacetScope::kExceptOwnAnyOf, {}}));
  EXPECT_TRUE(request->include_body);
  EXPECT_FALSE(request->include_snippets);
  EXPECT_EQ(request->label_language, "de");
  EXPECT_EQ(request->min_commit_token, "c");
  EXPECT_THAT(request->max_time, Optional(absl::Nanoseconds(5)));
  EXPECT_TRUE(request->explain);
}

TEST(SearchFromProtoTest, WhatIsAtALimitIsFine) {
  v1::SearchRequest request;
  request.set_page_size(100);
  auto& filter = *request.mutable_query()->add_filters();
  filter.set_facet("person");
  auto& facet = *request.add_facets();
  facet.set_facet("person");
  facet.set_limit(1000);
  for (int i = 0; i < 1000; ++i) {
    filter.add_any_of("a");
    filter.add_all_of("a");
    filter.add_none_of("a");
    facet.add_include_values("a");
  }
  EXPECT_THAT(FromProto(request), IsOk());
}

struct BadRow {
  std::string name;
  std::string request;
  std::string field;
  std::string says;
};

void ExpectField(const absl::Status& status, const BadRow& row) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  const auto violations = FieldViolations(status);
  ASSERT_EQ(violations.size(), 1U) << status;
  EXPECT_EQ(violations[0].field, row.field);
  EXPECT_THAT(violations[0].description, HasSubstr(row.says));
}

std::string Times(int times, const std::string& text) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

class BadSearchTest : public ::testing::TestWithParam<BadRow> {};

TEST_P(BadSearchTest, NamesTheField) {
  ExpectField(FromProto(Parse<v1::SearchRequest>(GetParam().request)).status(), GetParam());
}

constexpr char kAllNames[] = R"("country", "person", "sector", "source", "language")";

INSTANTIATE_TEST_SUITE_P(
    Requests,
    BadSearchTest,
    ::testing::Values(
        BadRow{"NegativePage", "page_size: -1", "page_size", "0 to 100"},
        BadRow{"BigPage", "page_size: 101", "page_size", "0 to 100"},
        BadRow{"Sort", "sort: 4", "sort", "4"},
        BadRow{"View", "view: 3", "view", "3"},
        BadRow{"ZeroTime", "max_time {}", "max_time", "more than 0"},
        BadRow{"NegativeTime", "max_time { nanos: -1 }", "max_time", "more than 0"},
        BadRow{"MixedSigns", "max_time { seconds: 1 nanos: -1 }", "max_time", "valid"},
        BadRow{"LongTime", "max_time { seconds: 315576000001 }", "max_time", "valid"},
        BadRow{"ManyNanos", "max_time { nanos: 1000000000 }", "max_time", "valid"},
        BadRow{"FilterFacet",
               R"(query { filters { facet: "country" } filters { facet: "city" any_of: "x" } })",
               "query.filters[1].facet",
               kAllNames},
        BadRow{"NoFilterFacet", "query { filters {} }", "query.filters[0].facet", "required"},
        BadRow{"UpperCaseFacet",
               R"(query { filters { facet: "Country" } })",
               "query.filters[0].facet",
               "\"Country\""},
        BadRow{"TwoFilters",
               R"(query { filters { facet: "source" } filters { facet: "source" } })",
               "query.filters[1].facet",
               "already"},
        BadRow{"ManyAnyOf",
               "query { filters { facet: \"person\" " + Times(1001, "any_of: 'a' ") + "} }",
               "query.filters[0].any_of",
               "limit is 1000"},
        BadRow{"ManyAllOf",
               "query { filters { facet: \"person\" " + Times(1001, "all_of: 'a' ") + "} }",
               "query.filters[0].all_of",
               "limit is 1000"},
        BadRow{"ManyNoneOf",
               "query { filters { facet: \"person\" " + Times(1001, "none_of: 'a' ") + "} }",
               "query.filters[0].none_of",
               "limit is 1000"},
        BadRow{"Start",
               "query { published { start_time { seconds: 253402300800 } } }",
               "query.published.start_time",
               "1 to 9999"},
        BadRow{"End",
               "query { published { end_time { nanos: -1 } } }",
               "query.published.end_time",
               "nanos"},
        BadRow{"Facet", R"(facets { facet: "city" })", "facets[0].facet", kAllNames},
        BadRow{"NegativeLimit",
               R"(facets { facet: "person" } facets { facet: "sector" limit: -1 })",
               "facets[1].limit",
               "0 to 1000"},
        BadRow{"BigLimit", R"(facets { facet: "sector" limit: 1001 })", "facets[0].limit", "1000"},
        BadRow{"Scope", R"(facets { facet: "sector" scope: 3 })", "facets[0].scope", "3"},
        BadRow{"Order", R"(facets { facet: "sector" order: 9 })", "facets[0].order", "9"},
        BadRow{"PeriodsOfAValue",
               R"(facets { facet: "sector" periods { length: PERIOD_LENGTH_DAY } })",
               "facets[0].periods",
               "published"},
        BadRow{"NoPeriods",
               R"(facets { facet: "published" })",
               "facets[0].periods.length",
               "required"},
        BadRow{"PeriodLength",
               R"(facets { facet: "published" periods { length: 9 } })",
               "facets[0].periods.length",
               "9"},
        BadRow{"WeekStart",
               R"(facets { facet: "published"
                           periods { length: PERIOD_LENGTH_WEEK week_start: 8 } })",
               "facets[0].periods.week_start",
               "8"},
        BadRow{"WeekStartOfMonths",
               R"(facets { facet: "published"
                           periods { length: PERIOD_LENGTH_MONTH week_start: WEEKDAY_SUNDAY } })",
               "facets[0].periods.week_start",
               "weeks only"},
        BadRow{"PeriodOrder",
               R"(facets { facet: "published" order: FACET_ORDER_COUNT
                           periods { length: PERIOD_LENGTH_MONTH } })",
               "facets[0].order",
               "latest first"},
        BadRow{"BackgroundOfCounts",
               R"(facets { facet: "sector" background { text: "x" } })",
               "facets[0].background",
               "SIGNIFICANCE"},
        BadRow{"BackgroundFilter",
               R"(facets { facet: "sector" order: FACET_ORDER_SIGNIFICANCE
                           background { filters { facet: "city" } } })",
               "facets[0].background.filters[0].facet",
               "city"},
        BadRow{"SubFacet",
               R"(facets { facet: "sector" sub_facets { facet: "person" }
                           sub_facets { facet: "city" } })",
               "facets[0].sub_facets[1].facet",
               "city"},
        BadRow{"ThreeLevels",
               R"(facets { facet: "sector"
                           sub_facets { facet: "person" sub_facets { facet: "country" } } })",
               "facets[0].sub_facets[0].sub_facets",
               "two levels"},
        BadRow{"SubFacetScope",
               R"(facets { facet: "sector"
                           sub_facets { facet: "person" scope: FACET_SCOPE_QUERY } })",
               "facets[0].sub_facets[0].scope",
               "of each value"},
        BadRow{"ManySubFacets",
               "facets { facet: 'sector' " + Times(6, "sub_facets { facet: 'person' } ") + "}",
               "facets[0].sub_facets",
               "limit is 5"},
        BadRow{"ManyIncluded",
               "facets { facet: \"person\" " + Times(1001, "include_values: 'a' ") + "}",
               "facets[0].include_values",
               "limit is 1000"},
        BadRow{"ManyFacets", Times(21, "facets { facet: 'person' } "), "facets", "limit is 20"}),
    [](const auto& test) { return test.param.name; });

TEST(ValuesFromProtoTest, EverythingArrives) {
  const auto request = FromProto(Parse<v1::ListFacetValuesRequest>(R"pb(
    facet: "sector"
    prefix: "tra"
    query { text: "rail" }
    page_size: 1000
    page_token: "p"
    label_language: "de"
    min_commit_token: "c"
  )pb"));
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(request->facet, Facet::kSector);
  EXPECT_EQ(request->prefix, "tra");
  EXPECT_EQ(request->query.text, "rail");
  EXPECT_EQ(request->page_size, 1000U);
  EXPECT_EQ(request->page_token, "p");
  EXPECT_EQ(request->label_language, "de");
  EXPECT_EQ(request->min_commit_token, "c");
  EXPECT_EQ(FromProto(Parse<v1::ListFacetValuesRequest>("facet: 'source'"))->page_size, 10U);
}

class BadValuesTest : public ::testing::TestWithParam<BadRow> {};

TEST_P(BadValuesTest, NamesTheField) {
  ExpectField(FromProto(Parse<v1::ListFacetValuesRequest>(GetParam().request)).status(),
              GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Requests,
    BadValuesTest,
    ::testing::Values(
        BadRow{"NoFacet", "", "facet", kAllNames},
        BadRow{"Facet", "facet: 'city'", "facet", kAllNames},
        BadRow{"ZeroPage", "facet: 'person' page_size: 0", "page_size", "1 to 1000"},
        BadRow{"NegativePage", "facet: 'person' page_size: -5", "page_size", "1 to 1000"},
        BadRow{"BigPage", "facet: 'person' page_size: 1001", "page_size", "1 to 1000"},
        BadRow{"LongPrefix",
               "facet: 'person' prefix: '" + std::string(201, 'a') + "'",
               "prefix",
               "limit is 200"},
        BadRow{"Filter",
               "facet: 'person' query { filters { facet: 'x' } }",
               "query.filters[0].facet",
               kAllNames}),
    [](const auto& test) { return test.param.name; });

TEST(WithContractFieldsTest, RenamesWhatTheContractCallsOtherwise) {
  const struct {
    std::string in;
    std::string out;
  } rows[] = {{"query.published.end", "query.published.end_time"},
              {"query.published.start", "query.published.start_time"},
              {"query.published", "query.published.end_time"},
              {"query.published.end_time", "query.published.end_time"},
              {"query.filters[0].any_of[1]", "query.filters[0].any_of[1]"},
              {"page_token", "page_token"}};

  for (const auto& row : rows) {
    const absl::Status status = WithContractFields(WithReason(InvalidField(row.in, "why"), "R"));
    EXPECT_THAT(FieldViolations(status), ElementsAre(FieldViolation{row.out, "why"}));
    EXPECT_THAT(Reason(status), Optional(std::string("R")));
  }
  EXPECT_EQ(WithContractFields(absl::NotFoundError("x")), absl::NotFoundError("x"));
}

}  // namespace
}  // namespace facetwire
