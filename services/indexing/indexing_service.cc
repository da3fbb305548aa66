// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/indexing/indexing_service.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "facetwire/v1/indexing_service.grpc.pb.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/taxonomy/countries.h"
#include "services/common/convert_article.h"
#include "services/common/convert_article_query.h"
#include "services/common/convert_query.h"
#include "services/common/convert_results.h"
#include "services/common/grpc_status.h"
#include "services/common/unary_call.h"
#include "services/indexing/fill_results.h"
#include "services/indexing/index_streams.h"

namespace facetwire {

namespace {

constexpr int kLargestBatch = 1000;

void Index(IndexingEngine& engine,
           const v1::IndexArticleRequest& request,
           v1::IndexArticleResponse& response,
           const CallContext& context,
           const Reply& reply) {
  if (!request.has_article()) {
    reply(InvalidField("article", "is required"));
    return;
  }
  absl::StatusOr<Article> article = FromProto(request.article());
  if (!article.ok()) {
    reply(PrefixField(article.status(), "article."));
    return;
  }
  std::vector<Article> articles;
  articles.push_back(*std::move(article));
  engine.Index(
      std::move(articles), context, [&response, reply](absl::StatusOr<IndexBatchResult> result) {
        if (!result.ok()) {
          reply(result.status());
        } else if (result->results.size() != 1) {
          reply(absl::InternalError("the engine gave no result for an article"));
        } else if (!result->results[0].status.ok()) {
          reply(PrefixField(result->results[0].status, "article."));
        } else {
          ToProto(result->results[0], response);
          response.set_commit_token(result->commit_token);
          reply(absl::OkStatus());
        }
      });
}

// The articles of a batch that the model can hold, and the results of those that it cannot.
struct Batch {
  std::vector<Article> articles;
  std::vector<IndexResult> results;  // one for each article of the request; OK: it is in `articles`
};

Batch ReadBatch(const v1::BatchIndexArticlesRequest& request) {
  Batch batch;
  for (const v1::Article& article : request.articles()) {
    absl::StatusOr<Article> read = FromProto(article);
    batch.results.push_back({.id = article.id(), .status = read.status()});
    if (read.ok()) {
      batch.articles.push_back(*std::move(read));
    }
  }
  return batch;
}

void Answer(std::vector<IndexResult> results, v1::BatchIndexArticlesResponse& response) {
  for (std::size_t i = 0; i < results.size(); ++i) {
    LogIfForTheLog(results[i].status);
    results[i].status = PrefixField(results[i].status, StrCat("articles[", i, "]."));
    ToProto(results[i], *response.add_results());
  }
}

void IndexBatch(IndexingEngine& engine,
                const v1::BatchIndexArticlesRequest& request,
                v1::BatchIndexArticlesResponse& response,
                const CallContext& context,
                const Reply& reply) {
  if (request.articles_size() < 1 || request.articles_size() > kLargestBatch) {
    reply(InvalidField(
        "articles",
        StrCat("has ", request.articles_size(), " entries; it must have 1 to ", kLargestBatch)));
    return;
  }
  Batch batch = ReadBatch(request);
  engine.Index(std::move(batch.articles),
               context,
               [&response, reply, results = std::move(batch.results)](
                   absl::StatusOr<IndexBatchResult> result) mutable {
                 if (!result.ok()) {
                   reply(result.status());
                   return;
                 }
                 absl::Status status = FillResults(std::move(result->results), results);
                 if (status.ok()) {
                   Answer(std::move(results), response);
                   response.set_commit_token(result->commit_token);
                 }
                 reply(status);
               });
}

void Delete(IndexingEngine& engine,
            const v1::DeleteArticleRequest& request,
            v1::DeleteArticleResponse& response,
            const CallContext& context,
            const Reply& reply) {
  if (request.id().empty()) {
    reply(InvalidField("id", "is required"));
    return;
  }
  engine.Delete(
      request.id(),
      context,
      [&request, &response, reply](const absl::StatusOr<DeleteResult>& result) {
        if (!result.ok()) {
          reply(result.status());
        } else if (!result->existed && !request.allow_missing()) {
          reply(absl::NotFoundError(StrCat("there is no article \"", request.id(), "\"")));
        } else {
          response.set_existed(result->existed);
          response.set_commit_token(result->commit_token);
          reply(absl::OkStatus());
        }
      });
}

void DeleteByQuery(IndexingEngine& engine,
                   const v1::DeleteArticlesRequest& request,
                   v1::DeleteArticlesResponse& response,
                   const CallContext& context,
                   const Reply& reply) {
  absl::StatusOr<ArticleQuery> query = FromProto(request.query(), "query");
  if (!query.ok()) {
    reply(query.status());
    return;
  }
  engine.DeleteByQuery({.query = *std::move(query),
                        .allow_all = request.allow_all(),
                        .include_withheld = request.include_withheld(),
                        .dry_run = request.dry_run()},
                       context,
                       [&response, reply](const absl::StatusOr<DeleteByQueryResult>& result) {
                         if (result.ok()) {
                           ToProto(*result, response);
                         }
                         reply(WithContractFields(result.status()));
                       });
}

absl::Status Analyze(IndexingEngine& engine,
                     const v1::AnalyzeArticleRequest& request,
                     v1::AnalyzeArticleResponse& response,
                     const CallContext& context) {
  if (!request.has_article()) {
    return InvalidField("article", "is required");
  }
  const absl::StatusOr<OffsetUnit> unit = FromProto(request.offset_unit());
  if (!unit.ok()) {
    return unit.status();
  }
  const absl::StatusOr<Article> article = UndatedFromProto(request.article());
  if (!article.ok()) {
    return PrefixField(article.status(), "article.");
  }
  absl::StatusOr<std::vector<Entity>> entities = engine.Analyze(*article, context);
  if (!entities.ok()) {
    return PrefixField(entities.status(), "article.");
  }
  for (Entity& entity : *entities) {
    if (entity.facet == Facet::kCountry) {
      entity.label = CountryLabel(entity.id, request.label_language());
    }
  }
  ToProto(*entities, *article, *unit, *response.mutable_entities());
  return absl::OkStatus();
}

class IndexingServiceImpl final : public IndexingService,
                                  public v1::IndexingService::CallbackService {
 public:
  IndexingServiceImpl(IndexingEngine& engine,
                      CallEnvironment environment,
                      WorkerPool& stream_pool,
                      WorkerPool& analysis_pool)
      : engine_(engine),
        environment_(environment),
        analysis_{analysis_pool, environment.calls, environment.clock},
        streams_(engine, {stream_pool, environment.calls, environment.clock}) {}

  grpc::Service& service() override { return *this; }

  void Drain() override { streams_.Drain(); }

  grpc::ServerBidiReactor<v1::StreamIndexArticlesRequest, v1::StreamIndexArticlesResponse>*
  StreamIndexArticles(grpc::CallbackServerContext*) override {
    return streams_.Start();
  }

  grpc::ServerUnaryReactor* IndexArticle(grpc::CallbackServerContext* context,
                                         const v1::IndexArticleRequest* request,
                                         v1::IndexArticleResponse* response) override {
    return StartCall(*context, environment_, [=, this](const auto& call, const auto& reply) {
      Index(engine_, *request, *response, call, reply);
    });
  }

  grpc::ServerUnaryReactor* BatchIndexArticles(grpc::CallbackServerContext* context,
                                               const v1::BatchIndexArticlesRequest* request,
                                               v1::BatchIndexArticlesResponse* response) override {
    return StartCall(*context, environment_, [=, this](const auto& call, const auto& reply) {
      IndexBatch(engine_, *request, *response, call, reply);
    });
  }

  grpc::ServerUnaryReactor* DeleteArticle(grpc::CallbackServerContext* context,
                                          const v1::DeleteArticleRequest* request,
                                          v1::DeleteArticleResponse* response) override {
    return StartCall(*context, environment_, [=, this](const auto& call, const auto& reply) {
      Delete(engine_, *request, *response, call, reply);
    });
  }

  grpc::ServerUnaryReactor* DeleteArticles(grpc::CallbackServerContext* context,
                                           const v1::DeleteArticlesRequest* request,
                                           v1::DeleteArticlesResponse* response) override {
    return StartCall(*context, environment_, [=, this](const auto& call, const auto& reply) {
      DeleteByQuery(engine_, *request, *response, call, reply);
    });
  }

  grpc::ServerUnaryReactor* AnalyzeArticle(grpc::CallbackServerContext* context,
                                           const v1::AnalyzeArticleRequest* request,
                                           v1::AnalyzeArticleResponse* response) override {
    return StartCall(*context, analysis_, [=, this](const auto& call, const auto& reply) {
      reply(Analyze(engine_, *request, *response, call));
    });
  }

 private:
  IndexingEngine& engine_;
  const CallEnvironment environment_;
  const CallEnvironment analysis_;
  IndexStreams streams_;
};

}  // namespace

std::unique_ptr<IndexingService> IndexingService::Create(IndexingEngine& engine,
                                                         CallEnvironment environment,
                                                         WorkerPool& stream_pool,
                                                         WorkerPool& analysis_pool) {
  return std::make_unique<IndexingServiceImpl>(engine, environment, stream_pool, analysis_pool);
}

}  // namespace facetwire
