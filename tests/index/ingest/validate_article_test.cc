// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/validate_article.h"

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/errors.h"
#include "tests/support/status_matchers.h"

namespace facetwire {

namespace {

using ::facetwire::testing::IsOk;

Article Valid() {
  Article article;
  article.id = "kg-rail-1";
  article.title = "Railway agreed";
  article.body = "Work begins.";
  article.published = absl::FromUnixSeconds(1698278400);
  return article;
}

struct Case {
  std::string name;
  std::function<void(Article&)> change;
  std::string field;  // at fault; empty: none
};

class ValidateArticleTest : public ::testing::TestWithParam<Case> {};

TEST_P(ValidateArticleTest, NamesTheField) {
  Article article = Valid();
  GetParam().change(article);
  const absl::Status status = ValidateArticle(article);
  if (GetParam().field.empty()) {
    EXPECT_THAT(status, IsOk());
    return;
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_EQ(FieldViolations(status).size(), 1U) << status;
  EXPECT_EQ(FieldViolations(status)[0].field, GetParam().field) << status;
}

std::string Of(std::size_t bytes) { return std::string(bytes, 'a'); }

std::vector<Case> IdAndTextCases() {
  return {
      {"Valid", [](Article&) {}, ""},
      {"NoId", [](Article& a) { a.id = ""; }, "id"},
      {"LongestId", [](Article& a) { a.id = Of(200); }, ""},
      {"LongId", [](Article& a) { a.id = Of(201); }, "id"},
      {"ControlInId", [](Article& a) { a.id = "a\x01z"; }, "id"},
      {"ZeroInId", [](Article& a) { a.id = std::string("a\0z", 3); }, "id"},
      {"IdNotUtf8", [](Article& a) { a.id = "\xff"; }, "id"},
      {"NegativeVersion", [](Article& a) { a.version = -1; }, "version"},
      {"NoText", [](Article& a) { a.title = a.body = ""; }, "body"},
      {"BlankText", [](Article& a) { a.title = a.body = " \t\n"; }, "body"},
      {"SummaryAlone",
       [](Article& a) {
         a.title = a.body = "";
         a.summary = "x";
       },
       ""},
      {"LongestTitle", [](Article& a) { a.title = Of(8192); }, ""},
      {"LongTitle", [](Article& a) { a.title = Of(8193); }, "title"},
      {"LongSummary", [](Article& a) { a.summary = Of(65537); }, "summary"},
      {"LongestBody", [](Article& a) { a.body = Of(1048576); }, ""},
      {"LongBody", [](Article& a) { a.body = Of(1048577); }, "body"},
      {"BodyNotUtf8", [](Article& a) { a.body = "caf\xe9"; }, "body"},
  };
}

std::vector<Case> OtherFieldCases() {
  return {
      {"LongUrl", [](Article& a) { a.url = Of(2049); }, "url"},
      {"LongSource", [](Article& a) { a.source = Of(201); }, "source"},
      {"LongLanguage", [](Article& a) { a.language = Of(36); }, "language"},
      {"LongAuthor",
       [](Article& a) {
         a.authors = {"x", Of(501)};
       },
       "authors[1]"},
      {"ManyAuthors", [](Article& a) { a.authors.resize(101); }, "authors"},
      {"ManySubjects", [](Article& a) { a.subjects.resize(501); }, "subjects"},
      {"EmptyAttribute", [](Article& a) { a.attributes[""] = "x"; }, "attributes"},
      {"LongAttribute",
       [](Article& a) { a.attributes["desk"] = Of(4097); },
       "attributes[\"desk\"]"},
      {"Country",
       [](Article& a) {
         a.supplied_entities = {{Facet::kCountry, "kg", ""}};
       },
       ""},
      {"UnknownCountry",
       [](Article& a) {
         a.supplied_entities = {{Facet::kCountry, "KG", ""}, {Facet::kCountry, "QQ", ""}};
       },
       "supplied_entities[1].id"},
      {"UnknownSector",
       [](Article& a) {
         a.supplied_entities = {{Facet::kSector, "Z99", ""}};
       },
       "supplied_entities[0].id"},
      {"NamelessPerson",
       [](Article& a) {
         a.supplied_entities = {{Facet::kPerson, "li-qiang", " "}};
       },
       "supplied_entities[0].label"},
      {"PersonIdWithSpace",
       [](Article& a) {
         a.supplied_entities = {{Facet::kPerson, "li qiang", "Li Qiang"}};
       },
       "supplied_entities[0].id"},
      {"SuppliedSource",
       [](Article& a) {
         a.supplied_entities = {{Facet::kSource, "X", "X"}};
       },
       "supplied_entities[0].facet"},
  };
}

std::string CaseName(const ::testing::TestParamInfo<Case>& test) { return test.param.name; }

INSTANTIATE_TEST_SUITE_P(IdAndText,
                         ValidateArticleTest,
                         ::testing::ValuesIn(IdAndTextCases()),
                         CaseName);
INSTANTIATE_TEST_SUITE_P(OtherField,
                         ValidateArticleTest,
                         ::testing::ValuesIn(OtherFieldCases()),
                         CaseName);

TEST(ValidateArticleTextTest, NeedsNoId) {
  Article article = Valid();
  article.id = "";
  EXPECT_THAT(ValidateArticleText(article), IsOk());
}

}  // namespace

}  // namespace facetwire
