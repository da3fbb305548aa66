// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/page_token.h"

#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/errors.h"
#include "tests/support/status_matchers.h"

namespace facetwire {
namespace {

using ::testing::_;
using testing::IsOk;
using testing::StatusIs;

PageToken Sample() {
  PageToken token;
  token.request = 0xfedcba9876543210;
  token.bound = 123456;
  token.now_micros = 1'700'000'000'000'000;
  token.cluster = 4711;
  token.last = {.score = 7.125, .published_micros = -86'400'000'000, .docid = 77};
  token.last_value = "li-qiang \xc3\xa9";
  token.last_count = 12;
  token.statistics = {.documents = 1000, .average_length = 213.7, .frequencies = {3, 0, 999}};
  return token;
}

TEST(PageToken, ComesBackAsItWas) {
  for (const PageToken& token : {Sample(), PageToken{}}) {
    const absl::StatusOr<PageToken> back = DecodePageToken(EncodePageToken(token), token.request);
    ASSERT_THAT(back, IsOk());
    EXPECT_EQ(*back, token);
  }
}

TEST(PageToken, IsSafeInUrls) {
  PageToken token = Sample();
  for (std::uint64_t i = 0; i < 100; ++i) {
    token.request = i * 0x9e3779b97f4a7c15;
    EXPECT_EQ(EncodePageToken(token).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                       "abcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
  }
}

TEST(PageToken, OfAnotherRequestIsRefused) {
  const absl::Status status = DecodePageToken(EncodePageToken(Sample()), 1).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, _));
  EXPECT_EQ(FieldViolations(status)[0].field, "page_token");
  EXPECT_EQ(Reason(status), "PAGE_TOKEN_MISMATCH");
}

TEST(PageToken, RubbishIsRefused) {
  const std::string right = EncodePageToken(Sample());
  std::vector<std::string> wrong = {
      "x", "AAAA", "AAAAAAAA", "not base64!", right + "A", right.substr(1), std::string(5000, 'A')};
  for (std::size_t i = 0; i < right.size(); ++i) {
    wrong.push_back(right);
    wrong.back()[i] = right[i] == 'A' ? 'B' : 'A';
    wrong.push_back(right.substr(0, i));
  }
  for (const std::string& text : wrong) {
    const absl::Status status = DecodePageToken(text, Sample().request).status();
    ASSERT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, _)) << text;
    EXPECT_EQ(FieldViolations(status)[0].field, "page_token");
    EXPECT_EQ(Reason(status), std::nullopt);
  }
}

TEST(PageToken, FingerprintTellsRequestsApart) {
  using Change = std::function<void(SearchRequest&)>;
  const std::vector<Change> changes = {
      [](SearchRequest&) {},
      [](SearchRequest& r) { r.query.text = "rail"; },
      [](SearchRequest& r) { r.query.strict = true; },
      [](SearchRequest& r) { r.query.filters.push_back({.facet = Facet::kPerson}); },
      [](SearchRequest& r) { r.query.filters.push_back({.any_of = {"KG"}}); },
      [](SearchRequest& r) { r.query.filters.push_back({.all_of = {"KG"}}); },
      [](SearchRequest& r) { r.query.filters.push_back({.none_of = {"KG"}}); },
      [](SearchRequest& r) {
        r.query.filters.push_back({.any_of = {"K", "G"}});
      },
      [](SearchRequest& r) { r.query.published.start = absl::UnixEpoch(); },
      [](SearchRequest& r) { r.query.published.end = absl::UnixEpoch(); },
      [](SearchRequest& r) { r.query.copies_of = "rail"; },
      [](SearchRequest& r) { r.query.fold_copies = true; },
      [](SearchRequest& r) { r.sort = Sort::kOldest; },
      [](SearchRequest& r) { r.facets.push_back({.facet = Facet::kPerson}); },
      [](SearchRequest& r) { r.facets.push_back({.limit = 3}); },
      [](SearchRequest& r) { r.facets.push_back({.scope = FacetScope::kQuery}); },
      [](SearchRequest& r) { r.facets.push_back({.include_values = {"KG"}}); },
      [](SearchRequest& r) { r.query.filters.push_back({.min_salience = 0.5}); },
      [](SearchRequest& r) { r.facets.push_back({.order = FacetOrder::kLabel}); },
      [](SearchRequest& r) { r.facets.push_back({.page_token = "t"}); },
      [](SearchRequest& r) { r.facets.push_back({.min_salience = 0.5}); },
      [](SearchRequest& r) { r.facets.push_back({.periods = PeriodSpec{}}); },
      [](SearchRequest& r) {
        r.facets.push_back({.periods = PeriodSpec{.time_zone = "Asia/Bishkek"}});
      },
      [](SearchRequest& r) {
        r.facets.push_back({.periods = PeriodSpec{.week_start = absl::Weekday::sunday}});
      },
      [](SearchRequest& r) { r.facets.push_back({.sub_facets = {{}}}); },
      [](SearchRequest& r) { r.facets.push_back({.sub_facets = {{.limit = 3}}}); },
      [](SearchRequest& r) { r.facets.push_back({.background = {.text = "coal"}}); },
      [](SearchRequest& r) { r.include_body = true; },
      [](SearchRequest& r) { r.include_snippets = false; },
      [](SearchRequest& r) { r.label_language = "de"; },
      [](SearchRequest& r) { r.explain = true; },
  };
  std::vector<std::uint64_t> prints;
  for (const Change& change : changes) {
    SearchRequest request;
    change(request);
    const std::uint64_t print = Fingerprint(request);
    EXPECT_THAT(prints, ::testing::Not(::testing::Contains(print))) << prints.size();
    prints.push_back(print);
    request.page_size = 99;
    request.page_token = "abc";
    EXPECT_EQ(Fingerprint(request), print);
  }
  EXPECT_THAT(prints, ::testing::Not(::testing::Contains(Fingerprint(FacetValuesRequest{}))));
}

TEST(PageToken, FingerprintOfAFacetIsItsOwn) {
  SearchRequest request;
  FacetRequest facet;
  const std::uint64_t print = Fingerprint(request, facet);
  EXPECT_NE(print, Fingerprint(request));
  facet.limit = 3;
  facet.page_token = "abc";
  request.page_size = 99;
  request.page_token = "abc";
  request.facets = {facet, {.facet = Facet::kPerson}};
  EXPECT_EQ(Fingerprint(request, facet), print);
  facet.order = FacetOrder::kLabel;
  EXPECT_NE(Fingerprint(request, facet), print);
  request.label_language = "de";
  EXPECT_NE(Fingerprint(request, {}), print);
}

}  // namespace
}  // namespace facetwire
