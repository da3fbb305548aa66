// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/indexing/indexing_service.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "facetwire/v1/indexing_service.grpc.pb.h"

#include "index/base/errors.h"
#include "tests/services/served_fakes.h"

namespace facetwire {
namespace {

using ::testing::ElementsAre;
using testing::FieldOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using Stub = v1::IndexingService::Stub;

class IndexingServiceTest : public testing::ServedFakes {
 protected:
  void SetUp() override {
    Serve();
    stub_ = v1::IndexingService::NewStub(channel_);
  }

  grpc::Status Index(const v1::IndexArticleRequest& request) {
    return Call(*stub_, &Stub::IndexArticle, request, &indexed_);
  }

  grpc::Status IndexBatch(const v1::BatchIndexArticlesRequest& request) {
    return Call(*stub_, &Stub::BatchIndexArticles, request, &batch_);
  }

  grpc::Status Delete(const v1::DeleteArticleRequest& request) {
    return Call(*stub_, &Stub::DeleteArticle, request, &deleted_);
  }

  grpc::Status Analyze(const v1::AnalyzeArticleRequest& request) {
    return Call(*stub_, &Stub::AnalyzeArticle, request, &analyzed_);
  }

  std::unique_ptr<Stub> stub_;
  v1::IndexArticleResponse indexed_;
  v1::BatchIndexArticlesResponse batch_;
  v1::DeleteArticleResponse deleted_;
  v1::AnalyzeArticleResponse analyzed_;
};

v1::Article Good(const std::string& id) {
  v1::Article article;
  article.set_id(id);
  article.set_body("A railway.");
  article.mutable_published_time()->set_seconds(1);
  return article;
}

v1::IndexArticleRequest Request(v1::Article article) {
  v1::IndexArticleRequest request;
  *request.mutable_article() = std::move(article);
  return request;
}

TEST_F(IndexingServiceTest, IndexesAnArticle) {
  std::string seen;
  indexing_.index = [&](const auto& articles, const auto&, const auto& done) {
    seen = articles.at(0).body;
    done(IndexBatchResult{{{.id = "a", .outcome = IndexOutcome::kUpdated}}, "token"});
  };
  ASSERT_TRUE(Index(Request(Good("a"))).ok());
  EXPECT_EQ(seen, "A railway.");
  EXPECT_EQ(indexed_.outcome(), v1::INDEX_OUTCOME_UPDATED);
  EXPECT_EQ(indexed_.commit_token(), "token");
}

TEST_F(IndexingServiceTest, TheEngineMayAnswerLaterFromAnotherThread) {
  std::thread later;
  indexing_.index = [&](const auto&, const auto&, const IndexingEngine::IndexDone& done) {
    later = std::thread([done] {
      done(IndexBatchResult{{{.id = "a", .outcome = IndexOutcome::kCreated}}, "token"});
    });
  };
  EXPECT_TRUE(Index(Request(Good("a"))).ok());
  later.join();
  EXPECT_EQ(indexed_.outcome(), v1::INDEX_OUTCOME_CREATED);
}

TEST_F(IndexingServiceTest, AnEngineThatForgetsACallEndsIt) {
  indexing_.index = [](const auto&, const auto&, const auto&) {};
  EXPECT_EQ(Index(Request(Good("a"))).error_code(), grpc::StatusCode::INTERNAL);
}

TEST_F(IndexingServiceTest, AnExceptionEndsTheCallAlone) {
  indexing_.analyze = [](const auto&) -> std::vector<Entity> {
    throw std::runtime_error("secret");
  };
  v1::AnalyzeArticleRequest request;
  *request.mutable_article() = Good("a");
  const grpc::Status status = Analyze(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(status.error_message(), ::testing::Not(HasSubstr("secret")));
  EXPECT_TRUE(Index(Request(Good("a"))).ok());
}

TEST_F(IndexingServiceTest, NamesTheFieldOfAnArticle) {
  EXPECT_EQ(FieldOf(Index({})), "article");
  v1::Article article = Good("a");
  article.set_id("");
  EXPECT_EQ(FieldOf(Index(Request(article))), "article.id");
  article = Good("a");
  article.clear_published_time();
  EXPECT_EQ(FieldOf(Index(Request(article))), "article.published_time");
  article = Good("a");
  article.add_supplied_entities()->set_facet("city");
  EXPECT_EQ(FieldOf(Index(Request(article))), "article.supplied_entities[0].facet");
}

TEST_F(IndexingServiceTest, NamesTheFieldThatTheEngineRejects) {
  indexing_.index = [](const auto&, const auto&, const auto& done) {
    done(IndexBatchResult{{{.id = "a", .status = InvalidField("title", "is too long")}}, "t"});
  };
  EXPECT_EQ(FieldOf(Index(Request(Good("a")))), "article.title");
}

TEST_F(IndexingServiceTest, WhatABatchHidesIsInTheLog) {
  indexing_.index = [](const auto&, const auto&, const auto& done) {
    done(IndexBatchResult{{{.id = "a", .status = absl::InternalError("secret")}}, "t"});
  };
  v1::BatchIndexArticlesRequest request;
  *request.add_articles() = Good("a");
  ::testing::internal::CaptureStderr();
  const grpc::Status status = IndexBatch(request);
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("INTERNAL: secret"));
  ASSERT_TRUE(status.ok());
  EXPECT_THAT(batch_.ShortDebugString(), ::testing::Not(HasSubstr("secret")));
}

TEST_F(IndexingServiceTest, ABatchKeepsItsOrderAndRejectsWhatIsBad) {
  std::vector<std::string> seen;
  indexing_.index = [&](const auto& articles, const auto&, const auto& done) {
    for (const Article& article : articles) {
      seen.push_back(article.id);
    }
    done(IndexBatchResult{{{.id = "a", .outcome = IndexOutcome::kCreated},
                           {.id = "c", .status = InvalidField("body", "is empty")}},
                          "token"});
  };
  v1::BatchIndexArticlesRequest request;
  *request.add_articles() = Good("a");
  *request.add_articles() = Good("b");
  request.mutable_articles(1)->clear_published_time();
  *request.add_articles() = Good("c");
  *request.add_articles() = Good("");
  ASSERT_TRUE(IndexBatch(request).ok());
  EXPECT_THAT(seen, ElementsAre("a", "c"));
  EXPECT_EQ(batch_.commit_token(), "token");
  ASSERT_THAT(batch_.results(), SizeIs(4));

  const struct {
    std::string id;
    v1::IndexOutcome outcome;
    std::string message;
  } expected[] = {{"a", v1::INDEX_OUTCOME_CREATED, ""},
                  {"b", v1::INDEX_OUTCOME_REJECTED, "articles[1].published_time: is required"},
                  {"c", v1::INDEX_OUTCOME_REJECTED, "articles[2].body: is empty"},
                  {"", v1::INDEX_OUTCOME_REJECTED, "articles[3].id: is required"}};

  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(batch_.results(i).id(), expected[i].id);
    EXPECT_EQ(batch_.results(i).outcome(), expected[i].outcome);
    EXPECT_EQ(batch_.results(i).status().message(), expected[i].message);
  }
}

TEST_F(IndexingServiceTest, ABatchHasOneToAThousandArticles) {
  v1::BatchIndexArticlesRequest request;
  EXPECT_EQ(FieldOf(IndexBatch(request)), "articles");
  for (int i = 0; i < 1000; ++i) {
    *request.add_articles() = Good("a");
  }
  EXPECT_TRUE(IndexBatch(request).ok());
  *request.add_articles() = Good("a");
  EXPECT_EQ(FieldOf(IndexBatch(request)), "articles");
}

TEST_F(IndexingServiceTest, AMessageMayHaveSixteenMebibytes) {
  v1::BatchIndexArticlesRequest request;
  for (int i = 0; i < 15; ++i) {
    *request.add_articles() = Good("a");
    request.mutable_articles(i)->set_body(std::string(std::size_t{1} << 20U, 'x'));
  }
  EXPECT_TRUE(IndexBatch(request).ok());
  *request.add_articles() = request.articles(0);
  EXPECT_EQ(IndexBatch(request).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(IndexingServiceTest, WhatFailedForTheBatchFailsTheCall) {
  indexing_.index = [](const auto&, const auto&, const auto& done) {
    done(WithRetryAfter(absl::ResourceExhaustedError("too much waits"), absl::Seconds(1)));
  };
  v1::BatchIndexArticlesRequest request;
  *request.add_articles() = Good("a");
  const grpc::Status status = IndexBatch(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(testing::Unpack(status, &retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 1);
}

TEST_F(IndexingServiceTest, Deletes) {
  v1::DeleteArticleRequest request;
  EXPECT_EQ(FieldOf(Delete(request)), "id");
  request.set_id("a");
  ASSERT_TRUE(Delete(request).ok());
  EXPECT_TRUE(deleted_.existed());
  EXPECT_EQ(deleted_.commit_token(), "commit");

  indexing_.remove = [](const auto&) { return DeleteResult{false, "same"}; };
  const grpc::Status missing = Delete(request);
  EXPECT_EQ(missing.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(missing.error_message(), "there is no article \"a\"");
  request.set_allow_missing(true);
  ASSERT_TRUE(Delete(request).ok());
  EXPECT_FALSE(deleted_.existed());
  EXPECT_EQ(deleted_.commit_token(), "same");
}

TEST_F(IndexingServiceTest, DeletesByQuery) {
  DeleteByQueryRequest seen;
  indexing_.remove_by_query = [&](const DeleteByQueryRequest& request) {
    seen = request;
    return DeleteByQueryResult{.count = 2, .sample_ids = {"a", "b"}, .commit_token = "token"};
  };
  v1::DeleteArticlesRequest request;
  request.mutable_query()->set_text("rail");
  request.set_dry_run(true);
  request.set_include_withheld(true);
  v1::DeleteArticlesResponse response;
  ASSERT_TRUE(Call(*stub_, &Stub::DeleteArticles, request, &response).ok());
  EXPECT_EQ(seen.query.text, "rail");
  EXPECT_TRUE(seen.dry_run);
  EXPECT_TRUE(seen.include_withheld);
  EXPECT_FALSE(seen.allow_all);
  EXPECT_EQ(response.count(), 2U);
  EXPECT_THAT(response.sample_ids(), ElementsAre("a", "b"));
  EXPECT_EQ(response.commit_token(), "token");
  request.mutable_query()->add_filters()->set_facet("planet");
  EXPECT_EQ(FieldOf(Call(*stub_, &Stub::DeleteArticles, request, &response)),
            "query.filters[0].facet");
}

TEST_F(IndexingServiceTest, AnalyzesWithoutIdAndDate) {
  indexing_.analyze = [](const Article& article) {
    EXPECT_EQ(article.body, "\u674e Kyrgyz");
    return std::vector<Entity>{{.facet = Facet::kCountry,
                                .id = "KG",
                                .label = "Kyrgyzstan",
                                .mentions = {{TextField::kBody, 4, 10, "Kyrgyz"}}}};
  };
  v1::AnalyzeArticleRequest request;
  EXPECT_EQ(FieldOf(Analyze(request)), "article");
  request.mutable_article()->set_body("\u674e Kyrgyz");
  request.set_offset_unit(v1::OFFSET_UNIT_CODE_POINTS);
  request.set_label_language("de");
  ASSERT_TRUE(Analyze(request).ok());
  ASSERT_THAT(analyzed_.entities(), SizeIs(1));
  EXPECT_EQ(analyzed_.entities(0).label(), "Kirgisistan");
  EXPECT_EQ(analyzed_.entities(0).mentions(0).begin(), 2U);
  request.clear_label_language();
  ASSERT_TRUE(Analyze(request).ok());
  EXPECT_EQ(analyzed_.entities(0).label(), "Kyrgyzstan");

  request.set_offset_unit(static_cast<v1::OffsetUnit>(9));
  EXPECT_EQ(FieldOf(Analyze(request)), "offset_unit");
  request.clear_offset_unit();
  request.mutable_article()->set_status(static_cast<v1::ArticleStatus>(9));
  EXPECT_EQ(FieldOf(Analyze(request)), "article.status");
}

TEST_F(IndexingServiceTest, AnalyzeNamesTheFieldThatTheEngineRejects) {
  indexing_.analyze = [](const auto&) { return InvalidField("body", "is empty"); };
  v1::AnalyzeArticleRequest request;
  request.mutable_article();
  EXPECT_EQ(FieldOf(Analyze(request)), "article.body");
}

}  // namespace
}  // namespace facetwire
