// SPDX-License-Identifier: GPL-3.0-or-later
// What is left when a write fails, or the process ends, at any of the calls that reach the disk.
// The system calls below stand before those of the C library, for this program and for Xapian.
#include <array>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/store/index_writer.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

// What happens to calls that change something on disk. Used by one thread.
struct Disk {
  enum class Fault { kNone, kError, kCrash };

  // What the call after `calls` more is to meet, and those after it.
  void Arm(Fault what, int calls) {
    fault = what;
    left = calls;
    fired = false;
  }

  // Whether the call that asks may go on; where it may not, errno says why.
  bool Allows() {
    if (fault == Fault::kNone || left-- > 0) {
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
  if (!TheDisk().Allows()) {
    return -1;
  }
  std::error_code error;
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  TheDisk().unsynced_parents.erase(std::filesystem::read_symlink(link, error).string());
  return 0;
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
  return facetwire::TheDisk().Allows() ? syscall(SYS_pwrite64, fd, bytes, size, offset) : -1;
}

ssize_t pwrite64(int fd, const void* bytes, std::size_t size, off64_t offset) {
  return pwrite(fd, bytes, size, offset);
}

ssize_t write(int fd, const void* bytes, std::size_t size) {
  return facetwire::TheDisk().Allows() ? syscall(SYS_write, fd, bytes, size) : -1;
}

int ftruncate(int fd, off_t size) noexcept {
  return facetwire::TheDisk().Allows() ? static_cast<int>(syscall(SYS_ftruncate, fd, size)) : -1;
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

TEST(DurabilityTest, AnErrorAtAnyCallLosesNothing) {
  constexpr int kLeast = 100;  // calls that there are
  bool fired = true;
  for (int call = 0; fired; ++call) {
    SCOPED_TRACE(call);
    const TempDir dir;
    Story story(dir);
    TheDisk().Arm(Disk::Fault::kError, call);
    const int acknowledged = story.Run();
    fired = TheDisk().fired;
    TheDisk().Arm(Disk::Fault::kNone, 0);
    ASSERT_EQ(acknowledged == Story::kSteps, !fired);
    ASSERT_TRUE(fired || call >= kLeast) << "calls that were expected do not come by here";
    CheckWhatIsLeft(dir.path(), acknowledged);
    ASSERT_FALSE(HasFailure());
  }
}

// The writer that folded goes on, and folds later.
TEST(DurabilityTest, AnErrorInAFoldHarmsNothing) {
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
    TheDisk().Arm(Disk::Fault::kError, call);
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
