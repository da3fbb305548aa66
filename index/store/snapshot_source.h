// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_SNAPSHOT_SOURCE_H_
#define FACETWIRE_INDEX_STORE_SNAPSHOT_SOURCE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/base/mutex.h"
#include "index/store/commit_token.h"
#include "index/store/snapshot.h"

namespace facetwire {

// What refreshes have read since the source was opened: their cost.
struct RefreshStats {
  std::uint64_t documents_read = 0;   // rows of columns
  std::uint64_t tombstones_read = 0;  // removed docids
  std::uint64_t entries_read = 0;     // dictionary entries

  friend bool operator==(const RefreshStats&, const RefreshStats&) = default;
};

// Follows an index directory that a writer in this or another process extends. Thread-safe.
// Somebody calls Refresh(): after each commit in the process of the writer, every few milliseconds
// elsewhere.
class SnapshotSource {
 public:
  // A directory that does not exist or holds nothing yet is fine: Current() is null until there is
  // an index. FAILED_PRECONDITION and DATA_LOSS as ReadManifest, and DATA_LOSS where a part or a
  // token file is missing or damaged.
  static absl::StatusOr<std::unique_ptr<SnapshotSource>> Open(std::string_view directory);

  ~SnapshotSource();
  SnapshotSource(const SnapshotSource&) = delete;
  SnapshotSource& operator=(const SnapshotSource&) = delete;

  // Looks for commits and makes the newest the current one. Microseconds where there is none, else
  // proportional to what was added and removed. One at a time: others wait.
  // UNAVAILABLE while there is no index (Current() is then null, also when there was one before);
  // after any other error the current snapshot stays.
  absl::Status Refresh();

  // Null while there is no index. Cheap.
  std::shared_ptr<const Snapshot> Current() const;

  // The current snapshot, once it is at least `token`; refreshes and waits until the context ends.
  // FAILED_PRECONDITION (reason "COMMIT_TOKEN_OF_ANOTHER_INDEX") for a token of another index.
  absl::StatusOr<std::shared_ptr<const Snapshot>> WaitFor(const CommitToken& token,
                                                          const CallContext& context);

  RefreshStats stats() const;

 private:
  class Follower;

  explicit SnapshotSource(std::string_view directory);
  absl::Status RefreshLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(refresh_mutex_);
  void Publish(std::shared_ptr<const Snapshot> snapshot) ABSL_LOCKS_EXCLUDED(mutex_);

  const std::string directory_;
  Mutex refresh_mutex_;  // before mutex_
  std::unique_ptr<Follower> follower_ ABSL_GUARDED_BY(refresh_mutex_);

  mutable Mutex mutex_;
  CondVar changed_;
  std::shared_ptr<const Snapshot> current_ ABSL_GUARDED_BY(mutex_);
  RefreshStats stats_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_SNAPSHOT_SOURCE_H_
