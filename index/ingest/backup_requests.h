// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_BACKUP_REQUESTS_H_
#define FACETWIRE_INDEX_INGEST_BACKUP_REQUESTS_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/base/mutex.h"
#include "index/model/backup_source.h"
#include "index/store/index_writer.h"

namespace facetwire {

// Backups that callers wait for and the writing thread begins, between two commits. Thread-safe.
class BackupRequests {
 public:
  explicit BackupRequests(std::string_view directory) : directory_(directory) {}

  // Calls `wake`, which is to bring about Attend, and waits. Errors: as the context says;
  // UNAVAILABLE after Shutdown; as MakeBackupSource.
  absl::StatusOr<std::unique_ptr<BackupSource>> Wait(const CallContext& context,
                                                     const std::function<void()>& wake);

  // On the writing thread. An error: the writer is dead.
  absl::Status Attend(IndexWriter& writer);

  // Sends those away who wait. Idempotent.
  void Shutdown();

 private:
  using Result = absl::StatusOr<std::unique_ptr<BackupSource>>;

  struct Request {
    std::optional<Result> result;
  };

  const std::string directory_;
  Mutex mutex_;
  CondVar answered_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::shared_ptr<Request>> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_BACKUP_REQUESTS_H_
