// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "absl/strings/str_join.h"
#include "grpc/health/v1/health.grpc.pb.h"

#include "facetwire/v1/query_service.grpc.pb.h"

#include "index/base/str_cat.h"
#include "tests/bench/peers/engine.h"
#include "tests/bench/peers/grpc_channel.h"

namespace facetwire::peers {
namespace {

std::string TextOf(const BenchQuery& query) {
  if (query.text == BenchQuery::Text::kPhrase) {
    return StrCat("\"", absl::StrJoin(query.words, " "), "\"");
  }
  return absl::StrJoin(query.words, query.text == BenchQuery::Text::kAny ? " OR " : " ");
}

v1::SearchRequest RequestOf(const BenchQuery& query) {
  v1::SearchRequest request;
  request.mutable_query()->set_text(TextOf(query));
  request.set_omit_snippets(true);
  if (query.value >= 0) {
    v1::FacetFilter* const filter = request.mutable_query()->add_filters();
    filter->set_facet(kFacets[query.facet]);
    filter->add_all_of(query.value_id);  // any_of would not narrow the facet's own counts
  }
  if (query.to != 0) {
    request.mutable_query()->mutable_published()->mutable_start_time()->set_seconds(query.from);
    request.mutable_query()->mutable_published()->mutable_end_time()->set_seconds(query.to);
  }
  request.set_sort(query.newest ? v1::SORT_NEWEST : v1::SORT_RELEVANCE);
  for (const char* facet : kFacets) {
    request.add_facets()->set_facet(facet);
  }
  return request;
}

class FacetwireEngine : public Engine {
 public:
  FacetwireEngine(std::string name, const std::string& address)
      : name_(std::move(name)), stub_(v1::QueryService::NewStub(OpenChannel(address))) {}

  std::string name() const override { return name_; }

  Answer Ask(const BenchQuery& query) override {
    grpc::ClientContext context;
    v1::SearchResponse response;
    const grpc::Status status = stub_->Search(&context, RequestOf(query), &response);
    if (!status.ok()) {
      Fail(StrCat(name_, ": ", query.ToString(), ": ", status.error_message()));
    }
    if (response.exactness() != v1::EXACTNESS_EXACT || response.notes_size() > 0) {
      Fail(StrCat(name_, " has not answered what was asked: ", query.ToString()));
    }
    Answer answer{.total = response.total_count(),
                  .hits = static_cast<std::size_t>(response.hits_size())};
    for (int i = 0; i < response.facets_size(); ++i) {
      for (const v1::FacetValue& value : response.facets(i).values()) {
        answer.counts.at(static_cast<std::size_t>(i)).push_back(value.count());
      }
    }
    return answer;
  }

 private:
  std::string name_;
  std::unique_ptr<v1::QueryService::Stub> stub_;
};

class RoundTrip : public Engine {
 public:
  explicit RoundTrip(const std::string& address)
      : stub_(grpc::health::v1::Health::NewStub(OpenChannel(address))) {}

  std::string name() const override { return "gRPC round trip"; }

  Answer Ask(const BenchQuery&) override {
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckResponse response;
    const grpc::Status status = stub_->Check(&context, {}, &response);
    if (!status.ok()) {
      Fail(StrCat("health: ", status.error_message()));
    }
    return {};
  }

 private:
  std::unique_ptr<grpc::health::v1::Health::Stub> stub_;
};

}  // namespace

std::unique_ptr<Engine> OpenFacetwire(const std::string& name, const std::string& address) {
  return std::make_unique<FacetwireEngine>(name, address);
}

std::unique_ptr<Engine> OpenRoundTrip(const std::string& address) {
  return std::make_unique<RoundTrip>(address);
}

}  // namespace facetwire::peers
