// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/server/facetwire_server.h"

#include <memory>
#include <string>

#include "grpc/health/v1/health.grpc.pb.h"
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>

#include "facetwire/v1/indexing_service.grpc.pb.h"
#include "facetwire/v1/query_service.grpc.pb.h"

#include "tests/services/served_fakes.h"

namespace facetwire {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using ::testing::HasSubstr;
using testing::StatusIs;

HealthCheckRequest About(const std::string& service) {
  HealthCheckRequest request;
  request.set_service(service);
  return request;
}

class FacetwireServerTest : public testing::ServedFakes {
 protected:
  // SERVING or NOT_SERVING; SERVICE_UNKNOWN for NOT_FOUND.
  HealthCheckResponse::ServingStatus Check(const std::string& service) {
    HealthCheckResponse response;
    const auto stub = Health::NewStub(channel_);
    const grpc::Status status = Call(*stub, &Health::Stub::Check, About(service), &response);
    if (status.error_code() == grpc::StatusCode::NOT_FOUND) {
      return HealthCheckResponse::SERVICE_UNKNOWN;
    }
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.status();
  }
};

TEST_F(FacetwireServerTest, HealthFollowsTheEngines) {
  Serve();
  EXPECT_EQ(Check(""), HealthCheckResponse::SERVING);
  EXPECT_EQ(Check("facetwire.v1.QueryService"), HealthCheckResponse::SERVING);
  EXPECT_EQ(Check("facetwire.v1.IndexingService"), HealthCheckResponse::SERVING);
  EXPECT_EQ(Check("facetwire.v1.Nothing"), HealthCheckResponse::SERVICE_UNKNOWN);
  query_.ready = false;
  EXPECT_EQ(Check(""), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Check("facetwire.v1.QueryService"), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Check("facetwire.v1.IndexingService"), HealthCheckResponse::SERVING);
  query_.ready = true;
  indexing_.ready = false;
  EXPECT_EQ(Check("facetwire.v1.QueryService"), HealthCheckResponse::SERVING);
  EXPECT_EQ(Check("facetwire.v1.IndexingService"), HealthCheckResponse::NOT_SERVING);
}

TEST_F(FacetwireServerTest, HealthIsPushedAndWatchesEndWithTheServer) {
  query_.ready = false;
  Serve();
  grpc::ClientContext context;
  SetLongDeadline(context);
  const auto stub = Health::NewStub(channel_);
  const auto watch = stub->Watch(&context, About("facetwire.v1.QueryService"));
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  query_.ready = true;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  server_->Shutdown();  // returns, though the stream is open
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  EXPECT_FALSE(watch->Read(&response));
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(FacetwireServerTest, WatchingAnUnknownServiceIsNoError) {
  Serve();
  grpc::ClientContext context;
  SetLongDeadline(context);
  const auto stub = Health::NewStub(channel_);
  const auto watch = stub->Watch(&context, About("facetwire.v1.Nothing"));
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVICE_UNKNOWN);
  context.TryCancel();
  while (watch->Read(&response)) {
  }
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

// One request to the reflection service, as bytes, for its proto is not at hand.
std::string Reflect(const std::shared_ptr<grpc::Channel>& channel, const std::string& request) {
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  const auto wait = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  grpc::GenericStub stub(channel);
  const auto call = stub.PrepareCall(
      &context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
  call->StartCall(nullptr);
  EXPECT_TRUE(wait());
  const grpc::Slice sent(request);
  call->WriteLast(grpc::ByteBuffer(&sent, 1), grpc::WriteOptions(), nullptr);
  EXPECT_TRUE(wait());
  grpc::ByteBuffer received;
  call->Read(&received, nullptr);
  EXPECT_TRUE(wait());
  grpc::Slice response;
  EXPECT_TRUE(received.DumpToSingleSlice(&response).ok());
  grpc::Status status;
  call->Finish(&status, nullptr);
  EXPECT_TRUE(wait());
  return {reinterpret_cast<const char*>(response.begin()), response.size()};
}

TEST_F(FacetwireServerTest, ReflectionKnowsEveryService) {
  Serve();
  const std::string list = Reflect(channel_, std::string("\x3a\x00", 2));
  for (const std::string name : {"facetwire.v1.IndexingService",
                                 "facetwire.v1.QueryService",
                                 "grpc.health.v1.Health",
                                 "grpc.reflection.v1alpha.ServerReflection"}) {
    EXPECT_THAT(list, HasSubstr(name));
  }
  const std::string symbol = "grpc.health.v1.Health";
  constexpr char kTag = 4 << 3 | 2;  // field 4, file_containing_symbol, as protobuf writes it
  const std::string file =
      Reflect(channel_, std::string(1, kTag) + static_cast<char>(symbol.size()) + symbol);
  EXPECT_THAT(file, HasSubstr("grpc/health/v1/health.proto"));
}

TEST_F(FacetwireServerTest, ServesOnlyTheRolesThatThereAre) {
  engine_.indexing = nullptr;
  Serve();
  EXPECT_TRUE(Search().ok());
  v1::DeleteArticleResponse response;
  v1::DeleteArticleRequest request;
  const auto stub = v1::IndexingService::NewStub(channel_);
  EXPECT_EQ(Call(*stub, &v1::IndexingService::Stub::DeleteArticle, request, &response).error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(Check("facetwire.v1.IndexingService"), HealthCheckResponse::SERVICE_UNKNOWN);
}

TEST_F(FacetwireServerTest, TwoServersDoNotShareAPort) {
  Serve();
  const auto second = FacetwireServer::Start(MakeEngine(), {.listen = server_->address()});
  EXPECT_THAT(second,
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("cannot listen on " + server_->address() + ": ")));
  EXPECT_TRUE(Search().ok());
}

TEST_F(FacetwireServerTest, ABadAddressIsRefused) {
  EXPECT_THAT(FacetwireServer::Start(MakeEngine(), {.listen = "nowhere"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("nowhere")));
}

}  // namespace
}  // namespace facetwire
