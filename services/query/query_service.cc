// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/query/query_service.h"

#include <optional>
#include <utility>
#include <vector>

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "facetwire/v1/query_service.grpc.pb.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "services/common/convert_article.h"
#include "services/common/convert_query.h"
#include "services/common/convert_results.h"
#include "services/common/unary_call.h"

namespace facetwire {

namespace {

constexpr int kMostIds = 100;

absl::Status DoSearch(QueryEngine& engine,
                      const v1::SearchRequest& request,
                      v1::SearchResponse& response,
                      const CallContext& context) {
  const absl::StatusOr<SearchRequest> search = FromProto(request);
  if (!search.ok()) {
    return search.status();
  }
  const absl::StatusOr<OffsetUnit> unit = FromProto(request.offset_unit());
  if (!unit.ok()) {
    return unit.status();
  }
  const absl::StatusOr<SearchResult> result = engine.Search(*search, context);
  if (!result.ok()) {
    return WithContractFields(result.status());
  }
  ToProto(*result, *unit, response);
  return absl::OkStatus();
}

absl::Status DoListFacetValues(QueryEngine& engine,
                               const v1::ListFacetValuesRequest& request,
                               v1::ListFacetValuesResponse& response,
                               const CallContext& context) {
  const absl::StatusOr<FacetValuesRequest> list = FromProto(request);
  if (!list.ok()) {
    return list.status();
  }
  const absl::StatusOr<FacetValuesResult> result = engine.ListFacetValues(*list, context);
  if (!result.ok()) {
    return WithContractFields(result.status());
  }
  ToProto(*result, response);
  return absl::OkStatus();
}

// How the articles that were asked for by id are to look; of GetArticle and BatchGetArticles alike.
struct GetOptions {
  bool include_body = true;
  OffsetUnit unit = OffsetUnit::kUtf8Bytes;
};

template <typename Request>
absl::StatusOr<GetOptions> GetOptionsFrom(const Request& request) {
  const absl::StatusOr<bool> body = WantsBody(request.view(), v1::ARTICLE_VIEW_FULL);
  if (!body.ok()) {
    return body.status();
  }
  const absl::StatusOr<OffsetUnit> unit = FromProto(request.offset_unit());
  if (!unit.ok()) {
    return unit.status();
  }
  return GetOptions{*body, *unit};
}

absl::Status DoGetArticle(QueryEngine& engine,
                          const v1::GetArticleRequest& request,
                          v1::GetArticleResponse& response,
                          const CallContext& context) {
  if (request.id().empty()) {
    return InvalidField("id", "is required");
  }
  const absl::StatusOr<GetOptions> options = GetOptionsFrom(request);
  if (!options.ok()) {
    return options.status();
  }
  const auto found =
      engine.GetArticles({request.id()}, options->include_body, request.label_language(), context);
  if (!found.ok()) {
    return found.status();
  }
  if (found->size() != 1) {
    return absl::InternalError("the engine gave no entry for an id");
  }
  if (!found->front().has_value()) {
    return absl::NotFoundError(
        StrCat("there is no article \"", request.id(), "\", or it may not be served"));
  }
  ToProto(*found->front(), options->unit, *response.mutable_article());
  return absl::OkStatus();
}

absl::Status CheckIds(const v1::BatchGetArticlesRequest& request) {
  if (request.ids_size() < 1 || request.ids_size() > kMostIds) {
    return InvalidField(
        "ids", StrCat("has ", request.ids_size(), " entries; it must have 1 to ", kMostIds));
  }
  for (int i = 0; i < request.ids_size(); ++i) {
    if (request.ids(i).empty()) {
      return InvalidField(StrCat("ids[", i, "]"), "is empty");
    }
  }
  return absl::OkStatus();
}

absl::Status DoBatchGetArticles(QueryEngine& engine,
                                const v1::BatchGetArticlesRequest& request,
                                v1::BatchGetArticlesResponse& response,
                                const CallContext& context) {
  if (absl::Status status = CheckIds(request); !status.ok()) {
    return status;
  }
  const absl::StatusOr<GetOptions> options = GetOptionsFrom(request);
  if (!options.ok()) {
    return options.status();
  }
  const std::vector<std::string> ids(request.ids().begin(), request.ids().end());
  const auto found =
      engine.GetArticles(ids, options->include_body, request.label_language(), context);
  if (!found.ok()) {
    return found.status();
  }
  if (found->size() != ids.size()) {
    return absl::InternalError("the engine gave not one entry for each id");
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (const std::optional<StoredArticle>& article = (*found)[i]; article.has_value()) {
      ToProto(*article, options->unit, *response.add_articles());
    } else {
      response.add_missing_ids(ids[i]);
    }
  }
  return absl::OkStatus();
}

class QueryServiceImpl final : public v1::QueryService::CallbackService {
 public:
  QueryServiceImpl(QueryEngine& engine,
                   CallEnvironment environment,
                   WorkerPool& waiting_pool,
                   std::string version)
      : engine_(engine),
        environment_(environment),
        waiting_environment_{waiting_pool, environment.calls, environment.clock},
        version_(std::move(version)) {}

  grpc::ServerUnaryReactor* Search(grpc::CallbackServerContext* context,
                                   const v1::SearchRequest* request,
                                   v1::SearchResponse* response) override {
    return StartCall(
        *context, EnvironmentOf(*request), [=, this](const auto& call, const auto& reply) {
          reply(DoSearch(engine_, *request, *response, call));
        });
  }

  grpc::ServerUnaryReactor* ListFacetValues(grpc::CallbackServerContext* context,
                                            const v1::ListFacetValuesRequest* request,
                                            v1::ListFacetValuesResponse* response) override {
    return StartCall(
        *context, EnvironmentOf(*request), [=, this](const auto& call, const auto& reply) {
          reply(DoListFacetValues(engine_, *request, *response, call));
        });
  }

  grpc::ServerUnaryReactor* GetArticle(grpc::CallbackServerContext* context,
                                       const v1::GetArticleRequest* request,
                                       v1::GetArticleResponse* response) override {
    return StartCall(*context, environment_, [=, this](const auto& call, const auto& reply) {
      reply(DoGetArticle(engine_, *request, *response, call));
    });
  }

  grpc::ServerUnaryReactor* BatchGetArticles(grpc::CallbackServerContext* context,
                                             const v1::BatchGetArticlesRequest* request,
                                             v1::BatchGetArticlesResponse* response) override {
    return StartCall(*context, environment_, [=, this](const auto& call, const auto& reply) {
      reply(DoBatchGetArticles(engine_, *request, *response, call));
    });
  }

  grpc::ServerUnaryReactor* GetCorpus(grpc::CallbackServerContext* context,
                                      const v1::GetCorpusRequest*,
                                      v1::GetCorpusResponse* response) override {
    return StartCall(*context, environment_, [=, this](const auto& call, const auto& reply) {
      const absl::StatusOr<CorpusInfo> corpus = engine_.GetCorpus(call);
      if (corpus.ok()) {
        ToProto(*corpus, *response);
        response->set_server_version(version_);
      }
      reply(corpus.status());
    });
  }

 private:
  template <typename Request>
  const CallEnvironment& EnvironmentOf(const Request& request) const {
    const std::string& token = request.min_commit_token();
    return token.empty() || engine_.Sees(token) ? environment_ : waiting_environment_;
  }

  QueryEngine& engine_;
  const CallEnvironment environment_;
  const CallEnvironment waiting_environment_;  // of calls that may wait for a commit
  const std::string version_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeQueryService(QueryEngine& engine,
                                                CallEnvironment environment,
                                                WorkerPool& waiting_pool,
                                                std::string version) {
  return std::make_unique<QueryServiceImpl>(engine, environment, waiting_pool, std::move(version));
}

}  // namespace facetwire
