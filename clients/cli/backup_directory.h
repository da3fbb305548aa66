// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_BACKUP_DIRECTORY_H_
#define FACETWIRE_CLIENTS_CLI_BACKUP_DIRECTORY_H_

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "facetwire/v1/maintenance_service.pb.h"

namespace facetwire::cli {

// A directory with backups of one index: the files of the last one, and BACKUP, which says so.
// MANIFEST is replaced last, so that what it names is there at any time; what is interrupted is
// taken up by the next run. Not thread-safe.
//
//   Open Present Begin (Put | End)* Finish
class BackupDirectory {
 public:
  // Makes the directory where there is none. FAILED_PRECONDITION where something else is in it, or
  // a server has been started on it.
  static absl::StatusOr<BackupDirectory> Open(const std::string& path);

  // What is there, read and summed up.
  absl::StatusOr<v1::BackupIndexRequest> Present() const;

  // DATA_LOSS where the plan names a path that no index has.
  absl::Status Begin(const v1::BackupPlan& plan);

  absl::Status Put(const v1::BackupBlock& block);

  // Makes the file durable and reads it again; DATA_LOSS where it is not what it must be.
  absl::Status End(const v1::BackupFile& file);

  // Puts MANIFEST in its place, then removes what no longer belongs to the backup. DATA_LOSS where
  // a file of the plan is missing.
  absl::Status Finish();

  std::uint64_t total_bytes() const { return total_bytes_; }

  std::uint64_t received_bytes() const { return received_bytes_; }

 private:
  explicit BackupDirectory(std::string path) : path_(std::move(path)) {}

  // Where a file of the plan is written.
  std::string PathOf(const std::string& name) const;

  std::string path_;
  std::string index_id_;  // empty: a new directory
  std::set<std::string> planned_;
  std::set<std::string> complete_;
  std::uint64_t total_bytes_ = 0;
  std::uint64_t received_bytes_ = 0;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_BACKUP_DIRECTORY_H_
