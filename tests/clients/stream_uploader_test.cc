// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/stream_uploader.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

namespace facetwire::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ServerStream =
    grpc::ServerReaderWriter<v1::StreamIndexArticlesResponse, v1::StreamIndexArticlesRequest>;

constexpr uint32_t kMaxUnacked = 8;

grpc::Status Full() {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(7);
  google::rpc::Status status;
  status.add_details()->PackFrom(retry);
  return {grpc::RESOURCE_EXHAUSTED, "the disk is full", status.SerializeAsString()};
}

// Ends each stream but the last after so many items, half of which it has answered.
class FakeServer final : public v1::IndexingService::Service {
 public:
  struct Break {
    int items = 0;
    grpc::Status status;
  };

  grpc::Status StreamIndexArticles(grpc::ServerContext*, ServerStream* stream) override {
    v1::StreamIndexArticlesRequest request;
    stream->Read(&request);
    resume_tokens.push_back(request.open().resume_token());
    if (hang == Hang::kBeforeOpened) {
      released.wait();
    }
    if (!refusals.empty()) {
      const grpc::Status refusal = refusals.back();
      refusals.pop_back();
      return refusal;
    }
    v1::StreamIndexArticlesResponse response;
    response.mutable_opened()->set_max_unacked(kMaxUnacked);
    response.mutable_opened()->set_index_id(index_id);
    response.mutable_opened()->set_resumed(true);
    stream->Write(response);
    if (hang == Hang::kAfterOpened) {
      released.wait();
      return grpc::Status::OK;
    }
    const Break end = breaks.empty() ? Break{-1, grpc::Status::OK} : breaks.front();
    if (!breaks.empty()) {
      breaks.erase(breaks.begin());
    }
    for (int items = 1; stream->Read(&request); ++items) {
      Take(request.item(), items % 2 == 0 || end.items < 0, *stream);
      if (items == end.items) {
        index_id = next_index_id;
        return end.status;
      }
    }
    return grpc::Status::OK;
  }

  enum class Hang { kNever, kBeforeOpened, kAfterOpened };

  std::atomic<Hang> hang = Hang::kNever;  // until it is released
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  std::vector<Break> breaks;
  std::vector<grpc::Status> refusals;
  std::string index_id = "index";
  std::string next_index_id = "index";
  std::vector<std::string> resume_tokens;
  std::map<std::string, int> times;  // each id was sent
  std::vector<uint64_t> answered;

 private:
  // Answers every second item, with the one before.
  void Take(const v1::StreamItem& item, bool answer, ServerStream& stream) {
    ++times[item.article().id()];
    waiting_.push_back(item);
    if (!answer) {
      return;
    }
    v1::StreamIndexArticlesResponse response;
    v1::StreamProgress& progress = *response.mutable_progress();
    for (const v1::StreamItem& done : waiting_) {
      if (done.offset() <= last_) {
        continue;
      }
      v1::StreamResult& result = *progress.add_results();
      result.set_offset(done.offset());
      result.set_id(done.article().id());
      const bool bad = done.article().body().empty();
      result.set_outcome(bad ? v1::INDEX_OUTCOME_REJECTED : v1::INDEX_OUTCOME_CREATED);
      result.mutable_status()->set_message(bad ? "no body" : "");
      last_ = done.offset();
      answered.push_back(last_);
    }
    waiting_.clear();
    progress.set_durable_offset(last_);
    progress.set_commit_token("t" + std::to_string(last_));
    stream.Write(response);
  }

  std::vector<v1::StreamItem> waiting_;
  uint64_t last_ = 0;
};

class StreamUploaderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&fake_);
    server_ = builder.BuildAndStart();
    stub_ = v1::IndexingService::NewStub(grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                                                             grpc::InsecureChannelCredentials()));
  }

  StreamUploader::Options Options() {
    return {.sleep = [this](absl::Duration wait) { waits_.push_back(wait); },
            .lost = [this](const grpc::Status& why) { lost_.push_back(why.error_message()); },
            .back = [this] { ++back_; },
            .progress = [](const v1::StreamProgress&) {},
            .rejected = [this](const RejectedArticle& article) { rejected_.push_back(article); }};
  }

  grpc::Status Upload(StreamUploader& uploader, int articles, const std::string& body = "x") {
    if (grpc::Status status = uploader.Open("t0"); !status.ok()) {
      return status;
    }
    for (int i = 1; i <= articles; ++i) {
      v1::Article article;
      article.set_id("a" + std::to_string(i));
      article.set_body(i % 10 == 0 ? "" : body);
      if (grpc::Status status = uploader.Add(
              static_cast<uint64_t>(i), article, {"file", {static_cast<size_t>(i), 0}});
          !status.ok()) {
        return status;
      }
    }
    return uploader.Finish();
  }

  FakeServer fake_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::IndexingService::Stub> stub_;
  std::vector<absl::Duration> waits_;
  std::vector<std::string> lost_;
  std::vector<RejectedArticle> rejected_;
  int back_ = 0;
};

TEST_F(StreamUploaderTest, SendsEachOnceAndSaysWhatWasRejected) {
  StreamUploader uploader(*stub_, Options());
  ASSERT_TRUE(Upload(uploader, 100).ok());
  EXPECT_EQ(uploader.report().Summary(), "100 articles: 90 created, 10 rejected");
  ASSERT_THAT(rejected_, SizeIs(10));
  EXPECT_EQ(rejected_[0].place.file, "file");
  EXPECT_EQ(rejected_[0].place.position.line, 10U);
  EXPECT_EQ(rejected_[0].id, "a10");
  EXPECT_EQ(rejected_[0].reason, "no body");
  EXPECT_THAT(fake_.times, SizeIs(100));
  EXPECT_THAT(fake_.resume_tokens, ElementsAre("t0"));
  EXPECT_THAT(waits_, IsEmpty());
}

TEST_F(StreamUploaderTest, AfterABreakItSendsAgainWhatHasNoAnswer) {
  const grpc::Status gone(grpc::UNAVAILABLE, "gone");
  fake_.breaks = {{7, gone}, {3, gone}, {20, Full()}};
  StreamUploader uploader(*stub_, Options());
  ASSERT_TRUE(Upload(uploader, 60).ok());
  EXPECT_EQ(uploader.report().Summary(), "60 articles: 54 created, 6 rejected");
  EXPECT_THAT(fake_.times, SizeIs(60));
  EXPECT_TRUE(std::is_sorted(fake_.answered.begin(), fake_.answered.end()));
  EXPECT_THAT(fake_.answered, SizeIs(60));
  EXPECT_GT(fake_.times["a7"], 1);
  EXPECT_THAT(lost_, ElementsAre("gone", "gone", "the disk is full"));
  EXPECT_EQ(back_, 3);
  EXPECT_THAT(waits_,
              ElementsAre(absl::Milliseconds(100), absl::Milliseconds(100), absl::Seconds(7)));
}

TEST_F(StreamUploaderTest, WaitsLongerEachTimeAndGivesUp) {
  fake_.breaks = {{2, grpc::Status(grpc::UNAVAILABLE, "gone")}};
  StreamUploader::Options options = Options();
  options.patience = absl::Seconds(10);
  options.lost = [this](const grpc::Status&) {
    fake_.refusals.assign(100, grpc::Status(grpc::UNAVAILABLE, "still gone"));
  };
  StreamUploader uploader(*stub_, options);
  EXPECT_EQ(Upload(uploader, 60).error_message(), "still gone");
  EXPECT_THAT(waits_,
              ElementsAre(absl::Milliseconds(100),
                          absl::Milliseconds(200),
                          absl::Milliseconds(400),
                          absl::Milliseconds(800),
                          absl::Milliseconds(1600),
                          absl::Milliseconds(3200),
                          absl::Seconds(5)));
  EXPECT_EQ(uploader.Finish().error_message(), "still gone");
  EXPECT_EQ(uploader.report().done(), 2U);
}

TEST_F(StreamUploaderTest, AServerThatNeverAnsweredIsGivenUpSoon) {
  fake_.refusals.assign(100, grpc::Status(grpc::UNAVAILABLE, "not there"));
  StreamUploader uploader(*stub_, Options());
  EXPECT_EQ(Upload(uploader, 1).error_message(), "not there");
  EXPECT_THAT(waits_, SizeIs(4));
}

TEST_F(StreamUploaderTest, WaitingForTheFirstAnswerIsForgiven) {
  StreamUploader::Options options = Options();
  options.await_server = true;
  options.patience = absl::Seconds(10);
  fake_.refusals.assign(7, grpc::Status(grpc::UNAVAILABLE, "not there"));  // 11.3 s
  fake_.breaks = {{1, grpc::Status(grpc::UNAVAILABLE, "gone")}};
  StreamUploader uploader(*stub_, options);
  EXPECT_TRUE(Upload(uploader, 1).ok());
  EXPECT_THAT(lost_, ElementsAre("not there", "gone"));
}

TEST_F(StreamUploaderTest, OneThatIsAwaitedMayComeLater) {
  StreamUploader::Options options = Options();
  options.await_server = true;
  options.patience = absl::Seconds(10);
  fake_.refusals.assign(6, grpc::Status(grpc::UNAVAILABLE, "not there"));
  StreamUploader late(*stub_, options);
  EXPECT_TRUE(Upload(late, 1).ok());
  EXPECT_THAT(lost_, ElementsAre("not there"));
  EXPECT_EQ(back_, 1);
  fake_.refusals.assign(100, grpc::Status(grpc::UNAVAILABLE, "not there"));
  StreamUploader never(*stub_, options);
  EXPECT_EQ(Upload(never, 1).error_message(), "not there");
  EXPECT_THAT(waits_, SizeIs(6 + 7));
}

TEST_F(StreamUploaderTest, AnotherIndexIsNotWrittenInTheMiddle) {
  fake_.breaks = {{2, grpc::Status(grpc::UNAVAILABLE, "gone")}};
  fake_.next_index_id = "another";
  StreamUploader uploader(*stub_, Options());
  EXPECT_EQ(Upload(uploader, 60).error_code(), grpc::FAILED_PRECONDITION);
  EXPECT_THAT(fake_.times, SizeIs(::testing::Le(2 + kMaxUnacked)));
}

TEST_F(StreamUploaderTest, WhatTheServerRefusesIsNotTriedAgain) {
  fake_.breaks = {{2, grpc::Status(grpc::INVALID_ARGUMENT, "nonsense")}};
  StreamUploader uploader(*stub_, Options());
  EXPECT_EQ(Upload(uploader, 60).error_message(), "nonsense");
  EXPECT_THAT(waits_, IsEmpty());
}

// More than gRPC keeps under way: it is the sending that stands still.
TEST_F(StreamUploaderTest, AServerThatReadsNoMoreIsTriedAgain) {
  constexpr std::size_t kBig = std::size_t{3} << 20U;
  fake_.hang = FakeServer::Hang::kAfterOpened;
  StreamUploader::Options options = Options();
  options.answer_timeout = std::chrono::milliseconds(500);
  options.lost = [&](const grpc::Status& why) {
    lost_.push_back(why.error_message());
    if (fake_.hang.exchange(FakeServer::Hang::kNever) != FakeServer::Hang::kNever) {
      fake_.release.set_value();
    }
  };
  StreamUploader uploader(*stub_, options);
  ASSERT_TRUE(Upload(uploader, 9, std::string(kBig, 'x')).ok());
  EXPECT_EQ(uploader.report().Summary(), "9 articles: 9 created");
  ASSERT_FALSE(lost_.empty());
  EXPECT_EQ(lost_.front(), "no answer in time; see --timeout");
}

TEST_F(StreamUploaderTest, AServerThatNeverOpensIsGivenUp) {
  fake_.hang = FakeServer::Hang::kBeforeOpened;
  StreamUploader::Options options = Options();
  options.answer_timeout = std::chrono::milliseconds(10);
  StreamUploader uploader(*stub_, options);
  EXPECT_EQ(Upload(uploader, 1).error_message(), "no answer in time; see --timeout");
  EXPECT_THAT(waits_, SizeIs(4));
  fake_.release.set_value();
}

TEST_F(StreamUploaderTest, FlushWaitsForTheAnswersAndMoreMayFollow) {
  StreamUploader uploader(*stub_, Options());
  ASSERT_TRUE(uploader.Open("").ok());
  for (uint64_t i = 1; i <= 6; ++i) {
    v1::Article article;
    article.set_body("x");
    ASSERT_TRUE(uploader.Add(i, article, {}).ok());
    if (i % 2 == 0) {
      ASSERT_TRUE(uploader.Flush().ok());
      EXPECT_EQ(uploader.report().answered(), i);
    }
  }
  ASSERT_TRUE(uploader.Finish().ok());
  EXPECT_THAT(fake_.resume_tokens, SizeIs(1));
}

TEST_F(StreamUploaderTest, WhoeverStopsDoesNotWaitForAServer) {
  fake_.breaks = {{2, grpc::Status(grpc::UNAVAILABLE, "gone")}};
  bool stopped = false;
  StreamUploader::Options options = Options();
  options.lost = [&](const grpc::Status&) {
    fake_.refusals.assign(100, grpc::Status(grpc::UNAVAILABLE, "still gone"));
  };
  options.sleep = [&](absl::Duration wait) {
    waits_.push_back(wait);
    stopped = waits_.size() == 2;
  };
  options.stopped = [&] { return stopped; };
  StreamUploader uploader(*stub_, options);
  EXPECT_EQ(Upload(uploader, 60).error_message(), "still gone");
  EXPECT_THAT(waits_, SizeIs(2));
}

TEST_F(StreamUploaderTest, NothingToSend) {
  StreamUploader uploader(*stub_, Options());
  EXPECT_TRUE(Upload(uploader, 0).ok());
  EXPECT_EQ(uploader.report().Summary(), "0 articles");
}

}  // namespace
}  // namespace facetwire::cli
