// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_DIRECTORY_LOCK_H_
#define FACETWIRE_INDEX_STORE_DIRECTORY_LOCK_H_

#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

#include "index/store/file_util.h"

namespace facetwire {

// The right to write an index directory: an advisory lock on its file LOCK, which also holds the
// process id of the holder. Given back when destroyed, or by the system when the process ends.
class DirectoryLock {
 public:
  // FAILED_PRECONDITION with the holder's process id where somebody else has it, this process
  // included. The directory must exist.
  static absl::StatusOr<DirectoryLock> Acquire(std::string_view directory);

 private:
  explicit DirectoryLock(FileHandle file) : file_(std::move(file)) {}

  FileHandle file_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_DIRECTORY_LOCK_H_
