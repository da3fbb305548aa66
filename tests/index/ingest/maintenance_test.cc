// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/maintenance.h"

#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/ingest/write_queue.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::ContentsOf;
using ::facetwire::testing::FakeClock;
using ::facetwire::testing::IsOk;
using ::facetwire::testing::LoadAll;
using ::facetwire::testing::MakeArticle;
using ::facetwire::testing::Must;
using ::facetwire::testing::Put;
using ::facetwire::testing::TempDir;

MaintenanceOptions SmallOptions() {
  MaintenanceOptions options;
  options.seal_documents = 10;
  options.policy.min_purge = 5;
  options.bulk_seal_documents = 20;
  options.recheck = std::chrono::milliseconds(1);
  return options;
}

// The writing thread is this one: it is woken as a queue would be.
class MaintenanceTest : public ::testing::Test {
 protected:
  MaintenanceTest() : writer_(Must(IndexWriter::Open(dir_.path()))) {
    maintenance_.Start([this] {
      const MutexLock lock(mutex_);
      woken_ = true;
      wake_.NotifyAll();
    });
  }

  ~MaintenanceTest() override { maintenance_.Shutdown(); }

  void AwaitWake() {
    const MutexLock lock(mutex_);
    while (!woken_) {
      wake_.Wait(mutex_);
    }
    woken_ = false;
  }

  // Attends until so many folds were adopted or failed.
  void AwaitFolds(std::uint64_t count) {
    for (;;) {
      const MaintenanceStats stats = maintenance_.stats();
      if (stats.folds + stats.failures >= count) {
        return;
      }
      AwaitWake();
      ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());
    }
  }

  void PutAndCommit(int first, int count) {
    for (int i = first; i < first + count; ++i) {
      Put(*writer_, MakeArticle("id" + std::to_string(i), "words " + std::to_string(++version_)));
    }
    ASSERT_THAT(writer_->Commit(), IsOk());
    ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());
  }

  // Whether no fold is planned, under way, or to be adopted.
  bool HasNoPlan() {
    const bool none = maintenance_.Hold({.cancelled = [] { return true; }}).ok();
    if (none) {
      maintenance_.Release();
    }
    return none;
  }

  TempDir dir_;
  FakeClock clock_;
  std::unique_ptr<IndexWriter> writer_;
  Maintenance maintenance_{clock_, SmallOptions()};
  int version_ = 0;
  Mutex mutex_;
  CondVar wake_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
};

TEST_F(MaintenanceTest, SealsWhenThePartIsFull) {
  PutAndCommit(0, 9);
  EXPECT_EQ(maintenance_.stats().seals, 0U);
  PutAndCommit(9, 1);
  EXPECT_EQ(maintenance_.stats().seals, 1U);
  EXPECT_EQ(writer_->active_documents(), 0U);
  EXPECT_EQ(writer_->manifest().parts.size(), 2U);
}

TEST_F(MaintenanceTest, FoldsBesideTheWriterAndRemovesWhatNobodyReads) {
  PutAndCommit(0, 10);
  const auto source = Must(SnapshotSource::Open(dir_.path()));
  auto held = source->Current();
  PutAndCommit(10, 10);
  PutAndCommit(20, 3);  // while the fold is planned or under way
  AwaitFolds(1);
  EXPECT_EQ(writer_->manifest().parts.size(), 2U);
  EXPECT_EQ(maintenance_.stats().documents_written, 20U);
  // The snapshot has both.
  EXPECT_EQ(maintenance_.stats().unused_parts, 2U);
  IndexReader reader(dir_.path());
  ASSERT_THAT(reader.CatchUp(*held), IsOk());
  EXPECT_EQ(LoadAll(*held, reader).size(), 10U);
  ASSERT_THAT(source->Refresh(), IsOk());
  held = nullptr;
  while (maintenance_.stats().unused_parts > 0) {
    AwaitWake();  // it looks again by itself
    ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());
  }
  EXPECT_EQ(ContentsOf(dir_.path()).size(), 23U);
}

TEST_F(MaintenanceTest, ABulkLoadLeavesOnePart) {
  PutAndCommit(0, 10);
  maintenance_.BeginBulk();
  maintenance_.BeginBulk();
  for (int i = 0; i < 7; ++i) {
    PutAndCommit(10 + 10 * i, 10);
    PutAndCommit(0, 3);  // some of them again and again
  }
  EXPECT_EQ(maintenance_.stats().folds, 0U);
  EXPECT_EQ(writer_->manifest().parts.size(), 5U);
  maintenance_.EndBulk();
  ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());
  EXPECT_EQ(writer_->manifest().parts.size(), 5U);  // another one runs
  maintenance_.EndBulk();
  AwaitFolds(1);
  EXPECT_EQ(writer_->manifest().parts.size(), 2U);
  EXPECT_EQ(writer_->active_documents(), 0U);
  EXPECT_EQ(maintenance_.stats().seals, 5U);
  EXPECT_EQ(ContentsOf(dir_.path()).size(), 80U);
  // From now on all is as it was.
  PutAndCommit(80, 9);
  EXPECT_EQ(writer_->manifest().parts.size(), 2U);
  PutAndCommit(89, 1);
  EXPECT_EQ(writer_->manifest().parts.size(), 3U);
}

TEST_F(MaintenanceTest, OnlyABulkLoadWritesLargeBlocks) {
  // Of the part that is written, which is one block while it is empty.
  const auto block = [&] {
    return std::filesystem::file_size(
        dir_.file(writer_->manifest().parts.back().name + "/postlist.glass"));
  };
  const std::uintmax_t small = block();
  PutAndCommit(0, 10);
  EXPECT_EQ(block(), small);
  maintenance_.BeginBulk();
  PutAndCommit(10, 20);
  EXPECT_GT(block(), small);
  PutAndCommit(30, 5);
  maintenance_.EndBulk();
  ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());
  EXPECT_EQ(block(), small);

  // The last part of a load may be empty at its end: then it goes with the next article.
  maintenance_.BeginBulk();
  PutAndCommit(35, 20);
  EXPECT_GT(block(), small);
  maintenance_.EndBulk();
  ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());
  EXPECT_GT(block(), small);
  PutAndCommit(55, 1);
  EXPECT_EQ(block(), small);
  PutAndCommit(56, 1);
  EXPECT_EQ(writer_->active_documents(), 1U);
}

TEST_F(MaintenanceTest, ABulkLoadOfNothingChangesNothing) {
  maintenance_.BeginBulk();
  maintenance_.EndBulk();
  ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());
  EXPECT_EQ(writer_->manifest().parts.size(), 1U);
  // Nor afterwards: the first article has no part of its own.
  PutAndCommit(0, 1);
  EXPECT_EQ(maintenance_.stats().seals, 0U);
}

TEST_F(MaintenanceTest, ABulkLoadIsMadeCompactOnce) {
  maintenance_.BeginBulk();
  PutAndCommit(0, 20);
  PutAndCommit(20, 20);
  maintenance_.EndBulk();
  ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());  // a fold is planned
  // What comes meanwhile, and is less than a fifth, waits for its turn: otherwise a steady stream
  // of articles would have the whole index written again and again.
  for (int i = 40; i < 45; ++i) {
    Put(*writer_, MakeArticle("id" + std::to_string(i), "words"));
  }
  ASSERT_THAT(writer_->Commit(), IsOk());
  ASSERT_THAT(writer_->Seal(), IsOk());
  AwaitFolds(1);
  EXPECT_EQ(maintenance_.stats().documents_written, 40U);
  EXPECT_TRUE(HasNoPlan());
}

TEST_F(MaintenanceTest, ABulkLoadIsMadeCompactWithItsLastPartOnceThatCanBeSealed) {
  maintenance_.BeginBulk();
  PutAndCommit(0, 20);
  PutAndCommit(20, 3);
  const std::string obstacle = dir_.file("part-000003");
  std::ofstream(obstacle) << "in the way";
  maintenance_.EndBulk();
  EXPECT_FALSE(maintenance_.Attend(*writer_).ok());
  writer_ = nullptr;
  writer_ = Must(IndexWriter::Open(dir_.path()));
  ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());  // too early to seal
  clock_.Advance(absl::Seconds(2));
  ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());
  ASSERT_FALSE(HasNoPlan());
  AwaitFolds(2);  // with the failure before
  EXPECT_EQ(maintenance_.stats().documents_written, 23U);
  EXPECT_EQ(writer_->manifest().parts.size(), 2U);
}

TEST_F(MaintenanceTest, PurgesWhatIsMostlyRemoved) {
  PutAndCommit(0, 10);
  PutAndCommit(0, 8);  // the same articles again
  AwaitFolds(1);
  EXPECT_EQ(maintenance_.stats().purges, 1U);
  EXPECT_EQ(maintenance_.stats().documents_written, 2U);
  const auto source = Must(SnapshotSource::Open(dir_.path()));
  EXPECT_EQ(source->Current()->live_count(), 10U);
  EXPECT_EQ(ContentsOf(dir_.path()).size(), 10U);
}

TEST_F(MaintenanceTest, AFoldThatFailsIsTriedAgainLater) {
  // To Xapian a part without this file is one of documents without content.
  PutAndCommit(0, 10);
  const std::string damaged = dir_.file("part-000001") + "/docdata.glass";
  const std::string aside = dir_.file("aside");
  std::filesystem::rename(damaged, aside);
  PutAndCommit(10, 10);
  AwaitFolds(1);
  EXPECT_EQ(maintenance_.stats().failures, 1U);
  EXPECT_FALSE(maintenance_.stats().last_failure.ok());
  std::filesystem::rename(aside, damaged);

  PutAndCommit(20, 10);
  EXPECT_EQ(maintenance_.stats().folds, 0U);
  EXPECT_EQ(maintenance_.stats().seals, 3U);  // which does not wait for that
  EXPECT_FALSE(maintenance_.stats().last_failure.ok());
  clock_.Advance(absl::Seconds(2));
  ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());
  AwaitFolds(2);
  EXPECT_EQ(maintenance_.stats().folds, 1U);
  EXPECT_THAT(maintenance_.stats().last_failure, IsOk());
  EXPECT_EQ(ContentsOf(dir_.path()).size(), 30U);
}

TEST_F(MaintenanceTest, ASealThatFailsIsTriedAgainLaterByAnotherWriter) {
  // No part of that name can be made: a file stands in its place.
  const std::string obstacle = dir_.file("part-000002");
  std::ofstream(obstacle) << "in the way";
  for (int i = 0; i < 10; ++i) {
    Put(*writer_, MakeArticle("id" + std::to_string(i), "words"));
  }
  ASSERT_THAT(writer_->Commit(), IsOk());
  EXPECT_FALSE(maintenance_.Attend(*writer_).ok());
  EXPECT_FALSE(writer_->alive());
  EXPECT_EQ(maintenance_.stats().failures, 1U);
  writer_ = nullptr;
  writer_ = Must(IndexWriter::Open(dir_.path()));  // which takes it away
  ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());
  EXPECT_EQ(maintenance_.stats().seals, 0U);
  clock_.Advance(absl::Seconds(2));
  ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());
  EXPECT_EQ(maintenance_.stats().seals, 1U);
  EXPECT_THAT(maintenance_.stats().last_failure, IsOk());
  EXPECT_EQ(ContentsOf(dir_.path()).size(), 10U);
}

TEST_F(MaintenanceTest, AFoldOfAnEarlierWriterIsAdoptedByTheNext) {
  PutAndCommit(0, 10);
  PutAndCommit(10, 10);
  AwaitWake();  // folded, and not adopted
  writer_ = nullptr;
  writer_ = Must(IndexWriter::Open(dir_.path()));
  ASSERT_THAT(maintenance_.Attend(*writer_), IsOk());
  EXPECT_EQ(maintenance_.stats().folds, 1U);
  EXPECT_EQ(ContentsOf(dir_.path()).size(), 20U);
}

TEST(MaintenanceOfAQueueTest, KeepsTheNumberOfPartsSmall) {
  constexpr int kArticles = 300;
  TempDir dir;
  FakeClock clock;
  Maintenance maintenance(clock, SmallOptions());
  WriteQueue::Options options;
  options.operations_per_commit = 7;
  options.maintain = [&](IndexWriter& writer) { return maintenance.Attend(writer); };
  const auto open = [&] { return IndexWriter::Open(dir.path()); };
  WriteQueue queue(Must(open()), open, options);
  maintenance.Start([&] { queue.Wake(); });
  DocumentBuilder builder;
  std::vector<std::promise<absl::Status>> told(kArticles);
  for (int i = 0; i < kArticles; ++i) {
    std::vector<WriteOperation> operations;
    operations.emplace_back(
        Must(builder.Build(MakeArticle("id" + std::to_string(i % 200), std::to_string(i)))));
    std::promise<absl::Status>& promise = told[static_cast<std::size_t>(i)];
    queue.Submit(std::move(operations), CallContext(), [&](absl::StatusOr<WriteReport> report) {
      promise.set_value(report.status());
    });
  }
  for (std::promise<absl::Status>& promise : told) {
    EXPECT_THAT(promise.get_future().get(), IsOk());
  }
  queue.Shutdown();
  maintenance.Shutdown();
  EXPECT_GT(maintenance.stats().seals, 3U);  // fewer where folding is slow: then parts are larger
  EXPECT_EQ(maintenance.stats().failures, 0U);
  EXPECT_EQ(ContentsOf(dir.path()).size(), 200U);
}

}  // namespace
}  // namespace facetwire
