// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>

#include "facetwire/v1/indexing_service.grpc.pb.h"
#include "facetwire/v1/query_service.grpc.pb.h"

#include "index/engine/local_engine.h"
#include "tests/services/served_fakes.h"
#include "tests/support/copy_texts.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using testing::FieldOf;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::SizeIs;
using Indexing = v1::IndexingService::Stub;
using Query = v1::QueryService::Stub;

// The real engine behind the real services.
class RealEngineTest : public testing::ServedFakes {
 protected:
  void SetUp() override {
    auto engine = OpenLocalEngine({.data_dir = directory_.path()});
    ASSERT_THAT(engine, IsOk());
    engine_ = *std::move(engine);
    Serve();
    indexing_stub_ = v1::IndexingService::NewStub(channel_);
    query_stub_ = v1::QueryService::NewStub(channel_);
  }

  void TearDown() override { server_ = nullptr; }

  grpc::Status Index(const v1::Article& article) {
    v1::IndexArticleRequest request;
    *request.mutable_article() = article;
    return Call(*indexing_stub_, &Indexing::IndexArticle, request, &indexed_);
  }

  grpc::Status Search(const v1::SearchRequest& request) {
    return Call(*query_stub_, &Query::Search, request, &found_);
  }

  testing::TempDir directory_;
  std::unique_ptr<Indexing> indexing_stub_;
  std::unique_ptr<Query> query_stub_;
  v1::IndexArticleResponse indexed_;
  v1::SearchResponse found_;
};

v1::Article Railway() {
  v1::Article article;
  article.set_id("kg-rail");
  article.set_source("Example Wire");
  article.set_language("en");
  article.set_title("Kyrgyzstan and China begin railway construction");
  article.set_body(
      "Kyrgyzstan began the construction of a railway to China. \u201cIt is a start,\u201d Prime "
      "Minister Akylbek Japarov said.");
  article.mutable_published_time()->set_seconds(1700000000);
  return article;
}

TEST_F(RealEngineTest, WhatIsIndexedIsFoundCountedAndGone) {
  ASSERT_TRUE(Index(Railway()).ok());
  EXPECT_EQ(indexed_.outcome(), v1::INDEX_OUTCOME_CREATED);

  v1::SearchRequest search;
  search.mutable_query()->set_text("railway construction");
  auto& filter = *search.mutable_query()->add_filters();
  filter.set_facet("country");
  filter.add_any_of("kg");
  for (const std::string facet : {"country", "person", "source"}) {
    search.add_facets()->set_facet(facet);
  }
  search.set_min_commit_token(indexed_.commit_token());
  const grpc::Status status = Search(search);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(found_.total_count(), 1U);
  EXPECT_EQ(found_.exactness(), v1::EXACTNESS_EXACT);
  ASSERT_THAT(found_.hits(), SizeIs(1));
  EXPECT_EQ(found_.hits(0).article().id(), "kg-rail");
  EXPECT_EQ(found_.hits(0).article().body(), "");
  EXPECT_GT(found_.hits(0).snippets_size(), 0);
  ASSERT_THAT(found_.facets(), SizeIs(3));
  std::map<std::string, std::uint64_t> countries;
  for (const v1::FacetValue& value : found_.facets(0).values()) {
    countries[value.id()] = value.count();
  }
  EXPECT_EQ(countries["KG"], 1U);
  EXPECT_EQ(countries["CN"], 1U);
  ASSERT_THAT(found_.facets(2).values(), SizeIs(1));
  EXPECT_EQ(found_.facets(2).values(0).id(), "Example Wire");

  v1::DeleteArticleRequest remove;
  remove.set_id("kg-rail");
  v1::DeleteArticleResponse removed;
  ASSERT_TRUE(Call(*indexing_stub_, &Indexing::DeleteArticle, remove, &removed).ok());
  search.set_min_commit_token(removed.commit_token());
  ASSERT_TRUE(Search(search).ok());
  EXPECT_EQ(found_.total_count(), 0U);
  EXPECT_EQ(Call(*indexing_stub_, &Indexing::DeleteArticle, remove, &removed).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(RealEngineTest, CopiesAreFoldedWhereThatIsAskedForAndListed) {
  // One story in three papers, and another one.
  for (const auto& [id, source, story] : std::vector<std::tuple<std::string, std::string, int>>{
           {"a", "Post", 1}, {"b", "Times", 1}, {"c", "Post", 1}, {"d", "Times", 2}}) {
    v1::Article article = Railway();
    article.set_id(id);
    article.set_source(source);
    article.set_body("A railway. " + testing::CopyText(static_cast<std::uint64_t>(story)));
    article.mutable_published_time()->set_seconds(1700000000 + id[0]);
    ASSERT_TRUE(Index(article).ok());
  }
  v1::SearchRequest search;
  search.mutable_query()->set_text("railway");
  search.mutable_query()->set_fold_copies(true);
  search.set_sort(v1::SORT_NEWEST);
  search.add_facets()->set_facet("source");
  search.set_min_commit_token(indexed_.commit_token());
  ASSERT_TRUE(Search(search).ok());
  EXPECT_EQ(found_.total_count(), 2U);
  ASSERT_THAT(found_.hits(), SizeIs(2));
  EXPECT_EQ(found_.hits(0).article().id(), "d");
  EXPECT_EQ(found_.hits(0).copy_count(), 0U);
  EXPECT_EQ(found_.hits(0).article().copy_cluster(), "");
  EXPECT_EQ(found_.hits(1).article().id(), "c");
  EXPECT_EQ(found_.hits(1).copy_count(), 2U);
  const std::string cluster = found_.hits(1).article().copy_cluster();
  EXPECT_NE(cluster, "");
  ASSERT_THAT(found_.facets(0).values(), SizeIs(2));
  EXPECT_EQ(found_.facets(0).article_count(), 2U);
  EXPECT_EQ(found_.facets(0).values(0).id(), "Times");
  EXPECT_EQ(found_.facets(0).values(0).count(), 2U);
  EXPECT_EQ(found_.facets(0).values(1).id(), "Post");
  EXPECT_EQ(found_.facets(0).values(1).count(), 1U);

  v1::ListFacetValuesRequest values;
  values.set_facet("source");
  *values.mutable_query() = search.query();
  v1::ListFacetValuesResponse listed;
  ASSERT_TRUE(Call(*query_stub_, &Query::ListFacetValues, values, &listed).ok());
  ASSERT_THAT(listed.values(), SizeIs(2));
  EXPECT_EQ(listed.values(1).count(), 1U);

  search.mutable_query()->set_fold_copies(false);
  search.mutable_query()->set_copies_of("c");
  ASSERT_TRUE(Search(search).ok());
  EXPECT_EQ(found_.total_count(), 3U);
  EXPECT_EQ(found_.hits(0).article().id(), "c");
  EXPECT_EQ(found_.hits(2).article().id(), "a");
  EXPECT_EQ(found_.hits(2).article().copy_cluster(), cluster);
  EXPECT_EQ(found_.hits(2).copy_count(), 0U);

  v1::GetArticleRequest get;
  get.set_id("b");
  v1::GetArticleResponse got;
  ASSERT_TRUE(Call(*query_stub_, &Query::GetArticle, get, &got).ok());
  EXPECT_EQ(got.article().copy_cluster(), cluster);

  // A story is taken back with all its copies; what is deleted cannot be folded.
  v1::DeleteArticlesRequest remove;
  remove.mutable_query()->set_copies_of("b");
  remove.mutable_query()->set_fold_copies(true);
  v1::DeleteArticlesResponse removed;
  EXPECT_EQ(FieldOf(Call(*indexing_stub_, &Indexing::DeleteArticles, remove, &removed)),
            "query.fold_copies");
  remove.mutable_query()->set_fold_copies(false);
  ASSERT_TRUE(Call(*indexing_stub_, &Indexing::DeleteArticles, remove, &removed).ok());
  EXPECT_EQ(removed.count(), 3U);
}

TEST_F(RealEngineTest, TheBackgroundIsFoldedAsTheQueryIs) {
  v1::SearchRequest search;
  v1::FacetRequest& facet = *search.add_facets();
  facet.set_facet("country");
  facet.set_order(v1::FACET_ORDER_SIGNIFICANCE);
  facet.mutable_background()->set_fold_copies(true);
  EXPECT_EQ(FieldOf(Search(search)), "facets[0].background.fold_copies");
  search.mutable_query()->set_fold_copies(true);
  EXPECT_TRUE(Search(search).ok());
  facet.mutable_background()->set_copies_of("a");
  EXPECT_EQ(FieldOf(Search(search)), "facets[0].background.copies_of");
}

TEST_F(RealEngineTest, AnArticleComesBackAsItWasSentWithOffsetsInTheUnit) {
  const v1::Article sent = Railway();
  ASSERT_TRUE(Index(sent).ok());
  v1::GetArticleRequest get;
  get.set_id("kg-rail");
  get.set_offset_unit(v1::OFFSET_UNIT_CODE_POINTS);
  v1::GetArticleResponse got;
  ASSERT_TRUE(Call(*query_stub_, &Query::GetArticle, get, &got).ok());
  EXPECT_EQ(got.article().body(), sent.body());
  EXPECT_EQ(got.article().published_time().seconds(), sent.published_time().seconds());
  int in_body = 0;
  for (const v1::Entity& entity : got.article().entities()) {
    for (const v1::Mention& mention : entity.mentions()) {
      if (mention.field() != v1::TEXT_FIELD_BODY) {
        continue;
      }
      // Both quotation marks are three bytes long, and behind the first country's name.
      const std::size_t bytes = mention.begin() < 57 ? 0 : mention.begin() < 73 ? 2 : 4;
      EXPECT_EQ(sent.body().substr(mention.begin() + bytes, mention.surface().size()),
                mention.surface());
      ++in_body;
    }
  }
  EXPECT_GE(in_body, 3);
}

TEST_F(RealEngineTest, ABatchOfNothingGoodStillAnswers) {
  v1::BatchIndexArticlesRequest request;
  request.add_articles()->set_id("no-date");
  *request.add_articles() = Railway();
  request.mutable_articles(1)->clear_title();
  request.mutable_articles(1)->clear_body();
  v1::BatchIndexArticlesResponse response;
  ASSERT_TRUE(Call(*indexing_stub_, &Indexing::BatchIndexArticles, request, &response).ok());
  ASSERT_THAT(response.results(), SizeIs(2));
  EXPECT_THAT(response.results(0).status().message(), HasSubstr("articles[0].published_time"));
  EXPECT_THAT(response.results(1).status().message(), HasSubstr("articles[1].body"));
  EXPECT_NE(response.commit_token(), "");
}

TEST_F(RealEngineTest, InAStreamAnOlderVersionNeverReplacesANewerOneAndAcksAreSearchable) {
  grpc::ClientContext context;
  SetLongDeadline(context);
  const auto stream = indexing_stub_->StreamIndexArticles(&context);
  v1::StreamIndexArticlesRequest request;
  request.mutable_open()->set_ack_level(v1::ACK_LEVEL_SEARCHABLE);
  stream->Write(request);
  v1::StreamIndexArticlesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_TRUE(response.opened().resumed());
  EXPECT_NE(response.opened().commit_token(), "");
  std::uint64_t offset = 0;
  for (const int version : {3, 1, 2, 3, 4}) {
    v1::StreamItem& item = *request.mutable_item();
    item.set_offset(++offset);
    *item.mutable_article() = Railway();
    item.mutable_article()->set_version(version);
    item.mutable_article()->set_title("Version " + std::to_string(version));
    ASSERT_TRUE(stream->Write(request));
  }
  std::vector<v1::IndexOutcome> outcomes;
  std::string token;
  while (outcomes.size() < 5 && stream->Read(&response)) {
    for (const v1::StreamResult& result : response.progress().results()) {
      outcomes.push_back(result.outcome());
    }
    token = response.progress().commit_token();
  }
  EXPECT_THAT(outcomes,
              ::testing::ElementsAre(v1::INDEX_OUTCOME_CREATED,
                                     v1::INDEX_OUTCOME_OUTDATED,
                                     v1::INDEX_OUTCOME_OUTDATED,
                                     v1::INDEX_OUTCOME_UNCHANGED,
                                     v1::INDEX_OUTCOME_UPDATED));
  // Without a token: what was acknowledged is there.
  v1::SearchRequest search;
  search.mutable_query()->set_text("title:version");
  ASSERT_TRUE(Search(search).ok());
  ASSERT_THAT(found_.hits(), SizeIs(1));
  EXPECT_EQ(found_.hits(0).article().title(), "Version 4");
  stream->WritesDone();
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());

  // Who comes back with the token is told that it is known; who makes one up is not.
  for (const bool known : {true, false}) {
    grpc::ClientContext again;
    SetLongDeadline(again);
    const auto next = indexing_stub_->StreamIndexArticles(&again);
    request.mutable_open()->set_ack_level(v1::ACK_LEVEL_DURABLE);
    request.mutable_open()->set_resume_token(known ? token : "nonsense");
    next->Write(request);
    EXPECT_EQ(next->Read(&response), known);
    EXPECT_EQ(known, response.opened().resumed());
    next->WritesDone();
    response.Clear();
    EXPECT_FALSE(next->Read(&response));
    const grpc::Status end = next->Finish();
    EXPECT_TRUE(known ? end.ok() : FieldOf(end) == "open.resume_token") << end.error_message();
    response.Clear();
  }
}

TEST_F(RealEngineTest, DeletesWhatASearchFindsAndNothingElse) {
  for (int i = 0; i < 30; ++i) {
    v1::Article article = Railway();
    article.set_id("a" + std::to_string(i));
    article.set_body(i % 3 == 0 ? "A bridge in Chile." : "A tunnel in Kenya.");
    article.set_title("News");
    if (i == 0) {
      article.set_status(v1::ARTICLE_STATUS_WITHHELD);
    }
    ASSERT_TRUE(Index(article).ok());
  }
  const auto remove = [&](v1::DeleteArticlesRequest request, v1::DeleteArticlesResponse* response) {
    return Call(*indexing_stub_, &Indexing::DeleteArticles, request, response);
  };
  v1::DeleteArticlesRequest request;
  v1::DeleteArticlesResponse response;
  EXPECT_EQ(FieldOf(remove(request, &response)), "allow_all");
  request.mutable_query()->set_text(" ");
  EXPECT_EQ(FieldOf(remove(request, &response)), "allow_all");
  request.mutable_query()->set_text("\"bridge");
  request.mutable_query()->set_strict(true);
  EXPECT_EQ(FieldOf(remove(request, &response)), "query.text");

  request.mutable_query()->set_text("bridge country:CL");
  request.set_dry_run(true);
  ASSERT_TRUE(remove(request, &response).ok());
  EXPECT_EQ(response.count(), 9U);  // one of the ten is withheld
  EXPECT_THAT(response.sample_ids(), SizeIs(9));
  EXPECT_EQ(response.sample_ids(0), "a27");
  v1::SearchRequest search;
  ASSERT_TRUE(Search(search).ok());
  EXPECT_EQ(found_.total_count(), 29U);

  request.set_dry_run(false);
  ASSERT_TRUE(remove(request, &response).ok());
  EXPECT_EQ(response.count(), 9U);
  search.set_min_commit_token(response.commit_token());
  ASSERT_TRUE(Search(search).ok());
  EXPECT_EQ(found_.total_count(), 20U);
  ASSERT_TRUE(remove(request, &response).ok());
  EXPECT_EQ(response.count(), 0U);
  request.set_include_withheld(true);
  ASSERT_TRUE(remove(request, &response).ok());
  EXPECT_EQ(response.count(), 1U);

  request.Clear();
  request.set_allow_all(true);
  ASSERT_TRUE(remove(request, &response).ok());
  EXPECT_EQ(response.count(), 20U);
  EXPECT_THAT(response.sample_ids(), SizeIs(20));
}

TEST_F(RealEngineTest, NamesTheFieldsOfTheContract) {
  v1::Article article = Railway();
  article.set_id(std::string(201, 'a'));
  EXPECT_EQ(FieldOf(Index(article)), "article.id");
  article = Railway();
  auto& supplied = *article.add_supplied_entities();
  supplied.set_facet("country");
  supplied.set_id("ZZ");
  EXPECT_EQ(FieldOf(Index(article)), "article.supplied_entities[0].id");
  ASSERT_TRUE(Index(Railway()).ok());

  v1::SearchRequest request;
  request.mutable_query()->mutable_published()->mutable_start_time()->set_seconds(2);
  request.mutable_query()->mutable_published()->mutable_end_time()->set_seconds(1);
  EXPECT_EQ(FieldOf(Search(request)), "query.published.end_time");
  request.clear_query();
  request.mutable_query()->set_text(std::string(4097, 'a'));
  EXPECT_EQ(FieldOf(Search(request)), "query.text");
  request.clear_query();
  request.mutable_query()->set_text("\"rail");
  request.mutable_query()->set_strict(true);
  EXPECT_EQ(FieldOf(Search(request)), "query.text");
  request.clear_query();
  auto& filter = *request.mutable_query()->add_filters();
  filter.set_facet("sector");
  filter.add_none_of("H49");
  filter.add_none_of("Q99");
  EXPECT_EQ(FieldOf(Search(request)), "query.filters[0].none_of[1]");
  request.clear_query();
  auto& facet = *request.add_facets();
  facet.set_facet("country");
  facet.add_include_values("ZZ");
  EXPECT_EQ(FieldOf(Search(request)), "facets[0].include_values[0]");
  request.clear_facets();
  request.set_page_token("nonsense");
  EXPECT_EQ(FieldOf(Search(request)), "page_token");
  request.clear_page_token();
  request.set_min_commit_token("nonsense");
  EXPECT_EQ(FieldOf(Search(request)), "min_commit_token");
}

}  // namespace
}  // namespace facetwire
