// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/server/facetwire_server.h"

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "grpc/health/v1/health.grpc.pb.h"
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>

#include "facetwire/v1/indexing_service.grpc.pb.h"
#include "facetwire/v1/query_service.grpc.pb.h"

#include "tests/services/served_fakes.h"
#include "tests/support/fake_clock.h"

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
  static v1::SearchRequest Text(const std::string& text) {
    v1::SearchRequest request;
    request.mutable_query()->set_text(text);
    return request;
  }

  grpc::Status Search(const std::string& text = "") {
    v1::SearchResponse response;
    const auto stub = v1::QueryService::NewStub(channel_);
    return Call(*stub, &v1::QueryService::Stub::Search, Text(text), &response);
  }

  // From another thread.
  std::future<grpc::Status> StartSearch(const std::string& text) {
    return std::async(std::launch::async, [this, text] { return Search(text); });
  }

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

TEST_F(FacetwireServerTest, TheDeadlineReachesTheEngine) {
  absl::Time deadline;
  query_.search = [&](const auto&, const CallContext& context) {
    deadline = context.deadline;
    return SearchResult();
  };
  Serve();
  const auto before = absl::Now();
  ASSERT_TRUE(Search().ok());  // with a deadline of 60 s
  EXPECT_GT(deadline, before + absl::Seconds(50));
  EXPECT_LT(deadline, before + absl::Seconds(90));

  grpc::ClientContext context;  // without one
  v1::SearchResponse response;
  ASSERT_TRUE(v1::QueryService::NewStub(channel_)->Search(&context, {}, &response).ok());
  EXPECT_EQ(deadline, absl::InfiniteFuture());
}

TEST_F(FacetwireServerTest, CancellingReachesTheEngine) {
  std::promise<void> begun;
  std::promise<absl::Status> ended;
  query_.search = [&](const auto&, const CallContext& context) -> absl::StatusOr<SearchResult> {
    begun.set_value();
    absl::Status status;
    while ((status = context.Check()).ok()) {
      std::this_thread::yield();
    }
    ended.set_value(status);
    return status;
  };
  Serve();
  grpc::ClientContext context;
  SetLongDeadline(context);
  auto call = std::async(std::launch::async, [&] {
    v1::SearchResponse response;
    return v1::QueryService::NewStub(channel_)->Search(&context, {}, &response);
  });
  begun.get_future().wait();
  context.TryCancel();
  EXPECT_EQ(call.get().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(ended.get_future().get().code(), absl::StatusCode::kCancelled);
  server_->Shutdown();  // while what the handler uses is still there
}

TEST_F(FacetwireServerTest, OverloadIsRefusedWithATimeToRetry) {
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  std::promise<void> begun;
  query_.search = [&](const SearchRequest& request, const auto&) {
    if (request.query.text == "first") {
      begun.set_value();
      released.wait();
    }
    return SearchResult();
  };
  const testing::FakeClock clock(absl::Now());
  Serve({.workers = 1, .max_wait = absl::ZeroDuration(), .clock = &clock});
  auto first = StartSearch("first");
  begun.get_future().wait();
  // Two may wait for the worker that is busy; of three, one is refused while it still is.
  std::promise<grpc::Status> refused;
  std::vector<std::future<void>> others;
  for (int i = 0; i < 3; ++i) {
    others.push_back(std::async(std::launch::async, [&] {
      if (const grpc::Status status = Search("other"); !status.ok()) {
        refused.set_value(status);
      }
    }));
  }
  const grpc::Status status = refused.get_future().get();
  release.set_value();
  EXPECT_TRUE(first.get().ok());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  google::rpc::RetryInfo retry;
  EXPECT_TRUE(testing::Unpack(status, &retry));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(testing::Unpack(status, &info));
  EXPECT_EQ(info.reason(), "OVERLOADED");
  server_->Shutdown();  // while its clock is still there
}

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
  const std::string file =
      Reflect(channel_, "\x22" + std::string(1, static_cast<char>(symbol.size())) + symbol);
  EXPECT_THAT(file, HasSubstr("grpc/health/v1/health.proto"));
}

TEST_F(FacetwireServerTest, ShutdownAnswersCallsInFlight) {
  std::promise<IndexingEngine::IndexDone> accepted;
  indexing_.index = [&](const auto&, const auto&, const auto& done) { accepted.set_value(done); };
  std::atomic<bool> shut_down{false};
  indexing_.shut_down = &shut_down;
  Serve();
  auto call = std::async(std::launch::async, [this] {
    v1::IndexArticleRequest request;
    request.mutable_article()->set_id("a");
    request.mutable_article()->mutable_published_time();
    v1::IndexArticleResponse response;
    const auto stub = v1::IndexingService::NewStub(channel_);
    return Call(*stub, &v1::IndexingService::Stub::IndexArticle, request, &response);
  });
  const IndexingEngine::IndexDone done = accepted.get_future().get();
  auto stopping = std::async(std::launch::async, [this] { server_->Shutdown(); });
  // New calls are refused as soon as the shutdown has begun.
  while (Search().error_code() != grpc::StatusCode::UNAVAILABLE) {
    std::this_thread::yield();
  }
  EXPECT_FALSE(shut_down);
  done(IndexBatchResult{{{.id = "a", .outcome = IndexOutcome::kCreated}}, "token"});
  EXPECT_TRUE(call.get().ok());
  stopping.get();
  EXPECT_TRUE(shut_down);
}

TEST_F(FacetwireServerTest, ShutdownCancelsWhatOutlastsTheGrace) {
  std::promise<void> begun;
  query_.search = [&](const auto&, const CallContext& context) -> absl::StatusOr<SearchResult> {
    begun.set_value();
    while (context.Check().ok()) {
      std::this_thread::yield();
    }
    return context.Check();
  };
  Serve({.grace = absl::ZeroDuration()});
  auto call = StartSearch("");
  begun.get_future().wait();
  server_->Shutdown();
  EXPECT_FALSE(call.get().ok());
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
