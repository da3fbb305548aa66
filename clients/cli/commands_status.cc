// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "clients/cli/connection.h"
#include "clients/cli/errors.h"
#include "clients/cli/render.h"
#include "clients/cli/session.h"

namespace facetwire::cli {
namespace {

using Health = grpc::health::v1::HealthCheckResponse;

struct Condition {
  std::string text;
  absl::Status status;
  bool offered = true;
};

// How one service is.
Condition CheckHealth(Peer& peer, const std::string& service) {
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  Health response;
  const grpc::Status status = peer.Call([&](grpc::ClientContext* context) {
    return peer.health().Check(context, request, &response);
  });
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) {
    return {"not offered here", absl::OkStatus(), false};
  }
  if (!status.ok()) {
    const absl::Status told = FromGrpc(status, peer.address());
    return {"no answer", told};
  }
  if (response.status() != Health::SERVING) {
    return {"not serving", absl::UnavailableError(service + " is not serving (UNAVAILABLE)")};
  }
  return {"serving", absl::OkStatus()};
}

}  // namespace

int RunStatus(Session& session) {
  Connection connection(session.options);
  const Condition query = CheckHealth(connection.query, "facetwire.v1.QueryService");
  const Condition indexing = CheckHealth(connection.indexing, "facetwire.v1.IndexingService");
  v1::GetCorpusResponse corpus;
  absl::Status status = query.status;
  status.Update(indexing.status);
  if (query.status.ok() && query.offered) {
    status.Update(connection.query.Ask([&](grpc::ClientContext* context) {
      return connection.query.query().GetCorpus(context, {}, &corpus);
    }));
  }
  if (session.options.json) {
    session.streams.out << ToJson(corpus) << "\n";
    return Report(session, status);
  }
  session.streams.out << Table(
      {{{"query", Tone::kDim}, {query.text}, {connection.query.address()}},
       {{"indexing", Tone::kDim}, {indexing.text}, {connection.indexing.address()}}},
      session.style,
      0);
  if (!corpus.server_version().empty()) {
    session.streams.out << RenderCorpus(corpus, session.style);
  }
  return Report(session, status);
}

}  // namespace facetwire::cli
