// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/disk_room.h"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include "absl/strings/match.h"
#include "absl/time/time.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"

namespace facetwire {

namespace {

constexpr off_t kRoom = off_t{4} << 20U;
constexpr absl::Duration kRetryAfter = absl::Seconds(1);

}  // namespace

bool MeansDiskFull(const absl::Status& status) {
  // Xapian tells the system's reason only as a text.
  for (const int reason : {ENOSPC, EDQUOT}) {
    if (!status.ok() &&
        absl::StrContains(status.message(), std::generic_category().message(reason))) {
      return true;
    }
  }
  return false;
}

absl::Status DiskFullError(const absl::Status& cause) {
  return WithRetryAfter(
      WithReason(absl::ResourceExhaustedError(StrCat(
                     "the disk is full; indexing goes on when there is room: ", cause.message())),
                 "DISK_FULL"),
      kRetryAfter);
}

absl::Status CheckDiskRoom(const std::string& directory) {
  const std::string path = directory + "/room.tmp";
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return absl::ErrnoToStatus(errno, StrCat("cannot make ", path));
  }
  const int error = posix_fallocate(file, 0, kRoom);
  close(file);
  unlink(path.c_str());
  return error == 0 ? absl::OkStatus() : absl::ErrnoToStatus(error, "there is no room yet");
}

}  // namespace facetwire
