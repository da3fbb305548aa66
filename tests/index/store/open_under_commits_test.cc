// SPDX-License-Identifier: GPL-3.0-or-later
// Commits that come while a part is being opened: after its number was read, and before the first
// block. The system call below stands before that of the C library, for this program and for
// Xapian.
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xapian.h>

#include "index/base/str_cat.h"
#include "index/store/index_reader.h"
#include "index/store/part.h"
#include "index/store/reader_pool.h"
#include "index/store/schema.h"
#include "index/store/verify.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

// What happens before the next block is read from a file; once.
std::function<void()>& BeforeTheNextBlock() {
  static std::function<void()> happens;
  return happens;
}

// So many more are read before it happens.
int& BlocksBefore() {
  static int blocks = 0;
  return blocks;
}

ssize_t ReadBlock(int fd, void* bytes, std::size_t size, off_t offset) {
  if (BlocksBefore() > 0) {
    --BlocksBefore();
  } else if (const auto happens = std::exchange(BeforeTheNextBlock(), nullptr)) {
    happens();
  }
  return syscall(SYS_pread64, fd, bytes, size, offset);
}

}  // namespace
}  // namespace facetwire

// The C library has names of its own for the parameters.
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
extern "C" {

ssize_t pread(int fd, void* bytes, std::size_t size, off_t offset) {
  return facetwire::ReadBlock(fd, bytes, size, offset);
}

ssize_t pread64(int fd, void* bytes, std::size_t size, off64_t offset) {
  return facetwire::ReadBlock(fd, bytes, size, offset);
}
}

// NOLINTEND(readability-inconsistent-declaration-parameter-name)

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::MakeArticle;
using ::facetwire::testing::Must;
using ::facetwire::testing::Put;
using ::facetwire::testing::TempDir;

constexpr int kRounds = 60;

class OpenUnderCommitsTest : public ::testing::Test {
 protected:
  OpenUnderCommitsTest() { Commit(1); }

  ~OpenUnderCommitsTest() override { BeforeTheNextBlock() = nullptr; }

  // So many new articles in one commit.
  void Commit(int articles) {
    for (int i = 0; i < articles; ++i) {
      ++articles_;
      Put(*writer_, MakeArticle(StrCat("a", articles_), StrCat("steven word", articles_)));
    }
    EXPECT_THAT(writer_->Commit(), IsOk());
  }

  // So many that blocks are used again, on another level: the part grows meanwhile.
  void ArmCommits() {
    BeforeTheNextBlock() = [this] {
      for (int commits = 2 + Below(4); commits > 0; --commits) {
        Commit(1 + Below(8));
      }
    };
  }

  // The same, when so many more blocks were read.
  void ArmCommitsAfter(int blocks) {
    ArmCommits();
    BlocksBefore() = blocks;
  }

  // Begins another part, with a few articles.
  void Seal() {
    ASSERT_THAT(writer_->Seal(), IsOk());
    for (int commits = 2 + Below(4); commits > 0; --commits) {
      Commit(1 + Below(8));
    }
  }

  int Below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }

  int CountArticles(const Snapshot& snapshot, const IndexReader& reader) {
    return static_cast<int>(
        testing::Search(snapshot, reader, TextTerm(testing::Stemmed("steven"))).size());
  }

  const std::string& directory() const { return dir_.path(); }

  std::string ActivePart() const { return writer_->manifest().parts.back().name; }

  TempDir dir_;
  std::unique_ptr<IndexWriter> writer_ = Must(IndexWriter::Open(dir_.path()));
  std::mt19937 random_{7};
  int articles_ = 0;
};

// Otherwise the tests below show nothing.
TEST_F(OpenUnderCommitsTest, XapianCannotAlwaysOpenIt) {
  int failed = 0;
  for (int round = 0; round < kRounds; ++round) {
    Seal();
    ArmCommits();
    try {
      const Xapian::Database part(PartPath(directory(), ActivePart()), Xapian::DB_OPEN);
    } catch (const Xapian::DatabaseError&) {
      ++failed;
    }
  }
  EXPECT_GT(failed, 0);
}

TEST_F(OpenUnderCommitsTest, APartIsOpenedAllTheSame) {
  for (int round = 0; round < kRounds; ++round) {
    Seal();
    ArmCommits();
    ASSERT_THAT(OpenPart(directory(), ActivePart(), writer_->index_id()), IsOk()) << round;
  }
}

TEST_F(OpenUnderCommitsTest, AHandleIsAtACommitOrClosed) {
  Xapian::Database part = Must(OpenPart(directory(), ActivePart(), writer_->index_id()));
  int closed = 0;
  for (int round = 0; round < kRounds; ++round) {
    Commit(1);
    ArmCommits();
    if (!ReopenPart(part).ok()) {
      ++closed;
      EXPECT_THROW(part.get_metadata("seq"), Xapian::DatabaseError);
      part = Must(OpenPart(directory(), ActivePart(), writer_->index_id()));
    }
    BeforeTheNextBlock() = nullptr;
    ASSERT_THAT(ReadConfirmedSequence(part), IsOk());
    ASSERT_EQ(*ReadConfirmedSequence(part), writer_->sequence());
  }
  EXPECT_GT(closed, 0);
}

// Commits come anywhere in its reading.
TEST_F(OpenUnderCommitsTest, NothingIsWrongWithIt) {
  int committed_under = 0;
  for (int round = 0; round < kRounds / 2; ++round) {
    Seal();
    const int before = articles_;
    ArmCommitsAfter(Below(16 * round + 1));
    const absl::StatusOr<VerifyReport> report = VerifyIndex(directory());
    committed_under += articles_ > before ? 1 : 0;
    BeforeTheNextBlock() = nullptr;
    BlocksBefore() = 0;
    ASSERT_THAT(report, IsOk()) << round;
    ASSERT_THAT(report->problems, ::testing::IsEmpty()) << round;
    ASSERT_GE(report->documents, static_cast<std::uint64_t>(before)) << round;
  }
  EXPECT_GT(committed_under, kRounds / 4);
}

TEST_F(OpenUnderCommitsTest, SnapshotsAndReadersSeeEverything) {
  const auto source = Must(SnapshotSource::Open(directory()));
  ReaderPool pool(directory());
  for (int round = 0; round < kRounds; ++round) {
    Seal();
    ArmCommits();
    ASSERT_THAT(source->Refresh(), IsOk());
    ArmCommits();
    int counted = 0;
    const absl::Status status =
        WithReader(pool, *source, {}, [&](const Snapshot& snapshot, const IndexReader& reader) {
          BeforeTheNextBlock() = nullptr;
          counted = CountArticles(snapshot, reader);
          EXPECT_EQ(counted, static_cast<int>(snapshot.live_count()));
          return absl::OkStatus();
        });
    ASSERT_THAT(status, IsOk()) << round;
    ASSERT_GT(counted, round);
  }
}

}  // namespace
}  // namespace facetwire
