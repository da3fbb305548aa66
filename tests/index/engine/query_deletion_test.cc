// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/engine/query_deletion.h"

#include <atomic>
#include <cstddef>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/ingest/write_queue.h"
#include "index/store/commit_token.h"
#include "index/store/document_builder.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {

namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::StatusIs;
using Result = absl::StatusOr<DeleteByQueryResult>;

class CarryOutTest : public ::testing::Test {
 protected:
  CarryOutTest() {
    WriteQueue::Options options;
    options.committed = [this] {
      ++commits_;
      return true;
    };
    queue_ = std::make_unique<WriteQueue>(
        nullptr, [this] { return IndexWriter::Open(dir_.path()); }, std::move(options));
  }

  void Put(const std::string& id) {
    StoredArticle stored;
    stored.article.id = id;
    stored.article.body = "Some words";
    absl::StatusOr<PreparedDocument> document = DocumentBuilder().Build(stored);
    ASSERT_THAT(document, IsOk());
    std::vector<WriteOperation> operations;
    operations.emplace_back(*std::move(document));
    std::promise<absl::Status> written;
    queue_->SubmitAlways(std::move(operations), [&](const absl::StatusOr<WriteReport>& report) {
      written.set_value(report.status());
    });
    ASSERT_THAT(written.get_future().get(), IsOk());
  }

  Result CarryOutAll(PlannedDeletion plan) {
    std::promise<Result> done;
    CarryOut(std::move(plan), *queue_, [&](Result result) { done.set_value(std::move(result)); });
    return done.get_future().get();
  }

  static PlannedDeletion Plan(std::size_t deletions) {
    PlannedDeletion plan;
    for (std::size_t i = 0; i < deletions; ++i) {
      plan.operations.emplace_back(DeleteOperation{"a" + std::to_string(i)});
    }
    plan.result.count = deletions;
    plan.result.sample_ids = {"a0"};
    return plan;
  }

  testing::TempDir dir_;
  std::atomic<int> commits_ = 0;
  std::unique_ptr<WriteQueue> queue_;
};

TEST_F(CarryOutTest, CommitsInPartsAndCountsWhatWasThere) {
  for (const std::size_t i : {std::size_t{0}, kDeletionsAtOnce - 1, 2 * kDeletionsAtOnce}) {
    Put("a" + std::to_string(i));
  }
  commits_ = 0;
  const Result result = CarryOutAll(Plan(2 * kDeletionsAtOnce + 1));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->count, 3U);
  EXPECT_EQ(commits_, 3);
  EXPECT_EQ(result->sample_ids.size(), 1U);
  EXPECT_EQ(result->commit_token, EncodeCommitToken(queue_->Position()));
}

TEST_F(CarryOutTest, WholePartsEndWithoutAnEmptyOne) {
  EXPECT_EQ(CarryOutAll(Plan(2 * kDeletionsAtOnce))->count, 0U);
  EXPECT_EQ(commits_, 2);
}

TEST_F(CarryOutTest, ADryRunWritesNothingAndKeepsItsCount) {
  PlannedDeletion plan;
  plan.result.count = 7;
  EXPECT_EQ(CarryOutAll(std::move(plan))->count, 7U);
  EXPECT_EQ(commits_, 0);
}

TEST_F(CarryOutTest, AnErrorIsToldOnce) {
  queue_->Shutdown();
  EXPECT_THAT(CarryOutAll(Plan(2 * kDeletionsAtOnce)),
              StatusIs(absl::StatusCode::kUnavailable, ::testing::_));
}

}  // namespace

}  // namespace facetwire
