// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/uploader.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace facetwire::cli {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Le;

v1::Article Article(const std::string& id, size_t bytes = 10) {
  v1::Article article;
  article.set_id(id);
  article.set_body(std::string(bytes, 'x'));
  return article;
}

// Takes batches from several threads; keeps what arrived.
class FakeServer {
 public:
  Uploader::Send Send() {
    return [this](const v1::BatchIndexArticlesRequest& request,
                  v1::BatchIndexArticlesResponse* response) {
      const std::lock_guard lock(mutex_);
      sizes_.push_back(request.articles_size());
      bytes_.push_back(request.ByteSizeLong());
      if (failing_) {
        return grpc::Status(grpc::INTERNAL, "broken");
      }
      for (const v1::Article& article : request.articles()) {
        Take(article, *response->add_results());
      }
      return grpc::Status::OK;
    };
  }

  void Fail() { failing_ = true; }

  const std::vector<int>& sizes() const { return sizes_; }

  const std::vector<size_t>& bytes() const { return bytes_; }

  const std::map<std::string, int64_t>& versions() const { return versions_; }

 private:
  void Take(const v1::Article& article, v1::IndexResult& result) {
    result.set_id(article.id());
    if (article.body().empty()) {
      result.set_outcome(v1::INDEX_OUTCOME_REJECTED);
      google::rpc::BadRequest bad;
      bad.add_field_violations()->set_field("articles[0].body");
      bad.mutable_field_violations(0)->set_description("missing");
      result.mutable_status()->add_details()->PackFrom(bad);
      return;
    }
    const bool is_new = versions_.insert_or_assign(article.id(), article.version()).second;
    result.set_outcome(is_new ? v1::INDEX_OUTCOME_CREATED : v1::INDEX_OUTCOME_UPDATED);
  }

  std::mutex mutex_;
  bool failing_ = false;
  std::vector<int> sizes_;
  std::vector<size_t> bytes_;
  std::map<std::string, int64_t> versions_;
};

TEST(UploaderTest, BatchesOfAHundred) {
  FakeServer server;
  std::vector<size_t> progress;
  Uploader uploader(server.Send(), [&](const UploadReport& report, const auto&) {
    progress.push_back(report.done);
  });
  for (int i = 0; i < 250; ++i) {
    ASSERT_TRUE(uploader.Add(Article("a" + std::to_string(i))).ok());
  }
  ASSERT_TRUE(uploader.Finish().ok());
  std::vector<int> sizes = server.sizes();
  std::sort(sizes.begin(), sizes.end());
  EXPECT_THAT(sizes, ElementsAre(50, 100, 100));
  EXPECT_THAT(progress, ElementsAre(100, 200, 250));
  EXPECT_EQ(uploader.report().Summary(), "250 articles: 250 created");
}

TEST(UploaderTest, BatchesOfTwoMebibytes) {
  FakeServer server;
  Uploader uploader(server.Send(), [](const auto&, const auto&) {});
  for (int i = 0; i < 9; ++i) {
    ASSERT_TRUE(uploader.Add(Article("a" + std::to_string(i), 900'000)).ok());
  }
  ASSERT_TRUE(uploader.Add(Article("big", 3'000'000)).ok());
  ASSERT_TRUE(uploader.Finish().ok());
  EXPECT_THAT(server.sizes(), Each(Le(2)));
  EXPECT_EQ(uploader.report().done, 10U);
}

TEST(UploaderTest, TheLastOfAnIdWins) {
  FakeServer server;
  Uploader uploader(server.Send(), [](const auto&, const auto&) {});
  for (int version = 1; version <= 40; ++version) {
    v1::Article article = Article("same", 1'500'000);  // a batch each
    article.set_version(version);
    ASSERT_TRUE(uploader.Add(std::move(article)).ok());
  }
  ASSERT_TRUE(uploader.Finish().ok());
  EXPECT_THAT(server.versions(), ElementsAre(std::pair<const std::string, int64_t>("same", 40)));
  EXPECT_EQ(uploader.report().Summary(), "40 articles: 1 created, 39 updated");
}

TEST(UploaderTest, RejectionsSayWhy) {
  FakeServer server;
  Uploader uploader(server.Send(), [](const auto&, const auto&) {});
  ASSERT_TRUE(uploader.Add(Article("good")).ok());
  ASSERT_TRUE(uploader.Add(Article("bad", 0)).ok());
  ASSERT_TRUE(uploader.Finish().ok());
  ASSERT_EQ(uploader.report().rejected.size(), 1U);
  EXPECT_EQ(uploader.report().rejected[0].id, "bad");
  EXPECT_EQ(uploader.report().rejected[0].reason, "articles[0].body: missing");
  EXPECT_EQ(uploader.report().Summary(), "2 articles: 1 created, 1 rejected");
}

TEST(UploaderTest, AFailedBatchEndsIt) {
  FakeServer server;
  server.Fail();
  Uploader uploader(server.Send(), [](const auto&, const auto&) {});
  grpc::Status status;
  int added = 0;
  while (status.ok() && added < 100'000) {
    status = uploader.Add(Article("a" + std::to_string(added++)));
  }
  EXPECT_EQ(status.error_message(), "broken");
  EXPECT_EQ(uploader.Finish().error_message(), "broken");
  EXPECT_THAT(server.sizes().size(), Le(Uploader::kMaxInFlight + 1));
  EXPECT_EQ(uploader.report().Summary(), "0 articles");
}

TEST(UploaderTest, NothingToSend) {
  FakeServer server;
  Uploader uploader(server.Send(), [](const auto&, const auto&) {});
  EXPECT_TRUE(uploader.Finish().ok());
  EXPECT_TRUE(server.sizes().empty());
}

}  // namespace
}  // namespace facetwire::cli
