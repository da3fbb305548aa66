// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/convert_article.h"

#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include <gmock/gmock.h>

#include "index/base/errors.h"
#include "services/common/convert_time.h"
#include "tests/support/status_matchers.h"

namespace facetwire {
namespace {

using google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

constexpr char kFull[] = R"pb(
  id: "kg-rail"
  version: 7
  url: "https://example.org/kg-rail"
  source: "Example Wire"
  language: "en"
  title: "Rails"
  summary: "A railway."
  body: "A railway in Kyrgyzstan."
  authors: "A"
  authors: "B"
  subjects: "transport"
  published_time { seconds: -1 nanos: 999999000 }
  updated_time { seconds: 253402300799 nanos: 999999000 }
  status: ARTICLE_STATUS_WITHHELD
  embargoed_until { seconds: -62135596800 }
  attributes { key: "desk" value: "asia" }
  supplied_entities { facet: "country" id: "KG" label: "" }
  supplied_entities { facet: "person" id: "" label: "Li Qiang" }
  supplied_entities { facet: "sector" id: "H49" }
)pb";

TEST(ConvertArticleTest, WhatComesInGoesOut) {
  const auto in = Parse<v1::Article>(kFull);
  const absl::StatusOr<Article> article = FromProto(in);
  ASSERT_THAT(article, IsOk());
  EXPECT_EQ(article->id, "kg-rail");
  EXPECT_EQ(article->published, absl::UnixEpoch() - absl::Microseconds(1));
  EXPECT_EQ(article->status, ArticleStatus::kWithheld);
  EXPECT_THAT(article->supplied_entities,
              ElementsAre(SuppliedEntity{Facet::kCountry, "KG", ""},
                          SuppliedEntity{Facet::kPerson, "", "Li Qiang"},
                          SuppliedEntity{Facet::kSector, "H49", ""}));
  v1::Article out;
  ToProto(StoredArticle{.article = *article, .received = absl::FromUnixSeconds(5)},
          OffsetUnit::kUtf8Bytes,
          out);
  EXPECT_EQ(out.received_time().seconds(), 5);
  out.clear_received_time();
  MessageDifferencer differencer;
  std::string difference;
  differencer.ReportDifferencesToString(&difference);
  EXPECT_TRUE(differencer.Compare(in, out)) << difference;
}

TEST(ConvertArticleTest, LeavesOutWhatIsNotThere) {
  const auto article = FromProto(Parse<v1::Article>(R"pb(id: "a"
                                                         published_time {})pb"));
  ASSERT_THAT(article, IsOk());
  EXPECT_EQ(article->status, ArticleStatus::kUsable);
  EXPECT_EQ(article->updated, std::nullopt);
  EXPECT_EQ(article->embargoed_until, std::nullopt);
  v1::Article out;
  ToProto(StoredArticle{.article = *article}, OffsetUnit::kUtf8Bytes, out);
  EXPECT_TRUE(out.has_published_time());
  EXPECT_FALSE(out.has_updated_time());
  EXPECT_FALSE(out.has_embargoed_until());
  EXPECT_EQ(out.status(), v1::ARTICLE_STATUS_USABLE);
}

TEST(ConvertArticleTest, IgnoresWhatIsOutputOnly) {
  const auto article = FromProto(Parse<v1::Article>(R"pb(id: "a"
                                                         published_time {}
                                                         received_time { nanos: -1 }
                                                         entities { facet: "?" })pb"));
  EXPECT_THAT(article, IsOk());
}

struct BadRow {
  std::string name;
  std::string article;
  std::string field;
  std::string says;
};

class BadArticleTest : public ::testing::TestWithParam<BadRow> {};

TEST_P(BadArticleTest, NamesTheField) {
  const BadRow& row = GetParam();
  const auto article = FromProto(Parse<v1::Article>(row.article));
  EXPECT_EQ(article.status().code(), absl::StatusCode::kInvalidArgument);
  const auto violations = FieldViolations(article.status());
  ASSERT_EQ(violations.size(), 1U) << article.status();
  EXPECT_EQ(violations[0].field, row.field);
  EXPECT_THAT(violations[0].description, HasSubstr(row.says));
}

const std::string kGood = R"(id: "a" published_time {} )";

INSTANTIATE_TEST_SUITE_P(
    Articles,
    BadArticleTest,
    ::testing::Values(
        BadRow{"NoId", "published_time {}", "id", "required"},
        BadRow{"NoDate", R"(id: "a")", "published_time", "required"},
        BadRow{"YearZero",
               R"(id: "a" published_time { seconds: -62135596801 })",
               "published_time",
               "1 to 9999"},
        BadRow{"Year10000",
               kGood + "updated_time { seconds: 253402300800 }",
               "updated_time",
               "1 to 9999"},
        BadRow{
            "NegativeNanos", R"(id: "a" published_time { nanos: -1 })", "published_time", "nanos"},
        BadRow{"ManyNanos",
               kGood + "embargoed_until { nanos: 1000000000 }",
               "embargoed_until",
               "nanos"},
        BadRow{"Status", kGood + "status: 9", "status", "9"},
        BadRow{"NegativeStatus", kGood + "status: -1", "status", "-1"},
        BadRow{"NoFacet", kGood + "supplied_entities {}", "supplied_entities[0].facet", "required"},
        BadRow{
            "UnknownFacet",
            kGood + R"(supplied_entities { facet: "country" } supplied_entities { facet: "city" })",
            "supplied_entities[1].facet",
            R"("city" is unknown here; use one of "country", "person", "sector")"},
        BadRow{"NoEntityFacet",
               kGood + R"(supplied_entities { facet: "source" })",
               "supplied_entities[0].facet",
               R"(use one of "country", "person", "sector")"}),
    [](const auto& test) { return test.param.name; });

TEST(ConvertArticleTest, WithoutADateWhereItIsNotNeeded) {
  EXPECT_THAT(UndatedFromProto(Parse<v1::Article>(R"pb(body: "x")pb")), IsOk());
  EXPECT_FALSE(UndatedFromProto(Parse<v1::Article>("published_time { nanos: -1 }")).ok());
}

TEST(ConvertArticleTest, OffsetsOfMentionsCountInTheirOwnField) {
  const Article article{.title = "\u674e Li", .summary = "", .body = "\U0001F600 the premier"};
  const std::vector<Entity> entities = {
      {.facet = Facet::kPerson,
       .id = "li-qiang",
       .label = "Li Qiang",
       .salience = 0.5,
       .confidence = 0.25,
       .origin = EntityOrigin::kSupplied,
       .implied = true,
       .mentions = {{TextField::kTitle, 4, 6, "Li"}, {TextField::kBody, 5, 16, "the premier"}}}};

  const struct {
    OffsetUnit unit;
    std::vector<std::uint32_t> offsets;
  } rows[] = {{OffsetUnit::kUtf8Bytes, {4, 6, 5, 16}},
              {OffsetUnit::kUtf16Units, {2, 4, 3, 14}},
              {OffsetUnit::kCodePoints, {2, 4, 2, 13}}};

  for (const auto& row : rows) {
    google::protobuf::RepeatedPtrField<v1::Entity> out;
    ToProto(entities, article, row.unit, out);
    ASSERT_EQ(out.size(), 1);
    EXPECT_EQ(out[0].facet(), "person");
    EXPECT_EQ(out[0].id(), "li-qiang");
    EXPECT_EQ(out[0].label(), "Li Qiang");
    EXPECT_EQ(out[0].salience(), 0.5);
    EXPECT_EQ(out[0].confidence(), 0.25);
    EXPECT_EQ(out[0].origin(), v1::ENTITY_ORIGIN_SUPPLIED);
    EXPECT_TRUE(out[0].implied());
    const auto& mentions = out[0].mentions();
    ASSERT_EQ(mentions.size(), 2);
    EXPECT_EQ(mentions[0].field(), v1::TEXT_FIELD_TITLE);
    EXPECT_EQ(mentions[0].surface(), "Li");
    EXPECT_EQ(mentions[1].field(), v1::TEXT_FIELD_BODY);
    EXPECT_THAT(
        (std::vector<std::uint32_t>{
            mentions[0].begin(), mentions[0].end(), mentions[1].begin(), mentions[1].end()}),
        ::testing::ElementsAreArray(row.offsets));
  }
}

TEST(ConvertArticleTest, UnitsAndViews) {
  EXPECT_EQ(*FromProto(v1::OFFSET_UNIT_UNSPECIFIED), OffsetUnit::kUtf8Bytes);
  EXPECT_EQ(*FromProto(v1::OFFSET_UNIT_UTF8_BYTES), OffsetUnit::kUtf8Bytes);
  EXPECT_EQ(*FromProto(v1::OFFSET_UNIT_UTF16_UNITS), OffsetUnit::kUtf16Units);
  EXPECT_EQ(*FromProto(v1::OFFSET_UNIT_CODE_POINTS), OffsetUnit::kCodePoints);
  EXPECT_EQ(FieldViolations(FromProto(static_cast<v1::OffsetUnit>(4)).status())[0].field,
            "offset_unit");
  EXPECT_FALSE(*WantsBody(v1::ARTICLE_VIEW_BASIC, v1::ARTICLE_VIEW_FULL));
  EXPECT_TRUE(*WantsBody(v1::ARTICLE_VIEW_FULL, v1::ARTICLE_VIEW_BASIC));
  EXPECT_TRUE(*WantsBody(v1::ARTICLE_VIEW_UNSPECIFIED, v1::ARTICLE_VIEW_FULL));
  EXPECT_FALSE(*WantsBody(v1::ARTICLE_VIEW_UNSPECIFIED, v1::ARTICLE_VIEW_BASIC));
  const auto view = WantsBody(static_cast<v1::ArticleView>(3), v1::ARTICLE_VIEW_BASIC);
  EXPECT_EQ(FieldViolations(view.status())[0].field, "view");
}

TEST(ConvertTimeTest, TimesAreFlooredToMicrosecondsAndComeBack) {
  const struct {
    std::int64_t seconds;
    std::int32_t nanos;
    std::int32_t kept;
  } rows[] = {{0, 0, 0},
              {0, 999, 0},
              {1, 1999, 1000},
              {-1, 1, 0},
              {-1, 999999999, 999999000},
              {-62135596800, 0, 0},
              {253402300799, 999999999, 999999000}};

  for (const auto& row : rows) {
    google::protobuf::Timestamp in;
    in.set_seconds(row.seconds);
    in.set_nanos(row.nanos);
    const auto time = FromProto(in, "t");
    ASSERT_THAT(time, IsOk());
    google::protobuf::Timestamp out;
    ToProto(*time, out);
    EXPECT_EQ(out.seconds(), row.seconds);
    EXPECT_EQ(out.nanos(), row.kept);
  }
}

}  // namespace
}  // namespace facetwire
