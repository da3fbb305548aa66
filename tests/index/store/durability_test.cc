// SPDX-License-Identifier: GPL-3.0-or-later
// What is left when a write or a sync fails, or the process ends, at any of the calls that reach
// the disk. The system calls below stand before those of the C library, for this program and for
// Xapian.
#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/store/index_writer.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

// What failed syncs cost. The system says so once and forgets what was to be written: a later sync
// succeeds without it, and the files look whole until they are next read from the disk.
class FailedSyncs {
 public:
  // Before bytes are written to a file.
  void Write(int fd, std::string_view bytes, std::uint64_t offset) {
    FileOf(fd).waiting.push_back({offset, std::string(bytes)});
  }

  void Resize(int fd, std::uint64_t size) { FileOf(fd).waiting.push_back({size, "", true}); }

  void Sync(int fd, bool succeeds) {
    File& file = FileOf(fd);
    if (succeeds) {
      for (const Piece& piece : file.waiting) {
        Put(piece, file.on_disk);
      }
    }
    file.waiting.clear();
    file.lost = file.lost || !succeeds;
  }

  // Takes from the files below `directory` what was lost. Nothing else is: the machine goes on.
  void Lose(const std::string& directory) {
    std::error_code none;  // there may be no directory yet
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory, none)) {
      struct stat status = {};
      if (!entry.is_regular_file() || lstat(entry.path().c_str(), &status) != 0) {
        continue;
      }
      const auto found = files_.find(status.st_ino);
      if (found == files_.end() || !found->second.lost || status.st_size == 0) {
        continue;
      }
      std::string content = found->second.on_disk;
      for (const Piece& piece : found->second.waiting) {
        Put(piece, content);
      }
      std::ofstream(entry.path(), std::ios::binary | std::ios::trunc) << content;
    }
    files_.clear();
  }

 private:
  struct Piece {
    std::uint64_t offset;
    std::string bytes;
    bool is_end = false;
  };

  struct File {
    std::string on_disk;
    std::vector<Piece> waiting;  // to be written
    bool lost = false;           // something that waited
  };

  // An empty one is new, and may have the number of one that was removed.
  File& FileOf(int fd) {
    struct stat status = {};
    EXPECT_EQ(fstat(fd, &status), 0);
    File& file = files_[status.st_ino];
    if (status.st_size == 0) {
      file = {};
    }
    return file;
  }

  static void Put(const Piece& piece, std::string& content) {
    const std::size_t end = piece.offset + piece.bytes.size();
    content.resize(piece.is_end ? end : std::max(content.size(), end));
    content.replace(piece.offset, piece.bytes.size(), piece.bytes);
  }

  std::map<ino_t, File> files_;
};

// What happens to calls that change something on disk. Used by one thread.
struct Disk {
  enum class Fault {
    kNone,
    kError,     // of one call
    kDeadDisk,  // of it and of all after it
    kCrash
  };

  // What the call after `calls` more is to meet.
  void Arm(Fault what, int calls) {
    fault = what;
    left = calls;
    fired = false;
  }

  // Whether the call that asks may go on; where it may not, errno says why.
  bool Allows() {
    if (fault == Fault::kNone || left-- > 0 || (fault == Fault::kError && fired)) {
      return true;
    }
    fired = true;
    if (fault == Fault::kCrash) {
      _exit(acknowledged);
    }
    errno = ENOSPC;
    return false;
  }

  Fault fault = Fault::kNone;
  int left = 0;
  bool fired = false;
  FailedSyncs failed_syncs;
  int lock_error = 0;                      // what locking a file gives
  int acknowledged = 0;                    // steps, of a process that is to crash
  std::set<std::string> unsynced_parents;  // directories whose names changed since their last sync
};

Disk& TheDisk() {
  static Disk disk;
  return disk;
}

void NoteNewName(const char* path) {
  TheDisk().unsynced_parents.insert(std::filesystem::path(path).parent_path().string());
}

// Only processes end here, no machine, so that nothing needs to reach the disk.
int Sync(int fd) {
  const bool succeeds = TheDisk().Allows();
  TheDisk().failed_syncs.Sync(fd, succeeds);
  if (!succeeds) {
    return -1;
  }
  std::error_code error;
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  TheDisk().unsynced_parents.erase(std::filesystem::read_symlink(link, error).string());
  return 0;
}

// `write` writes the bytes; `offset`: where.
template <typename Write>
ssize_t WriteIfAllowed(int fd, const void* bytes, std::size_t size, off_t offset, Write write) {
  if (!TheDisk().Allows()) {
    return -1;
  }
  TheDisk().failed_syncs.Write(
      fd, {static_cast<const char*>(bytes), size}, static_cast<std::uint64_t>(offset));
  return write();
}

}  // namespace
}  // namespace facetwire

// The C library has names of its own for the parameters.
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
extern "C" {

int fsync(int fd) { return facetwire::Sync(fd); }

int fdatasync(int fd) { return facetwire::Sync(fd); }

int flock(int fd, int operation) noexcept {
  errno = facetwire::TheDisk().lock_error;
  return errno != 0 ? -1 : static_cast<int>(syscall(SYS_flock, fd, operation));
}

int rename(const char* from, const char* to) noexcept {
  if (!facetwire::TheDisk().Allows()) {
    return -1;
  }
  facetwire::NoteNewName(to);
  return static_cast<int>(syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int mkdir(const char* path, mode_t mode) noexcept {
  if (!facetwire::TheDisk().Allows()) {
    return -1;
  }
  const auto result = static_cast<int>(syscall(SYS_mkdirat, AT_FDCWD, path, mode));
  if (result == 0) {
    facetwire::NoteNewName(path);
  }
  return result;
}

ssize_t pwrite(int fd, const void* bytes, std::size_t size, off_t offset) {
  return facetwire::WriteIfAllowed(
      fd, bytes, size, offset, [&] { return syscall(SYS_pwrite64, fd, bytes, size, offset); });
}

ssize_t pwrite64(int fd, const void* bytes, std::size_t size, off64_t offset) {
  return pwrite(fd, bytes, size, offset);
}

ssize_t write(int fd, const void* bytes, std::size_t size) {
  const off_t offset = std::max<off_t>(lseek(fd, 0, SEEK_CUR), 0);
  return facetwire::WriteIfAllowed(
      fd, bytes, size, offset, [&] { return syscall(SYS_write, fd, bytes, size); });
}

int ftruncate(int fd, off_t size) noexcept {
  if (!facetwire::TheDisk().Allows()) {
    return -1;
  }
  facetwire::TheDisk().failed_syncs.Resize(fd, static_cast<std::uint64_t>(size));
  return static_cast<int>(syscall(SYS_ftruncate, fd, size));
}
}

// NOLINTEND(readability-inconsistent-declaration-parameter-name)

namespace facetwire {
namespace {

using ::facetwire::testing::ContentsOf;
using ::facetwire::testing::IsOk;
using ::facetwire::testing::MakeArticle;
using ::facetwire::testing::Must;
using ::facetwire::testing::Put;
using ::facetwire::testing::RemoveUnusedParts;
using ::facetwire::testing::StatusIs;
using ::facetwire::testing::TempDir;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A writer's life in steps; each is acknowledged when it returns OK.
class Story {
 public:
  using Bodies = std::map<std::string, std::string>;

  explicit Story(const TempDir& dir) : path_(dir.path()) {}

  static constexpr int kSteps = 9;

  // What stands in the index after so many steps.
  static Bodies After(int steps) {
    const std::array<Bodies, kSteps + 1> after = {{{},
                                                   {},
                                                   {{"a", "one"}},
                                                   {{"a", "two"}, {"b", "one"}},
                                                   {{"b", "one"}},
                                                   {{"b", "one"}},
                                                   {{"b", "one"}, {"c", "one"}},
                                                   {{"b", "one"}, {"c", "one"}},
                                                   {{"b", "one"}, {"c", "one"}},
                                                   {{"b", "one"}, {"c", "two"}}}};
    return after[static_cast<std::size_t>(steps)];
  }

  absl::Status Step(int number) {
    switch (number) {
      case 0: {
        auto writer = IndexWriter::Open(path_);
        absl::Status status = writer.status();
        writer_ = std::move(writer).value_or(nullptr);
        return status;
      }
      case 1:
        return Write({{"a", "one"}});
      case 2:
        return Write({{"a", "two"}, {"b", "one"}});
      case 3:
        return Write({{"a", ""}});
      case 4:
        return writer_->Seal();
      case 5:
        return Write({{"c", "one"}});
      case 6:
        return writer_->Seal();
      case 7:
        return Fold();
      default:
        return Write({{"c", "two"}});
    }
  }

  // The two sealed parts become one, without what was removed from them.
  absl::Status Fold() {
    const std::atomic<bool> never{false};
    FoldPolicy policy;
    policy.min_purge = 1;
    const auto plan = writer_->PlanFold(policy);
    if (!plan) {
      return absl::InternalError("there is nothing to fold");
    }
    EXPECT_EQ(plan->parts.size(), 2U);
    EXPECT_TRUE(plan->purge);
    absl::StatusOr<FoldedPart> part = FoldParts(*plan, never);
    absl::Status status = part.ok() ? writer_->AdoptFold(*plan, *std::move(part)) : part.status();
    return status;
  }

  IndexWriter& writer() { return *writer_; }

  // Goes through the steps until one fails, and returns how many were acknowledged.
  int Run() {
    int& acknowledged = TheDisk().acknowledged;
    for (acknowledged = 0; acknowledged < kSteps; ++acknowledged) {
      if (!Step(acknowledged).ok()) {
        break;
      }
    }
    writer_.reset();
    return acknowledged;
  }

 private:
  // Puts the articles, deletes those without a body, and commits.
  absl::Status Write(const Bodies& bodies) {
    for (const auto& [id, body] : bodies) {
      if (body.empty()) {
        EXPECT_TRUE(Must(writer_->Delete(id)));
      } else {
        Put(*writer_, MakeArticle(id, body));
      }
    }
    return writer_->Commit().status();
  }

  std::string path_;
  std::unique_ptr<IndexWriter> writer_;
};

Story::Bodies BodiesIn(const std::string& directory) {
  Story::Bodies bodies;
  for (const auto& [id, stored] : ContentsOf(directory)) {
    bodies[id] = stored.article.body;
  }
  return bodies;
}

// All that was acknowledged is there, and the step after it either wholly or not at all; and the
// index can be written again.
void CheckWhatIsLeft(const std::string& directory, int acknowledged) {
  const auto writer = Must(IndexWriter::Open(directory));
  ASSERT_NE(writer, nullptr);
  const int next = std::min(acknowledged + 1, Story::kSteps);
  EXPECT_THAT(BodiesIn(directory), AnyOf(Story::After(acknowledged), Story::After(next)));
  Put(*writer, MakeArticle("z", "last"));
  ASSERT_THAT(writer->Commit(), IsOk());
  EXPECT_EQ(BodiesIn(directory).at("z"), "last");
}

TEST(DurabilityTest, NamesAreDurableWhenAStepIsAcknowledged) {
  const TempDir dir;
  Story story(dir);
  TheDisk().unsynced_parents.clear();
  for (int step = 0; step < Story::kSteps; ++step) {
    ASSERT_THAT(story.Step(step), IsOk());
    std::set<std::string>& unsynced = TheDisk().unsynced_parents;
    std::erase_if(unsynced, [](const std::string& path) { return !std::filesystem::exists(path); });
    EXPECT_THAT(unsynced, IsEmpty()) << "after step " << step;
  }
}

TEST(DurabilityTest, ALockThatCannotBeTakenIsNoOtherWriter) {
  const TempDir dir;
  TheDisk().lock_error = ENOLCK;
  const absl::Status status = IndexWriter::Open(dir.path()).status();
  TheDisk().lock_error = 0;
  EXPECT_THAT(status, StatusIs(absl::ErrnoToStatusCode(ENOLCK), HasSubstr("cannot lock")));
}

class DurabilityErrorTest : public ::testing::TestWithParam<Disk::Fault> {};

INSTANTIATE_TEST_SUITE_P(,
                         DurabilityErrorTest,
                         ::testing::Values(Disk::Fault::kError, Disk::Fault::kDeadDisk));

TEST_P(DurabilityErrorTest, AtAnyCallLosesNothing) {
  constexpr int kLeast = 100;  // calls that there are
  bool fired = true;
  for (int call = 0; fired; ++call) {
    SCOPED_TRACE(call);
    const TempDir dir;
    Story story(dir);
    TheDisk().Arm(GetParam(), call);
    const int acknowledged = story.Run();
    fired = TheDisk().fired;
    TheDisk().Arm(Disk::Fault::kNone, 0);
    TheDisk().failed_syncs.Lose(dir.path());
    ASSERT_TRUE(acknowledged == Story::kSteps || fired);
    ASSERT_TRUE(fired || call >= kLeast) << "calls that were expected do not come by here";
    CheckWhatIsLeft(dir.path(), acknowledged);
    ASSERT_FALSE(HasFailure());
  }
}

// The writer that folded goes on, and folds later.
TEST_P(DurabilityErrorTest, InAFoldHarmsNothing) {
  constexpr int kFoldStep = 7;
  bool fired = true;
  int survived = 0;
  for (int call = 0; fired; ++call) {
    SCOPED_TRACE(call);
    const TempDir dir;
    Story story(dir);
    for (int step = 0; step < kFoldStep; ++step) {
      ASSERT_THAT(story.Step(step), IsOk());
    }
    TheDisk().Arm(GetParam(), call);
    const absl::Status folded = story.Fold();
    fired = TheDisk().fired;
    TheDisk().Arm(Disk::Fault::kNone, 0);
    ASSERT_TRUE(folded.ok() || fired);
    EXPECT_EQ(BodiesIn(dir.path()), Story::After(kFoldStep));
    if (absl::IsFailedPrecondition(story.writer().Commit().status())) {
      continue;  // it could not tell what MANIFEST says
    }
    ++survived;
    if (!folded.ok()) {
      ASSERT_THAT(story.Fold(), IsOk());
    }
    ASSERT_THAT(story.Step(kFoldStep + 1), IsOk());
    EXPECT_EQ(BodiesIn(dir.path()), Story::After(kFoldStep + 2));
    EXPECT_EQ(RemoveUnusedParts(story.writer()), 0U);
    std::size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(dir.path())) {
      ++entries;
    }
    EXPECT_EQ(entries, 5U) << "MANIFEST, LOCK, tok and two parts";
    TheDisk().failed_syncs.Lose(dir.path());
    EXPECT_EQ(BodiesIn(dir.path()), Story::After(kFoldStep + 2));
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(survived, 20);
}

TEST(DurabilityTest, AnEndAtAnyCallLosesNothing) {
  constexpr int kFinished = 100;  // beside the numbers of steps
  int code = 0;
  for (int call = 0; code != kFinished; ++call) {
    SCOPED_TRACE(call);
    const TempDir dir;
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      TheDisk().Arm(Disk::Fault::kCrash, call);
      _exit(Story(dir).Run() == Story::kSteps ? kFinished : kFinished + 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    code = WEXITSTATUS(status);
    ASSERT_LE(code, kFinished);
    CheckWhatIsLeft(dir.path(), std::min(code, Story::kSteps));
    ASSERT_FALSE(HasFailure());
  }
}

}  // namespace
}  // namespace facetwire
