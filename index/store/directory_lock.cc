// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/directory_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <unistd.h>

#include "absl/strings/ascii.h"

#include "index/base/str_cat.h"
#include "index/store/file_util.h"

namespace facetwire {

absl::StatusOr<DirectoryLock> DirectoryLock::Acquire(std::string_view directory) {
  const std::string path = StrCat(directory, "/LOCK");
  absl::StatusOr<FileHandle> file = OpenFile(path, O_RDWR | O_CREAT);
  if (!file.ok()) {
    return file.status();
  }
  if (flock(file->get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return FileError("lock", path);
    }
    const std::string holder = ReadWholeFile(path).value_or("");
    return absl::FailedPreconditionError(
        StrCat(directory,
               " is being written by another process (",
               absl::StripAsciiWhitespace(holder),
               "); stop it first, or give another directory with --data-dir"));
  }
  if (ftruncate(file->get(), 0) != 0) {
    return FileError("write", path);
  }
  if (absl::Status written = WriteAt(file->get(), StrCat("pid ", getpid(), "\n"), 0, path);
      !written.ok()) {
    return written;
  }
  return DirectoryLock(*std::move(file));
}

}  // namespace facetwire
