// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/crash/shim/changes.h"

#include <fcntl.h>
#include <unistd.h>

#include "tests/crash/shim/journal.h"
#include "tests/crash/shim/real.h"

namespace facetwire::shim {

struct stat StatusOf(int fd) {
  struct stat status = {};
  if (fstat(fd, &status) != 0) {
    Die("an open file has no status");
  }
  return status;
}

namespace {

std::string ReadOld(int fd, off_t begin, off_t end) {
  std::string bytes(end > begin ? static_cast<std::size_t>(end - begin) : 0, '\0');
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  const int reader =
      FACETWIRE_REAL(open)(path.c_str(), O_RDONLY | O_CLOEXEC);  // fd may be write-only
  const ssize_t got = pread(reader, bytes.data(), bytes.size(), begin);
  FACETWIRE_REAL(close)(reader);
  if (got != static_cast<ssize_t>(bytes.size())) {
    Die("what is to be overwritten cannot be read");
  }
  return bytes;
}

}  // namespace

void JournalTruncate(int fd, off_t size) {
  const struct stat status = StatusOf(fd);
  const std::string cut = ReadOld(fd, size, status.st_size);
  Write({.kind = Kind::kTruncate,
         .file = status.st_ino,
         .offset = size,
         .size = status.st_size,
         .first = cut});
}

namespace {

int OpenBelow(const std::string& path, int flags, mode_t mode) {
  const bool existed = FileAt(path) != 0;
  const bool creates = (flags & O_CREAT) != 0 && !existed;
  const bool truncates = (flags & O_TRUNC) != 0 && existed;
  if ((creates || truncates) && MustFail()) {
    return -1;
  }
  const int fd = FACETWIRE_REAL(open)(path.c_str(), flags & ~O_TRUNC, mode);
  if (fd < 0) {
    return fd;
  }
  if (creates) {
    Write({.kind = Kind::kCreate,
           .file = StatusOf(fd).st_ino,
           .directory = ParentOf(path),
           .first = path});
  }
  if (truncates) {
    JournalTruncate(fd, 0);
    FACETWIRE_REAL(ftruncate)(fd, 0);
  }
  return fd;
}

}  // namespace

int Open(int at, const char* path, int flags, mode_t mode) {
  const std::string full = Below(at, path);
  if (full.empty() || (flags & O_DIRECTORY) != 0) {
    return FACETWIRE_REAL(openat)(at, path, flags, mode);
  }
  const Guard guard;
  return OpenBelow(full, flags, mode);
}

ssize_t Put(int fd, const void* bytes, std::size_t size, off_t offset) {
  const struct stat status = StatusOf(fd);
  const off_t end = offset + static_cast<off_t>(size);
  const std::string old = ReadOld(fd, offset, end < status.st_size ? end : status.st_size);
  Write({.kind = Kind::kWrite,
         .file = status.st_ino,
         .offset = offset,
         .size = status.st_size,
         .first = old,
         .second = {static_cast<const char*>(bytes), size}});
  return FACETWIRE_REAL(pwrite)(fd, bytes, size, offset);
}

int Sync(int fd, int (*real)(int)) {
  if (!SyncCounts(fd)) {
    return real(fd);
  }
  const Guard guard;
  const bool fails = MustFail();
  if (fails || !GetSettings().ignore_sync) {
    Write({.kind = fails ? Kind::kSyncFailed : Kind::kSync, .file = StatusOf(fd).st_ino});
  }
  return fails ? -1 : 0;  // nothing goes to a real disk: the machine does not crash
}

int Rename(const std::string& from, const std::string& to) {
  if (from.empty() || to.empty()) {
    Die("a rename into or out of the data directory is not followed");
  }
  const Guard guard;
  if (MustFail()) {
    return -1;
  }
  const std::uint64_t target = FileAt(to);
  if (target != 0) {
    Keep(to, target);
  }
  Write({.kind = Kind::kRename,
         .file = FileAt(from),
         .directory = ParentOf(from),
         .other_directory = ParentOf(to),
         .target = target,
         .first = from,
         .second = to});
  return FACETWIRE_REAL(rename)(from.c_str(), to.c_str());
}

int Unlink(const std::string& path) {
  const Guard guard;
  if (MustFail()) {
    return -1;
  }
  if (const std::uint64_t file = FileAt(path); file != 0) {
    Keep(path, file);
    Write({.kind = Kind::kUnlink, .file = file, .directory = ParentOf(path), .first = path});
  }
  return FACETWIRE_REAL(unlink)(path.c_str());
}

int Rmdir(const std::string& path) {
  const Guard guard;
  if (MustFail()) {
    return -1;
  }
  const std::uint64_t file = FileAt(path);
  const std::uint64_t parent = ParentOf(path);
  const int result = FACETWIRE_REAL(rmdir)(path.c_str());
  if (result == 0) {  // one that is not empty stays
    Write({.kind = Kind::kRmdir, .file = file, .directory = parent, .first = path});
  }
  return result;
}

bool IsDirectory(const std::string& path) {
  struct stat status = {};
  return lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

void Refuse(const std::string& path, const char* call) {
  if (!path.empty()) {
    Die((std::string(call) + " below the data directory is not followed").c_str());
  }
}

}  // namespace facetwire::shim
