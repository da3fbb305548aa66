// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_DISK_ROOM_H_
#define FACETWIRE_INDEX_INGEST_DISK_ROOM_H_

#include <string>

#include "absl/status/status.h"

namespace facetwire {

// Whether an error of the store says that the disk is full, or the quota used up.
bool MeansDiskFull(const absl::Status& status);

// What callers are told then: RESOURCE_EXHAUSTED, reason "DISK_FULL", with a time to retry after.
absl::Status DiskFullError(const absl::Status& cause);

// OK where there is room again for a commit: takes 4 MiB of the directory's disk and gives them
// back (a file room.tmp, which a writer removes where it was left). Else what the system said.
absl::Status CheckDiskRoom(const std::string& directory);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_DISK_ROOM_H_
