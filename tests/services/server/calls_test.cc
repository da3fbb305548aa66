// SPDX-License-Identifier: GPL-3.0-or-later
// How calls run and end: deadlines, cancelling, overload, exceptions, shutdown.
#include <atomic>
#include <functional>
#include <future>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "facetwire/v1/indexing_service.grpc.pb.h"
#include "facetwire/v1/query_service.grpc.pb.h"

#include "services/server/facetwire_server.h"
#include "tests/services/served_fakes.h"
#include "tests/support/fake_clock.h"

namespace facetwire {
namespace {

class CallsTest : public testing::ServedFakes {
 protected:
  // From another thread.
  std::future<grpc::Status> StartSearch(const std::string& text) {
    return std::async(std::launch::async, [this, text] { return Search(text); });
  }
};

TEST_F(CallsTest, TheDeadlineReachesTheEngine) {
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

TEST_F(CallsTest, CancellingReachesTheEngine) {
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

TEST_F(CallsTest, WaitingForACommitHoldsUpNobodyElse) {
  std::promise<void> begun;
  std::promise<void> release;
  query_.search = [&](const SearchRequest& request, const auto&) {
    if (!request.min_commit_token.empty()) {
      begun.set_value();
      release.get_future().wait();
    }
    return SearchResult();
  };
  query_.list_values = [&](const FacetValuesRequest& request) {
    EXPECT_EQ(request.min_commit_token, "far");
    begun.set_value();
    release.get_future().wait();
    return FacetValuesResult();
  };
  Serve({.workers = 1});
  const auto stub = v1::QueryService::NewStub(channel_);
  const auto search = [&] {
    v1::SearchRequest request;
    request.set_min_commit_token("far");
    v1::SearchResponse response;
    return Call(*stub, &v1::QueryService::Stub::Search, request, &response);
  };
  const auto list = [&] {
    v1::ListFacetValuesRequest request;
    request.set_facet("country");
    request.set_min_commit_token("far");
    v1::ListFacetValuesResponse response;
    return Call(*stub, &v1::QueryService::Stub::ListFacetValues, request, &response);
  };
  for (const std::function<grpc::Status()>& wait :
       std::initializer_list<std::function<grpc::Status()>>{search, list}) {
    begun = {};
    release = {};
    auto waiting = std::async(std::launch::async, wait);
    begun.get_future().wait();
    EXPECT_TRUE(Search().ok());
    release.set_value();
    EXPECT_TRUE(waiting.get().ok());
  }
  server_->Shutdown();  // while what the handlers use is still there
}

TEST_F(CallsTest, OnlyWhoHasToWaitGoesToThoseThatWait) {
  std::thread::id thread;
  query_.search = [&](const auto&, const auto&) {
    thread = std::this_thread::get_id();
    return SearchResult();
  };
  Serve({.workers = 1});
  const auto thread_of = [&](const std::string& token) {
    v1::SearchRequest request;
    request.set_min_commit_token(token);
    v1::SearchResponse response;
    const auto stub = v1::QueryService::NewStub(channel_);
    EXPECT_TRUE(Call(*stub, &v1::QueryService::Stub::Search, request, &response).ok());
    return thread;
  };
  const std::thread::id usual = thread_of("");
  EXPECT_EQ(thread_of("near"), usual);
  EXPECT_NE(thread_of("far"), usual);
}

TEST_F(CallsTest, NoExceptionLeavesAHandler) {
  query_.search = [](const SearchRequest& request, const auto&) -> SearchResult {
    if (request.query.text == "standard") {
      throw std::runtime_error("secret");
    }
    throw 1;
  };
  Serve();
  for (const std::string text : {"standard", "other"}) {
    const grpc::Status status = Search(text);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
    EXPECT_EQ(status.error_message(), "something went wrong inside the server; its log says what");
  }
}

TEST_F(CallsTest, OverloadIsRefusedWithATimeToRetry) {
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
  others.reserve(3);
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

TEST_F(CallsTest, ShutdownAnswersCallsInFlight) {
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
  server_ = nullptr;  // its end writes to shut_down once more
}

TEST_F(CallsTest, ShutdownCancelsWhatOutlastsTheGrace) {
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

}  // namespace
}  // namespace facetwire
