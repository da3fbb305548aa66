// SPDX-License-Identifier: GPL-3.0-or-later
// The queue over a disk that fails. The system calls below stand before those of the C library.
#include <atomic>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/errors.h"
#include "index/ingest/disk_room.h"
#include "index/ingest/write_queue.h"
#include "index/store/document_builder.h"
#include "tests/index/ingest/small_document.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

std::atomic<bool> disk_is_full{false};
std::atomic<int> failing_part_syncs{0};  // of a part's directory: the last step of a commit

bool IsPart(int fd) {
  std::error_code error;
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const std::filesystem::path path = std::filesystem::read_symlink(link, error);
  return path.filename().string().rfind("part-", 0) == 0;
}

ssize_t Full() {
  errno = ENOSPC;
  return -1;
}

}  // namespace
}  // namespace facetwire

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
extern "C" {

ssize_t pwrite(int fd, const void* bytes, std::size_t size, off_t offset) {
  return facetwire::disk_is_full ? facetwire::Full()
                                 : syscall(SYS_pwrite64, fd, bytes, size, offset);
}

ssize_t pwrite64(int fd, const void* bytes, std::size_t size, off64_t offset) {
  return pwrite(fd, bytes, size, offset);
}

int fsync(int fd) {
  if (facetwire::failing_part_syncs > 0 && facetwire::IsPart(fd)) {
    --facetwire::failing_part_syncs;
    errno = ENOSPC;
    return -1;
  }
  return 0;
}
}

// NOLINTEND(readability-inconsistent-declaration-parameter-name)

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::SmallDocument;
using ::facetwire::testing::StatusIs;
using ::testing::_;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FullDiskTest : public ::testing::Test {
 protected:
  using Report = absl::StatusOr<WriteReport>;

  void SetUp() override {
    WriteQueue::Options options;
    options.room = [this]() -> absl::Status {
      ++asked_;
      return has_room_ ? absl::OkStatus() : absl::ErrnoToStatus(ENOSPC, "no room");
    };
    options.reopen_interval = std::chrono::milliseconds(1);
    queue_ = std::make_unique<WriteQueue>(
        nullptr, [this] { return IndexWriter::Open(dir_.path()); }, options);
  }

  void TearDown() override {
    disk_is_full = false;
    failing_part_syncs = 0;
  }

  Report Submit(std::vector<WriteOperation> operations) {
    std::promise<Report> promise;
    queue_->Submit(
        std::move(operations), {}, [&](Report report) { promise.set_value(std::move(report)); });
    return promise.get_future().get();
  }

  Report Put(const std::string& id) {
    std::vector<WriteOperation> operations;
    operations.emplace_back(SmallDocument(id));
    return Submit(std::move(operations));
  }

  Report Delete(const std::string& id) {
    std::vector<WriteOperation> operations;
    operations.emplace_back(DeleteOperation{id});
    return Submit(std::move(operations));
  }

  testing::TempDir dir_;
  std::atomic<bool> has_room_{false};
  std::atomic<int> asked_{0};
  std::unique_ptr<WriteQueue> queue_;
};

TEST_F(FullDiskTest, CallersAreToldWhenToComeBackAndItResumesByItself) {
  ASSERT_THAT(Put("a"), IsOk());
  disk_is_full = true;
  const Report refused = Put("b");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("disk is full")));
  EXPECT_EQ(Reason(refused.status()), "DISK_FULL");
  EXPECT_TRUE(RetryAfter(refused.status()).has_value());
  EXPECT_THAT(queue_->Health(), StatusIs(absl::StatusCode::kResourceExhausted, _));
  // While there is no room nothing is tried, even where a small write would succeed.
  disk_is_full = false;
  for (const int seen = asked_; asked_ < seen + 3;) {
    std::this_thread::yield();
  }
  EXPECT_THAT(queue_->Health(), StatusIs(absl::StatusCode::kResourceExhausted, _));
  EXPECT_THAT(Put("b"), StatusIs(absl::StatusCode::kResourceExhausted, _));
  has_room_ = true;
  while (!queue_->Health().ok()) {
    std::this_thread::yield();
  }
  EXPECT_THAT(Put("a")->puts, ElementsAre(IndexOutcome::kUnchanged));
  EXPECT_THAT(Put("b")->puts, ElementsAre(IndexOutcome::kCreated));
}

TEST_F(FullDiskTest, ACommitThatFailedAtItsLastSyncIsReportedAsWhatItDid) {
  ASSERT_THAT(Put("old"), IsOk());
  has_room_ = true;
  failing_part_syncs = 1;
  EXPECT_THAT(Put("a")->puts, ElementsAre(IndexOutcome::kCreated));
  EXPECT_EQ(failing_part_syncs, 0);
  failing_part_syncs = 1;
  EXPECT_THAT(Delete("old")->deletes, ElementsAre(true));
  EXPECT_EQ(failing_part_syncs, 0);
  EXPECT_THAT(Put("a")->puts, ElementsAre(IndexOutcome::kUnchanged));
  EXPECT_THAT(Delete("old")->deletes, ElementsAre(false));
}

TEST_F(FullDiskTest, ADuplicateIsOneEvenIfTheLastSyncFails) {
  has_room_ = true;
  const auto put = [this](const std::string& id) {
    StoredArticle stored;
    stored.article.id = id;
    stored.article.body = "The same text.";
    std::vector<WriteOperation> operations;
    operations.emplace_back(DocumentBuilder().Build(stored).value());
    return Submit(std::move(operations));
  };
  EXPECT_THAT(put("a")->puts, ElementsAre(IndexOutcome::kCreated));
  failing_part_syncs = 1;
  EXPECT_THAT(put("b")->puts, ElementsAre(IndexOutcome::kDuplicate));
  EXPECT_EQ(failing_part_syncs, 0);
  EXPECT_THAT(put("b")->puts, ElementsAre(IndexOutcome::kUnchanged));
}

TEST_F(FullDiskTest, WhatMayHaveHappenedIsNotSaidToBeRefused) {
  ASSERT_THAT(Put("old"), IsOk());
  failing_part_syncs = 1;  // then there is no room, so the index is not opened again
  const Report unsure = Put("a");
  EXPECT_THAT(unsure, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("durable")));
  EXPECT_EQ(Reason(unsure.status()), kCommitUnsure);
  EXPECT_THAT(queue_->Health(), StatusIs(absl::StatusCode::kResourceExhausted, _));
  EXPECT_THAT(Put("b"), StatusIs(absl::StatusCode::kResourceExhausted, _));
  has_room_ = true;
  EXPECT_THAT(Put("b")->puts, ElementsAre(IndexOutcome::kCreated));
  EXPECT_THAT(Put("a")->puts, ElementsAre(IndexOutcome::kUnchanged));
}

TEST(DiskRoomTest, AsksTheSystemAndLeavesNothing) {
  const testing::TempDir dir;
  std::filesystem::create_directory(dir.path());
  EXPECT_THAT(CheckDiskRoom(dir.path()), IsOk());
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
  EXPECT_FALSE(CheckDiskRoom(dir.path() + "/none").ok());
}

TEST(DiskRoomTest, KnowsAFullDiskByWhatTheSystemSays) {
  EXPECT_TRUE(MeansDiskFull(absl::ErrnoToStatus(ENOSPC, "cannot write x")));
  EXPECT_TRUE(MeansDiskFull(absl::UnavailableError("DatabaseError: (No space left on device)")));
  EXPECT_FALSE(MeansDiskFull(absl::ResourceExhaustedError("out of memory")));
  EXPECT_FALSE(MeansDiskFull(absl::OkStatus()));
}

}  // namespace
}  // namespace facetwire
