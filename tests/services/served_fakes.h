// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_SERVICES_SERVED_FAKES_H_
#define FACETWIRE_TESTS_SERVICES_SERVED_FAKES_H_

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include "facetwire/v1/query_service.grpc.pb.h"

#include "services/server/facetwire_server.h"
#include "tests/services/fake_engines.h"
#include "tests/support/status_matchers.h"

namespace facetwire::testing {

// A real server on a free port over fake engines, and a channel to it.
class ServedFakes : public ::testing::Test {
 protected:
  void Serve(FacetwireServer::Options options = {}) {
    options.listen = "127.0.0.1:0";
    options.version = "1.2.3";
    auto server = FacetwireServer::Start(std::move(engine_), options);
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
  }

  // What is put into it ends a test that would hang.
  static void SetLongDeadline(grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  }

  // Calls a method of a stub: Call(*stub, &Stub::Search, request, &response).
  template <typename Stub, typename Request, typename Response>
  static grpc::Status Call(Stub& stub,
                           grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                        const Request&,
                                                        Response*),
                           const Request& request,
                           Response* response) {
    grpc::ClientContext context;
    SetLongDeadline(context);
    return (stub.*method)(&context, request, response);
  }

  // A search for a text.
  grpc::Status Search(const std::string& text = "") {
    v1::SearchRequest request;
    request.mutable_query()->set_text(text);
    v1::SearchResponse response;
    const auto stub = v1::QueryService::NewStub(channel_);
    return Call(*stub, &v1::QueryService::Stub::Search, request, &response);
  }

  static LocalEngine MakeEngine() {
    LocalEngine engine;
    engine.query = std::make_unique<FakeQueryEngine>();
    engine.indexing = std::make_unique<FakeIndexingEngine>();
    return engine;
  }

  LocalEngine engine_ = MakeEngine();
  FakeQueryEngine& query_ = static_cast<FakeQueryEngine&>(*engine_.query);
  FakeIndexingEngine& indexing_ = static_cast<FakeIndexingEngine&>(*engine_.indexing);
  std::unique_ptr<FacetwireServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

template <typename Message>
bool Unpack(const grpc::Status& status, Message* message) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) {
    return false;
  }
  return std::any_of(details.details().begin(),
                     details.details().end(),
                     [message](const auto& detail) { return detail.UnpackTo(message); });
}

// The field that INVALID_ARGUMENT names; else a description of the status.
inline std::string FieldOf(const grpc::Status& status) {
  google::rpc::BadRequest bad;
  if (status.error_code() == grpc::StatusCode::INVALID_ARGUMENT && Unpack(status, &bad) &&
      bad.field_violations_size() == 1) {
    return bad.field_violations(0).field();
  }
  return "code " + std::to_string(status.error_code()) + ": " + status.error_message();
}

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_SERVICES_SERVED_FAKES_H_
