// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/part_pin.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>

#include "absl/status/status.h"

#include "index/base/str_cat.h"

namespace facetwire {
namespace {

// Whether what is open still has that name.
bool IsAt(int fd, const std::string& path) {
  struct stat open = {};
  struct stat named = {};
  return fstat(fd, &open) == 0 && stat(path.c_str(), &named) == 0 && open.st_dev == named.st_dev &&
         open.st_ino == named.st_ino;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const PartPin>> PartPin::Acquire(const std::string& path) {
  absl::StatusOr<FileHandle> directory = OpenFile(path, O_RDONLY | O_DIRECTORY);
  if (!directory.ok()) {
    return directory.status();
  }
  const bool locked = flock(directory->get(), LOCK_SH | LOCK_NB) == 0;
  if (!locked && errno != EWOULDBLOCK) {
    return FileError("pin", path);
  }
  // It may have been renamed or removed between our opening and locking it.
  if (!locked || !IsAt(directory->get(), path)) {
    return absl::NotFoundError(StrCat(path, " is gone"));
  }
  return std::shared_ptr<const PartPin>(new PartPin(*std::move(directory)));
}

absl::StatusOr<bool> RetireUnlessPinned(const std::string& path, std::string& retired) {
  retired.clear();
  absl::StatusOr<FileHandle> file = OpenFile(path, O_RDONLY);
  if (absl::IsNotFound(file.status())) {
    return true;
  }
  if (!file.ok()) {
    return file.status();
  }
  if (flock(file->get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) {
      return false;
    }
    return FileError("lock", path);
  }
  const std::filesystem::path directory = std::filesystem::path(path).parent_path();
  const std::string name = StrCat(directory.string(), "/gone-", NewIndexId(), ".tmp");
  if (std::rename(path.c_str(), name.c_str()) != 0) {
    return FileError("rename", path);
  }
  retired = name;
  return true;
}

}  // namespace facetwire
