// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/file_util.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "index/base/str_cat.h"

namespace facetwire {

FileHandle::~FileHandle() {
  if (fd_ >= 0) {
    close(fd_);
  }
}

absl::Status FileError(std::string_view what, std::string_view path) {
  const int number = errno;  // before anything else can change it
  return absl::ErrnoToStatus(number, StrCat("cannot ", what, " ", path));
}

absl::StatusOr<FileHandle> OpenFile(const std::string& path, int flags) {
  constexpr mode_t kMode = 0644;
  const int fd = open(path.c_str(), flags | O_CLOEXEC, kMode);
  if (fd < 0) {
    return FileError("open", path);
  }
  return FileHandle(fd);
}

absl::Status WriteAt(int fd, std::string_view bytes, std::uint64_t offset, std::string_view path) {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return FileError("write", path);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::size_t> ReadAt(int fd,
                                   std::string& bytes,
                                   std::uint64_t offset,
                                   std::string_view path) {
  std::size_t total = 0;
  while (total < bytes.size()) {
    const ssize_t got =
        pread(fd, bytes.data() + total, bytes.size() - total, static_cast<off_t>(offset + total));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return FileError("read", path);
    }
    if (got == 0) {
      break;
    }
    total += static_cast<std::size_t>(got);
  }
  return total;
}

absl::StatusOr<std::uint64_t> FileSize(int fd, std::string_view path) {
  struct stat status = {};
  if (fstat(fd, &status) != 0) {
    return FileError("look at", path);
  }
  return static_cast<std::uint64_t>(status.st_size);
}

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  absl::StatusOr<FileHandle> file = OpenFile(path, O_RDONLY);
  if (!file.ok()) {
    return file.status();
  }
  std::string content;
  char buffer[4096];
  for (;;) {
    const ssize_t got = read(file->get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return FileError("read", path);
    }
    if (got == 0) {
      return content;
    }
    content.append(buffer, static_cast<std::size_t>(got));
  }
}

absl::Status SyncPath(const std::string& path) {
  absl::StatusOr<FileHandle> file = OpenFile(path, O_RDONLY);
  if (!file.ok()) {
    return file.status();
  }
  return SyncFile(file->get(), path);
}

absl::Status SyncFile(int fd, std::string_view path) {
  return fsync(fd) == 0 ? absl::OkStatus() : FileError("sync", path);
}

absl::Status MakeDirectories(const std::string& path) {
  std::vector<std::filesystem::path> missing;
  std::error_code error;
  for (std::filesystem::path above = std::filesystem::absolute(path, error);
       !error && !std::filesystem::exists(above, error) && !error;
       above = above.parent_path()) {
    missing.push_back(above);
  }
  if (!error) {
    std::filesystem::create_directories(path, error);
  }
  if (error) {
    return absl::ErrnoToStatus(error.value(), StrCat("cannot create the directory ", path));
  }
  for (const std::filesystem::path& made : missing) {
    if (absl::Status status = SyncPath(made.parent_path().string()); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

}  // namespace facetwire
