// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_FILE_UTIL_H_
#define FACETWIRE_INDEX_STORE_FILE_UTIL_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// POSIX files with statuses. Errors: errno's code (NOT_FOUND, PERMISSION_DENIED, RESOURCE_EXHAUSTED
// for a full disk ...) and a message that names what was tried and the path.
namespace facetwire {

// An open file; closed when destroyed. Move-only.
class FileHandle {
 public:
  FileHandle() = default;

  explicit FileHandle(int fd) : fd_(fd) {}

  FileHandle(FileHandle&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

  FileHandle& operator=(FileHandle&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

  ~FileHandle();

  int get() const { return fd_; }

  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

// The status for the current errno.
absl::Status FileError(std::string_view what, std::string_view path);

absl::StatusOr<FileHandle> OpenFile(const std::string& path, int flags);
absl::Status WriteAt(int fd, std::string_view bytes, std::uint64_t offset, std::string_view path);

// Fills `bytes` from there on, as far as the file goes; returns how many it were.
absl::StatusOr<std::size_t> ReadAt(int fd,
                                   std::string& bytes,
                                   std::uint64_t offset,
                                   std::string_view path);
absl::StatusOr<std::uint64_t> FileSize(int fd, std::string_view path);
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

// Makes the file, or the names in the directory, durable.
absl::Status SyncPath(const std::string& path);
absl::Status SyncFile(int fd, std::string_view path);

// Makes the directory and those above it that are missing; their names are durable.
absl::Status MakeDirectories(const std::string& path);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_FILE_UTIL_H_
