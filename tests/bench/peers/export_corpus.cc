// SPDX-License-Identifier: GPL-3.0-or-later
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include "facetwire/v1/query_service.grpc.pb.h"

#include "index/base/str_cat.h"
#include "tests/bench/peers/commands.h"
#include "tests/bench/peers/corpus.h"
#include "tests/bench/peers/grpc_channel.h"
#include <nlohmann/json.hpp>

namespace facetwire::peers {
namespace {

constexpr int kBatch = 100;  // ids that one call may have

std::size_t FacetNumber(const std::string& name) {
  for (std::size_t i = 0; i < std::size(kFacets); ++i) {
    if (name == kFacets[i]) {
      return i;
    }
  }
  Fail(StrCat("an entity of the facet ", name));
}

class Exporter {
 public:
  explicit Exporter(const ExportOptions& options)
      : options_(options),
        stub_(v1::QueryService::NewStub(OpenChannel(options.server))),
        writer_(options.corpus) {}

  void Run() {
    std::ifstream file(options_.articles);
    v1::BatchGetArticlesRequest request;
    request.set_view(v1::ARTICLE_VIEW_FULL);
    for (std::string line; std::getline(file, line);) {
      request.add_ids(nlohmann::json::parse(line).at("id").get<std::string>());
      if (request.ids_size() == kBatch) {
        Take(request);
        request.clear_ids();
      }
    }
    if (request.ids_size() > 0) {
      Take(request);
    }
    writer_.Close();
    values_.Save(options_.values);
  }

 private:
  void Take(const v1::BatchGetArticlesRequest& request) {
    grpc::ClientContext context;
    v1::BatchGetArticlesResponse response;
    const grpc::Status status = stub_->BatchGetArticles(&context, request, &response);
    if (!status.ok()) {
      Fail(StrCat("BatchGetArticles: ", status.error_message()));
    }
    if (response.missing_ids_size() > 0) {
      Fail(StrCat("the index lacks ", response.missing_ids(0)));
    }
    for (const v1::Article& article : response.articles()) {
      Write(article);
    }
  }

  void Write(const v1::Article& article) {
    Record record{.number = ++number_,
                  .id = article.id(),
                  .published = article.published_time().seconds(),
                  .source = article.source(),
                  .title = article.title(),
                  .body = article.body()};
    for (const v1::Entity& entity : article.entities()) {
      record.values.push_back(values_.Count(FacetNumber(entity.facet()), entity.id()));
    }
    writer_.Add(record);
  }

  const ExportOptions& options_;
  std::unique_ptr<v1::QueryService::Stub> stub_;
  CorpusWriter writer_;
  ValueTable values_;
  std::int64_t number_ = 0;
};

}  // namespace

void ExportCorpus(const ExportOptions& options) { Exporter(options).Run(); }

}  // namespace facetwire::peers
