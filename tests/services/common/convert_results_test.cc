// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/convert_results.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include <gmock/gmock.h>

#include "facetwire/v1/indexing_service.pb.h"
#include "facetwire/v1/query_service.pb.h"

#include "index/base/errors.h"

namespace facetwire {
namespace {

template <typename Message>
void ExpectMessage(const Message& message, const std::string& text) {
  Message expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &expected)) << text;
  google::protobuf::util::MessageDifferencer differencer;
  std::string difference;
  differencer.ReportDifferencesToString(&difference);
  EXPECT_TRUE(differencer.Compare(expected, message)) << difference;
}

TEST(ConvertResultsTest, Search) {
  SearchResult result{.total = 3,
                      .facets = {{.facet = Facet::kSector,
                                  .values = {{"H49", "Land transport", 2, true, "H"}},
                                  .articles = 5,
                                  .distinct = 4,
                                  .other = 6,
                                  .missing = 1}},
                      .notes = {{"UNCLOSED_QUOTE", "A quote is not closed.", 7}},
                      .next_page_token = "next",
                      .commit_token = "commit",
                      .explanation = "tree",
                      .exactness = Exactness::kTimeLimit};
  Hit hit{.score = 1.5, .copies = 3};
  hit.stored.article.id = "a";
  hit.stored.copy_cluster = "c7";
  hit.stored.article.title = "\u00e9 Li";
  hit.stored.entities = {
      {.facet = Facet::kPerson, .id = "li", .mentions = {{TextField::kTitle, 3, 5, "Li"}}}};
  hit.snippets = {{TextField::kSummary, {{"plain ", false}, {"found", true}}}};
  result.hits.push_back(hit);
  v1::SearchResponse out;
  ToProto(result, OffsetUnit::kCodePoints, out);
  ExpectMessage(out, R"pb(
    hits {
      article {
        id: "a"
        title: "\303\251 Li"
        published_time {}
        status: ARTICLE_STATUS_USABLE
        received_time {}
        entities {
          facet: "person"
          id: "li"
          origin: ENTITY_ORIGIN_EXTRACTED
          mentions { field: TEXT_FIELD_TITLE begin: 2 end: 4 surface: "Li" }
        }
        copy_cluster: "c7"
      }
      score: 1.5
      snippets {
        field: TEXT_FIELD_SUMMARY
        segments { text: "plain " }
        segments { text: "found" highlighted: true }
      }
      copy_count: 3
    }
    total_count: 3
    facets {
      facet: "sector"
      values { id: "H49" label: "Land transport" count: 2 selected: true parent: "H" }
      article_count: 5
      distinct_count: 4
      other_count: 6
      missing_count: 1
    }
    notes { reason: "UNCLOSED_QUOTE" message: "A quote is not closed." position: 7 }
    next_page_token: "next"
    commit_token: "commit"
    exactness: EXACTNESS_TIME_LIMIT
    explanation: "tree"
  )pb");
}

TEST(ConvertResultsTest, FacetValues) {
  v1::ListFacetValuesResponse out;
  ToProto({.values = {{"KG", "Kyrgyzstan", 4, false, ""}},
           .notes = {{"R", "m", 1}},
           .next_page_token = "next",
           .commit_token = "commit"},
          out);
  ExpectMessage(out, R"pb(
    values { id: "KG" label: "Kyrgyzstan" count: 4 }
    notes { reason: "R" message: "m" position: 1 }
    next_page_token: "next"
    commit_token: "commit"
  )pb");
}

TEST(ConvertResultsTest, Corpus) {
  v1::GetCorpusResponse empty;
  ToProto(CorpusInfo{.commit_token = "c"}, empty);
  ExpectMessage(empty, R"pb(commit_token: "c")pb");
  v1::GetCorpusResponse out;
  ToProto(CorpusInfo{.articles = 1,
                     .oldest = absl::FromUnixSeconds(-2),
                     .newest = absl::FromUnixSeconds(3),
                     .countries = 4,
                     .persons = 5,
                     .sectors = 6,
                     .commit_token = "c"},
          out);
  ExpectMessage(out, R"pb(
    article_count: 1
    oldest_time { seconds: -2 }
    newest_time { seconds: 3 }
    country_count: 4
    person_count: 5
    sector_count: 6
    commit_token: "c"
  )pb");
}

TEST(ConvertResultsTest, Outcomes) {
  const struct {
    IndexOutcome outcome;
    v1::IndexOutcome sent;
  } rows[] = {{IndexOutcome::kCreated, v1::INDEX_OUTCOME_CREATED},
              {IndexOutcome::kUpdated, v1::INDEX_OUTCOME_UPDATED},
              {IndexOutcome::kDuplicate, v1::INDEX_OUTCOME_DUPLICATE},
              {IndexOutcome::kUnchanged, v1::INDEX_OUTCOME_UNCHANGED},
              {IndexOutcome::kOutdated, v1::INDEX_OUTCOME_OUTDATED}};

  for (const auto& row : rows) {
    v1::IndexArticleResponse response;
    ToProto(IndexResult{.id = "a", .outcome = row.outcome}, response);
    EXPECT_EQ(response.outcome(), row.sent);
    v1::IndexResult result;
    ToProto(IndexResult{.id = "a", .outcome = row.outcome}, result);
    EXPECT_EQ(result.id(), "a");
    EXPECT_EQ(result.outcome(), row.sent);
    EXPECT_FALSE(result.has_status());
  }
  v1::IndexResult rejected;
  ToProto(IndexResult{.id = "a", .status = InvalidField("articles[0].id", "is bad")}, rejected);
  EXPECT_EQ(rejected.outcome(), v1::INDEX_OUTCOME_REJECTED);
  EXPECT_EQ(rejected.status().code(), 3);
  EXPECT_EQ(rejected.status().message(), "articles[0].id: is bad");
}

}  // namespace
}  // namespace facetwire
