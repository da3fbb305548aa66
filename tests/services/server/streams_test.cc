// SPDX-License-Identifier: GPL-3.0-or-later
// StreamIndexArticles, over real gRPC and fake engines.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>

#include "facetwire/v1/indexing_service.grpc.pb.h"

#include "index/base/errors.h"
#include "index/base/mutex.h"
#include "services/indexing/index_streams.h"
#include "tests/services/served_fakes.h"

namespace facetwire {
namespace {

using testing::FieldOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Responses = std::vector<v1::StreamIndexArticlesResponse>;

v1::StreamItem Put(std::uint64_t offset, const std::string& id, const std::string& body = "Rail.") {
  v1::StreamItem item;
  item.set_offset(offset);
  v1::Article& article = *item.mutable_article();
  article.set_id(id);
  article.set_body(body);
  article.mutable_published_time()->set_seconds(1);
  return item;
}

v1::StreamItem Remove(std::uint64_t offset, const std::string& id) {
  v1::StreamItem item;
  item.set_offset(offset);
  item.set_delete_id(id);
  return item;
}

// A client of one stream.
class Client {
 public:
  explicit Client(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(v1::IndexingService::NewStub(channel)) {
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    stream_ = stub_->StreamIndexArticles(&context_);
  }

  bool Open(v1::AckLevel level = v1::ACK_LEVEL_DURABLE, bool bulk = false) {
    v1::StreamIndexArticlesRequest request;
    request.mutable_open()->set_ack_level(level);
    request.mutable_open()->set_bulk(bulk);
    return stream_->Write(request);
  }

  bool Send(v1::StreamItem item) {
    v1::StreamIndexArticlesRequest request;
    *request.mutable_item() = std::move(item);
    return stream_->Write(request);
  }

  bool Read(v1::StreamIndexArticlesResponse* response) { return stream_->Read(response); }

  // The next message; an empty one at the end.
  v1::StreamIndexArticlesResponse Next() {
    v1::StreamIndexArticlesResponse response;
    return stream_->Read(&response) ? response : v1::StreamIndexArticlesResponse();
  }

  void HalfClose() { stream_->WritesDone(); }

  void Cancel() { context_.TryCancel(); }

  // Everything that still comes, and how the stream ends.
  std::pair<Responses, grpc::Status> Rest() {
    Responses rest;
    v1::StreamIndexArticlesResponse response;
    while (stream_->Read(&response)) {
      rest.push_back(response);
    }
    return {std::move(rest), stream_->Finish()};
  }

 private:
  std::unique_ptr<v1::IndexingService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<
      grpc::ClientReaderWriter<v1::StreamIndexArticlesRequest, v1::StreamIndexArticlesResponse>>
      stream_;
};

// "offset id outcome" of each result.
std::vector<std::string> ResultsIn(const Responses& responses) {
  std::vector<std::string> results;
  for (const auto& response : responses) {
    for (const v1::StreamResult& result : response.progress().results()) {
      results.push_back(std::to_string(result.offset()) + " " + result.id() + " " +
                        v1::IndexOutcome_Name(result.outcome()).substr(14));
    }
  }
  return results;
}

using StreamsTest = testing::ServedFakes;

TEST_F(StreamsTest, AnswersEveryItemInOrder) {
  Serve();
  Client client(channel_);
  ASSERT_TRUE(client.Open());
  const v1::StreamOpened opened = client.Next().opened();
  EXPECT_EQ(opened.max_unacked(), IndexStreams::kMaxUnacked);
  EXPECT_EQ(opened.index_id(), "index");
  EXPECT_EQ(opened.commit_token(), "commit");
  std::vector<std::string> expected;
  for (std::uint64_t i = 1; i <= 300; ++i) {
    const std::string id = "a" + std::to_string(i);
    ASSERT_TRUE(client.Send(i % 3 == 0 ? Remove(10 * i, id) : Put(10 * i, id)));
    expected.push_back(std::to_string(10 * i) + " " + id + (i % 3 == 0 ? " DELETED" : " CREATED"));
  }
  client.HalfClose();
  const auto [responses, status] = client.Rest();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(ResultsIn(responses), expected);
  std::uint64_t durable = 0;
  for (const auto& response : responses) {
    EXPECT_GT(response.progress().durable_offset(), durable);
    durable = response.progress().durable_offset();
    EXPECT_EQ(durable, response.progress().results().rbegin()->offset());
    EXPECT_EQ(response.progress().commit_token(), "commit");
  }
  EXPECT_EQ(durable, 3000U);
}

TEST_F(StreamsTest, OneBadArticleIsAResult) {
  Serve();
  Client client(channel_);
  ASSERT_TRUE(client.Open());
  ASSERT_TRUE(client.Send(Put(1, "a")));
  v1::StreamItem bad = Put(2, "b");
  bad.mutable_article()->clear_published_time();
  ASSERT_TRUE(client.Send(bad));
  ASSERT_TRUE(client.Send(Put(3, "c")));
  client.HalfClose();
  const auto [responses, status] = client.Rest();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(ResultsIn(responses),
              ::testing::ElementsAre("1 a CREATED", "2 b REJECTED", "3 c CREATED"));
  bool named = false;
  for (const auto& response : responses) {
    for (const v1::StreamResult& result : response.progress().results()) {
      named =
          named || result.status().message().find("article.published_time") != std::string::npos;
    }
  }
  EXPECT_TRUE(named);
}

TEST_F(StreamsTest, ABulkLoadLastsAsLongAsItsStream) {
  std::atomic<int> patient{0};
  indexing_.write_prepared = [&](const PreparedOperations& prepared) {
    patient += prepared.patient ? 1 : 0;
  };
  Serve();
  Client client(channel_);
  ASSERT_TRUE(client.Open(v1::ACK_LEVEL_DURABLE, /*bulk=*/true));
  EXPECT_EQ(client.Next().opened().max_unacked(), IndexStreams::kBulkMaxUnacked);
  EXPECT_EQ(indexing_.bulk_loads, 1);
  Client other(channel_);
  ASSERT_TRUE(other.Open());
  EXPECT_EQ(other.Next().opened().max_unacked(), IndexStreams::kMaxUnacked);
  EXPECT_EQ(indexing_.bulk_loads, 1);
  ASSERT_TRUE(other.Send(Put(1, "a")));
  EXPECT_THAT(ResultsIn({other.Next()}), ::testing::ElementsAre("1 a CREATED"));
  EXPECT_EQ(patient, 0);
  ASSERT_TRUE(client.Send(Put(1, "a")));
  client.HalfClose();
  const auto [responses, status] = client.Rest();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(ResultsIn(responses), ::testing::ElementsAre("1 a CREATED"));
  EXPECT_EQ(patient, 1);
  EXPECT_EQ(indexing_.bulk_loads, 0);
  other.HalfClose();
  EXPECT_TRUE(other.Rest().second.ok());
}

TEST_F(StreamsTest, WhoBreaksTheRulesIsToldAfterTheRestIsAnswered) {
  struct Case {
    const char* field;
    std::function<void(Client&)> breaks;
  };

  const std::vector<Case> cases = {
      {"open", [](Client& c) { c.Open(); }},
      {"item.offset", [](Client& c) { c.Send(Put(7, "b")); }},
      {"item.offset", [](Client& c) { c.Send(Put(6, "b")); }},
      {"item.operation",
       [](Client& c) {
         v1::StreamItem item;
         item.set_offset(8);
         c.Send(item);
       }},
  };
  Serve();
  for (const Case& broken : cases) {
    SCOPED_TRACE(broken.field);
    Client client(channel_);
    ASSERT_TRUE(client.Open());
    ASSERT_TRUE(client.Send(Put(7, "a")));
    broken.breaks(client);
    const auto [responses, status] = client.Rest();
    EXPECT_EQ(FieldOf(status), broken.field);
    EXPECT_THAT(ResultsIn(responses), ::testing::ElementsAre("7 a CREATED"));
  }
}

TEST_F(StreamsTest, AStreamBeginsWithOpen) {
  Serve();
  Client early(channel_);
  ASSERT_TRUE(early.Send(Put(1, "a")));
  auto [responses, status] = early.Rest();
  EXPECT_EQ(FieldOf(status), "open");
  EXPECT_THAT(responses, IsEmpty());
  Client vague(channel_);
  ASSERT_TRUE(vague.Open(v1::ACK_LEVEL_UNSPECIFIED));
  EXPECT_EQ(FieldOf(vague.Rest().second), "open.ack_level");
}

TEST_F(StreamsTest, SearchableNeedsTheQueryRole) {
  indexing_.is_searchable = false;
  Serve();
  Client client(channel_);
  ASSERT_TRUE(client.Open(v1::ACK_LEVEL_SEARCHABLE));
  EXPECT_EQ(client.Rest().second.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(StreamsTest, WhatCouldNotBeMadeSearchableIsNotAcknowledged) {
  indexing_.write = [](const auto& operations, const auto& done) {
    IndexBatchResult result = testing::FakeIndexingEngine::Accept(operations);
    result.searchable = false;
    done(std::move(result));
  };
  Serve();
  Client client(channel_);
  ASSERT_TRUE(client.Open(v1::ACK_LEVEL_SEARCHABLE));
  ASSERT_TRUE(client.Send(Put(1, "a")));
  const auto [responses, status] = client.Rest();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(ResultsIn(responses), IsEmpty());
}

// Keeps writes until the test lets them go.
class Gate {
 public:
  void Take(std::vector<ArticleOperation> operations, IndexingEngine::IndexDone done) {
    const MutexLock lock(mutex_);
    waiting_.push_back({std::move(operations), std::move(done)});
    operations_ += waiting_.back().operations.size();
    changed_.NotifyAll();
  }

  // Waits until so many operations have come in all.
  void Await(std::size_t operations) {
    const MutexLock lock(mutex_);
    while (operations_ < operations) {
      changed_.Wait(mutex_);
    }
  }

  void Release() {
    std::vector<Write> writes;
    {
      const MutexLock lock(mutex_);
      writes.swap(waiting_);
    }
    for (const Write& write : writes) {
      write.done(testing::FakeIndexingEngine::Accept(write.operations));
    }
  }

 private:
  struct Write {
    std::vector<ArticleOperation> operations;
    IndexingEngine::IndexDone done;
  };

  Mutex mutex_;
  CondVar changed_;
  std::vector<Write> waiting_;
  std::size_t operations_ = 0;
};

class GatedStreamsTest : public StreamsTest {
 protected:
  void SetUp() override {
    indexing_.write = [this](const auto& operations, const auto& done) {
      gate_.Take(operations, done);
    };
  }

  void TearDown() override {
    gate_.Release();
    server_ = nullptr;
  }

  Gate gate_;
};

TEST_F(GatedStreamsTest, MoreThanMaxUnackedIsRefused) {
  Serve();
  Client client(channel_);
  ASSERT_TRUE(client.Open());
  for (std::uint64_t i = 1; i <= IndexStreams::kMaxUnacked + 1; ++i) {
    ASSERT_TRUE(client.Send(Put(i, "a")));
  }
  gate_.Await(IndexStreams::kMaxUnacked);
  gate_.Release();
  const auto [responses, status] = client.Rest();
  EXPECT_EQ(FieldOf(status), "item");
  EXPECT_THAT(ResultsIn(responses), SizeIs(IndexStreams::kMaxUnacked));
}

TEST_F(GatedStreamsTest, BigItemsAreReadOnlyAsTheyAreWritten) {
  Serve();
  Client client(channel_);
  ASSERT_TRUE(client.Open());
  constexpr std::uint64_t kItems = 24;
  auto sending = std::async(std::launch::async, [&] {
    for (std::uint64_t i = 1; i <= kItems; ++i) {
      client.Send(Put(i, "a", std::string(std::size_t{1} << 20U, 'x')));
    }
    client.HalfClose();
  });
  // Eight MiB come in; what is read beyond them comes only after the first are answered.
  gate_.Await(8);
  std::size_t known = 8;
  auto releasing = std::async(std::launch::async, [&] {
    while (known < kItems) {
      gate_.Release();
      gate_.Await(++known);
    }
    gate_.Release();
  });
  const auto [responses, status] = client.Rest();
  sending.get();
  releasing.get();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(ResultsIn(responses), SizeIs(kItems));
}

TEST_F(GatedStreamsTest, AFailedWriteEndsTheStreamAfterWhatWasWritten) {
  indexing_.write = [](const auto& operations, const auto& done) {
    if (std::get<Article>(operations[0]).id == "bad") {
      done(WithRetryAfter(absl::ResourceExhaustedError("the disk is full"), absl::Seconds(1)));
    } else {
      done(testing::FakeIndexingEngine::Accept(operations));
    }
  };
  Serve();
  Client client(channel_);
  ASSERT_TRUE(client.Open());
  client.Next();
  ASSERT_TRUE(client.Send(Put(1, "a")));
  EXPECT_EQ(client.Next().progress().durable_offset(), 1U);
  ASSERT_TRUE(client.Send(Put(2, "bad")));
  client.Send(Put(3, "c"));
  const auto [responses, status] = client.Rest();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  google::rpc::RetryInfo retry;
  EXPECT_TRUE(testing::Unpack(status, &retry));
  EXPECT_THAT(ResultsIn(responses), IsEmpty());
}

TEST_F(GatedStreamsTest, AShutdownAnswersWhatWasAcceptedAndSaysSo) {
  Serve();
  Client client(channel_);
  ASSERT_TRUE(client.Open());
  client.Next();
  ASSERT_TRUE(client.Send(Put(1, "a")));
  ASSERT_TRUE(client.Send(Put(2, "b")));
  gate_.Await(2);
  auto stopping = std::async(std::launch::async, [this] { server_->Shutdown(); });
  while (Search().error_code() != grpc::StatusCode::UNAVAILABLE) {
    std::this_thread::yield();
  }
  gate_.Release();
  const auto [responses, status] = client.Rest();
  stopping.get();
  EXPECT_THAT(ResultsIn(responses), ::testing::ElementsAre("1 a CREATED", "2 b CREATED"));
  ASSERT_FALSE(responses.empty());
  EXPECT_EQ(responses.back().drain().durable_offset(), 2U);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(testing::Unpack(status, &info));
  EXPECT_EQ(info.reason(), "SHUTTING_DOWN");
}

TEST_F(GatedStreamsTest, WhatALostClientSentIsWrittenAllTheSame) {
  Serve();
  {
    Client client(channel_);
    ASSERT_TRUE(client.Open());
    client.Next();
    ASSERT_TRUE(client.Send(Put(1, "a")));
    gate_.Await(1);
    client.Cancel();
    EXPECT_EQ(client.Rest().second.error_code(), grpc::StatusCode::CANCELLED);
  }
  gate_.Release();
  server_->Shutdown();  // waits for the stream
}

TEST_F(StreamsTest, ManyStreamsAtOnce) {
  Serve({.workers = 2});
  std::vector<std::future<std::size_t>> clients;
  for (int c = 0; c < 8; ++c) {
    clients.push_back(std::async(std::launch::async, [&] {
      Client client(channel_);
      client.Open();
      for (std::uint64_t i = 1; i <= 200; ++i) {
        client.Send(Put(i, "a"));
      }
      client.HalfClose();
      return ResultsIn(client.Rest().first).size();
    }));
  }
  for (auto& client : clients) {
    EXPECT_EQ(client.get(), 200U);
  }
}

}  // namespace
}  // namespace facetwire
