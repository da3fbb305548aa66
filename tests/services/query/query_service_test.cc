// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/query/query_service.h"

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "facetwire/v1/query_service.grpc.pb.h"

#include "index/base/errors.h"
#include "tests/services/served_fakes.h"

namespace facetwire {
namespace {

using ::testing::ElementsAre;
using testing::FieldOf;
using ::testing::SizeIs;
using Stub = v1::QueryService::Stub;

class QueryServiceTest : public testing::ServedFakes {
 protected:
  void SetUp() override {
    Serve();
    stub_ = v1::QueryService::NewStub(channel_);
  }

  grpc::Status Search(const v1::SearchRequest& request) {
    return Call(*stub_, &Stub::Search, request, &found_);
  }

  grpc::Status List(const v1::ListFacetValuesRequest& request) {
    return Call(*stub_, &Stub::ListFacetValues, request, &values_);
  }

  grpc::Status Get(const v1::GetArticleRequest& request) {
    return Call(*stub_, &Stub::GetArticle, request, &article_);
  }

  grpc::Status BatchGet(const v1::BatchGetArticlesRequest& request) {
    return Call(*stub_, &Stub::BatchGetArticles, request, &articles_);
  }

  std::unique_ptr<Stub> stub_;
  v1::SearchResponse found_;
  v1::ListFacetValuesResponse values_;
  v1::GetArticleResponse article_;
  v1::BatchGetArticlesResponse articles_;
};

StoredArticle Stored(const std::string& id) {
  StoredArticle stored;
  stored.article.id = id;
  stored.article.title = "\u674e Li";
  stored.entities = {
      {.facet = Facet::kPerson, .id = "li", .mentions = {{TextField::kTitle, 4, 6, "Li"}}}};
  return stored;
}

TEST_F(QueryServiceTest, Searches) {
  query_.search = [](const SearchRequest& request, const CallContext&) {
    EXPECT_EQ(request.query.text, "rail");
    EXPECT_TRUE(request.include_body);
    SearchResult result{.total = 7};
    result.hits.push_back({.stored = Stored("a")});
    return result;
  };
  v1::SearchRequest request;
  request.mutable_query()->set_text("rail");
  request.set_view(v1::ARTICLE_VIEW_FULL);
  request.set_offset_unit(v1::OFFSET_UNIT_UTF16_UNITS);
  ASSERT_TRUE(Search(request).ok());
  EXPECT_EQ(found_.total_count(), 7U);
  ASSERT_THAT(found_.hits(), SizeIs(1));
  EXPECT_EQ(found_.hits(0).article().entities(0).mentions(0).begin(), 2U);
}

TEST_F(QueryServiceTest, NamesTheFieldOfASearch) {
  v1::SearchRequest request;
  request.set_page_size(-1);
  EXPECT_EQ(FieldOf(Search(request)), "page_size");
  request.clear_page_size();
  request.set_offset_unit(static_cast<v1::OffsetUnit>(4));
  EXPECT_EQ(FieldOf(Search(request)), "offset_unit");
}

TEST_F(QueryServiceTest, NamesTheFieldAsTheContractCallsIt) {
  query_.search = [](const auto&, const auto&) {
    return InvalidField("query.published.end", "lies before the start");
  };
  EXPECT_EQ(FieldOf(Search({})), "query.published.end_time");
  query_.list_values = [](const auto&) {
    return InvalidField("query.filters[0].any_of[1]", "is no country");
  };
  v1::ListFacetValuesRequest request;
  request.set_facet("country");
  EXPECT_EQ(FieldOf(List(request)), "query.filters[0].any_of[1]");
}

TEST_F(QueryServiceTest, ListsValues) {
  query_.list_values = [](const FacetValuesRequest& request) {
    EXPECT_EQ(request.prefix, "kyr");
    return FacetValuesResult{.values = {{.id = "KG", .label = "Kyrgyzstan", .count = 2}}};
  };
  v1::ListFacetValuesRequest request;
  EXPECT_EQ(FieldOf(List(request)), "facet");
  request.set_facet("country");
  request.set_prefix("kyr");
  ASSERT_TRUE(List(request).ok());
  ASSERT_THAT(values_.values(), SizeIs(1));
  EXPECT_EQ(values_.values(0).id(), "KG");
}

TEST_F(QueryServiceTest, GetsAnArticle) {
  bool body = false;
  query_.get = [&](const auto& ids, bool include_body, std::string_view language) {
    body = include_body;
    EXPECT_EQ(language, "de");
    return std::vector<std::optional<StoredArticle>>{Stored(ids.at(0))};
  };
  v1::GetArticleRequest request;
  EXPECT_EQ(FieldOf(Get(request)), "id");
  request.set_id("a");
  request.set_label_language("de");
  request.set_offset_unit(v1::OFFSET_UNIT_CODE_POINTS);
  ASSERT_TRUE(Get(request).ok());
  EXPECT_TRUE(body);
  EXPECT_EQ(article_.article().id(), "a");
  EXPECT_EQ(article_.article().entities(0).mentions(0).begin(), 2U);
  request.set_view(v1::ARTICLE_VIEW_BASIC);
  ASSERT_TRUE(Get(request).ok());
  EXPECT_FALSE(body);
  request.set_view(static_cast<v1::ArticleView>(9));
  EXPECT_EQ(FieldOf(Get(request)), "view");
}

TEST_F(QueryServiceTest, AnArticleThatIsNotThereIsNotFound) {
  v1::GetArticleRequest request;
  request.set_id("a");
  const grpc::Status status = Get(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(status.error_message(), "there is no article \"a\", or it may not be served");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(testing::Unpack(status, &info));
  EXPECT_EQ(info.reason(), "NOT_FOUND");
  EXPECT_EQ(info.domain(), "facetwire");
}

TEST_F(QueryServiceTest, GetsSeveralArticles) {
  query_.get = [](const auto& ids, bool, std::string_view) {
    std::vector<std::optional<StoredArticle>> found;
    found.reserve(ids.size());
    for (const std::string& id : ids) {
      found.push_back(id[0] == 'x' ? std::nullopt : std::optional(Stored(id)));
    }
    return found;
  };
  v1::BatchGetArticlesRequest request;
  EXPECT_EQ(FieldOf(BatchGet(request)), "ids");
  for (const std::string id : {"b", "x2", "a", "x1", "b"}) {
    request.add_ids(id);
  }
  ASSERT_TRUE(BatchGet(request).ok());
  std::vector<std::string> ids;
  for (const v1::Article& article : articles_.articles()) {
    ids.push_back(article.id());
  }
  EXPECT_THAT(ids, ElementsAre("b", "a", "b"));
  EXPECT_THAT(articles_.missing_ids(), ElementsAre("x2", "x1"));
  request.add_ids("");
  EXPECT_EQ(FieldOf(BatchGet(request)), "ids[5]");
}

TEST_F(QueryServiceTest, ABatchHasOneToAHundredIds) {
  v1::BatchGetArticlesRequest request;
  for (int i = 0; i < 100; ++i) {
    request.add_ids("a");
  }
  EXPECT_TRUE(BatchGet(request).ok());
  request.add_ids("a");
  EXPECT_EQ(FieldOf(BatchGet(request)), "ids");
}

TEST_F(QueryServiceTest, TellsAboutTheCorpus) {
  query_.corpus = [] { return CorpusInfo{.articles = 5, .commit_token = "c"}; };
  v1::GetCorpusResponse response;
  ASSERT_TRUE(Call(*stub_, &Stub::GetCorpus, v1::GetCorpusRequest(), &response).ok());
  EXPECT_EQ(response.article_count(), 5U);
  EXPECT_EQ(response.server_version(), "1.2.3");
}

TEST_F(QueryServiceTest, WithoutAnIndexTheEngineIsUnavailable) {
  query_.corpus = [] { return absl::UnavailableError("there is no index yet"); };
  v1::GetCorpusResponse response;
  const grpc::Status status = Call(*stub_, &Stub::GetCorpus, v1::GetCorpusRequest(), &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(status.error_message(), "there is no index yet");
}

}  // namespace
}  // namespace facetwire
