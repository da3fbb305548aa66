// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into the server, see ../README.md: journals every change below one directory, with what
// takes it back, and every sync. Changes are made one at a time. One that it does not know ends the
// process with a message, so that none is missed. Files are told apart by their inodes; every inode
// that loses a name is kept by a link, so that its number is not used again.
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tests/crash/shim/changes.h"
#include "tests/crash/shim/journal.h"
#include "tests/crash/shim/real.h"

#define FACETWIRE_HOOK extern "C" __attribute__((visibility("default")))

// The calls of the system, and what journals them, side by side.
using namespace facetwire::shim;  // NOLINT(google-build-using-namespace)

FACETWIRE_HOOK int open(const char* path, int flags, ...) {
  mode_t mode = 0;
  if ((flags & O_CREAT) != 0) {
    va_list arguments;
    va_start(arguments, flags);
    mode = va_arg(arguments, mode_t);
    va_end(arguments);
  }
  return Open(AT_FDCWD, path, flags, mode);
}

FACETWIRE_HOOK int openat(int at, const char* path, int flags, ...) {
  mode_t mode = 0;
  if ((flags & O_CREAT) != 0) {
    va_list arguments;
    va_start(arguments, flags);
    mode = va_arg(arguments, mode_t);
    va_end(arguments);
  }
  return Open(at, path, flags, mode);
}

FACETWIRE_HOOK int open64(const char* path, int flags, ...) __attribute__((alias("open")));
FACETWIRE_HOOK int openat64(int at, const char* path, int flags, ...)
    __attribute__((alias("openat")));

FACETWIRE_HOOK FILE* fopen(const char* path, const char* mode) {
  if (mode[0] != 'r' || std::string(mode).find('+') != std::string::npos) {
    Refuse(Below(AT_FDCWD, path), "fopen for writing");
  }
  return FACETWIRE_REAL(fopen)(path, mode);
}

FACETWIRE_HOOK FILE* fopen64(const char* path, const char* mode) __attribute__((alias("fopen")));

FACETWIRE_HOOK ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  if (Below(fd).empty()) {
    return FACETWIRE_REAL(pwrite)(fd, bytes, size, offset);
  }
  const Guard guard;
  return MustFail() ? -1 : Put(fd, bytes, size, offset);
}

FACETWIRE_HOOK ssize_t pwrite64(int fd, const void* bytes, size_t size, off_t offset)
    __attribute__((alias("pwrite")));

FACETWIRE_HOOK ssize_t write(int fd, const void* bytes, size_t size) {
  if (Below(fd).empty()) {
    return FACETWIRE_REAL(write)(fd, bytes, size);
  }
  const Guard guard;
  if (MustFail()) {
    return -1;
  }
  const bool append = (fcntl(fd, F_GETFL) & O_APPEND) != 0;
  const off_t at = append ? StatusOf(fd).st_size : lseek(fd, 0, SEEK_CUR);
  const ssize_t written = Put(fd, bytes, size, at);
  if (written > 0) {
    lseek(fd, at + written, SEEK_SET);
  }
  return written;
}

FACETWIRE_HOOK int ftruncate(int fd, off_t size) noexcept {
  if (Below(fd).empty()) {
    return FACETWIRE_REAL(ftruncate)(fd, size);
  }
  const Guard guard;
  if (MustFail()) {
    return -1;
  }
  JournalTruncate(fd, size);
  return FACETWIRE_REAL(ftruncate)(fd, size);
}

FACETWIRE_HOOK int ftruncate64(int fd, off_t size) noexcept __attribute__((alias("ftruncate")));

FACETWIRE_HOOK int fsync(int fd) { return Sync(fd, FACETWIRE_REAL(fsync)); }

FACETWIRE_HOOK int fdatasync(int fd) { return Sync(fd, FACETWIRE_REAL(fdatasync)); }

FACETWIRE_HOOK int rename(const char* from, const char* to) noexcept {
  const std::string old_path = Below(AT_FDCWD, from);
  const std::string new_path = Below(AT_FDCWD, to);
  if (old_path.empty() && new_path.empty()) {
    return FACETWIRE_REAL(rename)(from, to);
  }
  return Rename(old_path, new_path);
}

FACETWIRE_HOOK int unlink(const char* path) noexcept {
  const std::string full = Below(AT_FDCWD, path);
  return full.empty() ? FACETWIRE_REAL(unlink)(path) : Unlink(full);
}

FACETWIRE_HOOK int rmdir(const char* path) noexcept {
  const std::string full = Below(AT_FDCWD, path);
  return full.empty() ? FACETWIRE_REAL(rmdir)(path) : Rmdir(full);
}

FACETWIRE_HOOK int unlinkat(int at, const char* path, int flags) noexcept {
  const std::string full = Below(at, path);
  if (full.empty()) {
    return FACETWIRE_REAL(unlinkat)(at, path, flags);
  }
  return (flags & AT_REMOVEDIR) != 0 ? Rmdir(full) : Unlink(full);
}

FACETWIRE_HOOK int remove(const char* path) noexcept {
  const std::string full = Below(AT_FDCWD, path);
  if (full.empty()) {
    return FACETWIRE_REAL(remove)(path);
  }
  return IsDirectory(full) ? Rmdir(full) : Unlink(full);
}

FACETWIRE_HOOK int mkdir(const char* path, mode_t mode) noexcept {
  const std::string full = Below(AT_FDCWD, path);
  if (full.empty()) {
    return FACETWIRE_REAL(mkdir)(path, mode);
  }
  const Guard guard;
  if (MustFail()) {
    return -1;
  }
  const int result = FACETWIRE_REAL(mkdir)(path, mode);
  if (result == 0) {
    Write({.kind = Kind::kMkdir, .file = FileAt(full), .directory = ParentOf(full), .first = full});
  }
  return result;
}

FACETWIRE_HOOK int link(const char* from, const char* to) noexcept {
  const std::string full = Below(AT_FDCWD, to);
  if (full.empty()) {
    return FACETWIRE_REAL(link)(from, to);
  }
  const Guard guard;
  if (MustFail()) {
    return -1;
  }
  const int result = FACETWIRE_REAL(link)(from, to);
  if (result == 0) {
    Write({.kind = Kind::kLink, .file = FileAt(full), .directory = ParentOf(full), .first = full});
  }
  return result;
}

FACETWIRE_HOOK ssize_t writev(int fd, const iovec* parts, int count) {
  Refuse(Below(fd), "writev");
  return FACETWIRE_REAL(writev)(fd, parts, count);
}

FACETWIRE_HOOK ssize_t sendfile(int out, int in, off_t* offset, size_t size) noexcept {
  Refuse(Below(out), "sendfile");
  return FACETWIRE_REAL(sendfile)(out, in, offset, size);
}

FACETWIRE_HOOK ssize_t
copy_file_range(int in, off64_t* in_at, int out, off64_t* out_at, size_t size, unsigned flags) {
  Refuse(Below(out), "copy_file_range");
  return FACETWIRE_REAL(copy_file_range)(in, in_at, out, out_at, size, flags);
}

FACETWIRE_HOOK int truncate(const char* path, off_t size) noexcept {
  Refuse(Below(AT_FDCWD, path), "truncate");
  return FACETWIRE_REAL(truncate)(path, size);
}

FACETWIRE_HOOK void* mmap(
    void* address, size_t length, int protection, int flags, int fd, off_t offset) noexcept {
  if ((protection & PROT_WRITE) != 0 && (flags & MAP_SHARED) != 0 && fd >= 0) {
    Refuse(Below(fd), "writing by mmap");
  }
  return FACETWIRE_REAL(mmap)(address, length, protection, flags, fd, offset);
}
