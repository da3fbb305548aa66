// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "clients/cli/connection.h"
#include "clients/cli/errors.h"
#include "clients/cli/render.h"
#include "clients/cli/session.h"
#include <nlohmann/json.hpp>

namespace facetwire::cli {
namespace {

using Health = grpc::health::v1::HealthCheckResponse;

// How one service is. UNKNOWN: there is no answer; SERVICE_UNKNOWN: it is not offered there.
struct Condition {
  Health::ServingStatus state = Health::UNKNOWN;
  absl::Status status;
};

const char* Describe(Health::ServingStatus state) {
  switch (state) {
    case Health::SERVING:
      return "serving";
    case Health::NOT_SERVING:
      return "not serving";
    case Health::SERVICE_UNKNOWN:
      return "not offered here";
    default:
      return "no answer";
  }
}

Condition CheckHealth(Peer& peer, const std::string& service) {
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  Health response;
  const grpc::Status status = peer.Call([&](grpc::ClientContext* context) {
    return peer.health().Check(context, request, &response);
  });
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) {
    return {Health::SERVICE_UNKNOWN, absl::OkStatus()};
  }
  if (!status.ok()) {
    return {Health::UNKNOWN, FromGrpc(status, peer.address())};
  }
  if (response.status() != Health::SERVING) {
    return {Health::NOT_SERVING, absl::UnavailableError(service + " is not serving (UNAVAILABLE)")};
  }
  return {Health::SERVING, absl::OkStatus()};
}

nlohmann::ordered_json ConditionJson(const Peer& peer, const Condition& condition) {
  return {{"address", peer.address()}, {"health", Health::ServingStatus_Name(condition.state)}};
}

}  // namespace

int RunStatus(Session& session) {
  Connection connection(session.options);
  const Condition query = CheckHealth(connection.query, "facetwire.v1.QueryService");
  const Condition indexing = CheckHealth(connection.indexing, "facetwire.v1.IndexingService");
  v1::GetCorpusResponse corpus;
  absl::Status status = query.status;
  status.Update(indexing.status);
  if (query.state == Health::SERVING) {
    status.Update(connection.query.Ask([&](grpc::ClientContext* context) {
      return connection.query.query().GetCorpus(context, {}, &corpus);
    }));
  }
  if (session.options.json) {
    nlohmann::ordered_json line = {{"query", ConditionJson(connection.query, query)},
                                   {"indexing", ConditionJson(connection.indexing, indexing)}};
    if (!corpus.server_version().empty()) {
      line["corpus"] = nlohmann::ordered_json::parse(ToJson(corpus));
    }
    session.streams.out << line.dump() << "\n";
    return Report(session, status);
  }
  session.streams.out << Table(
      {{{"query", Tone::kDim}, {Describe(query.state)}, {connection.query.address()}},
       {{"indexing", Tone::kDim}, {Describe(indexing.state)}, {connection.indexing.address()}}},
      session.style,
      0);
  if (!corpus.server_version().empty()) {
    session.streams.out << RenderCorpus(corpus, session.style);
  }
  return Report(session, status);
}

}  // namespace facetwire::cli
