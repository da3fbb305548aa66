// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_CRASH_SHIM_JOURNAL_H_
#define FACETWIRE_TESTS_CRASH_SHIM_JOURNAL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>

// The journal of changes below one directory. Its files, in a directory of their own on the same
// file system:
//   journal   the records, in the order of the changes; each before its change
//   keep.N    a link to file N (its inode), so that what was removed can be put back
// Record: the fields of Record, little endian, in their order and without padding, then the two
// texts. tests/crash/power_loss.py reads it.
namespace facetwire::shim {

enum class Kind : std::uint8_t {
  kWrite = 1,     // file; offset; size: of the file before; first: old bytes; second: new bytes
  kTruncate = 2,  // file; offset: new size; size: old size; first: bytes that are cut off
  kCreate = 3,    // file; directory; first: path
  kMkdir = 4,     // file; directory; first: path
  kRename = 5,    // file; directory, other_directory; target: file there before, or 0; from, to
  kUnlink = 6,    // file; directory; first: path
  kRmdir = 7,     // file; directory; first: path
  kLink = 8,      // file; directory; first: path of the new name
  kSync = 9,      // file, or a directory
  kSyncFailed = 10,
};

struct Record {
  Kind kind = Kind::kWrite;
  std::uint64_t file = 0;
  std::uint64_t directory = 0;
  std::uint64_t other_directory = 0;
  std::uint64_t target = 0;
  std::int64_t offset = 0;
  std::int64_t size = 0;
  std::string_view first;
  std::string_view second;
};

// Where, and what goes wrong by itself; from the environment (see README.md).
struct Settings {
  std::string data;     // real path of the directory that is followed; empty: nothing is
  std::string journal;  // directory of the journal
  bool ignore_sync = false;
  int error = 0;             // errno of calls that fail
  std::uint64_t one_in = 0;  // one in so many changes and syncs fails; 0: none
  std::uint64_t seed = 0;
};

const Settings& GetSettings();

// The absolute path of `path` where it lies in or is the directory that is followed, else empty.
std::string Below(int directory_fd, const char* path);

// The same for an open file.
std::string Below(int fd);

// Whether the file is below, or the directory above, which has the name of the one that is
// followed.
bool SyncCounts(int fd);

// Whether this change or sync is to fail; errno is set then. Call it under the Guard.
bool MustFail();

void Write(const Record& record);

// A link keep.N, so that file N outlives its names.
void Keep(const std::string& path, std::uint64_t file);

// 0 where there is none.
std::uint64_t FileAt(const std::string& path);
std::uint64_t ParentOf(const std::string& path);

// One change at a time: the journal's order is that of the changes. Keeps errno.
class Guard {
 public:
  Guard();
  ~Guard();
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
};

[[noreturn]] void Die(const char* what);

}  // namespace facetwire::shim

#endif  // FACETWIRE_TESTS_CRASH_SHIM_JOURNAL_H_
