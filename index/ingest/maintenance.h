// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_MAINTENANCE_H_
#define FACETWIRE_INDEX_INGEST_MAINTENANCE_H_

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "index/base/call_context.h"
#include "index/base/clock.h"
#include "index/base/mutex.h"
#include "index/store/docid.h"
#include "index/store/fold_policy.h"
#include "index/store/index_writer.h"
#include "index/store/part_folder.h"

namespace facetwire {

struct MaintenanceOptions {
  // The part that is written is sealed when it has so many; where there are too many parts already,
  // which a bulk load does that is faster than folding, only when it has some times as many.
  Docid seal_documents = 5000;
  FoldPolicy policy;
  // The same while a bulk load runs: more and larger parts, and hardly a fold, for all become one
  // at its end.
  Docid bulk_seal_documents = 10'000;
  FoldPolicy bulk_policy = {.max_parts = 16, .big_fraction = 1e9};
  // After a failure to seal, or to fold, that is not tried for the first, then for twice as long
  // each time.
  absl::Duration first_retry = absl::Seconds(1);
  absl::Duration last_retry = absl::Minutes(5);
  // How often it asks to be attended where something waits: a retry, or parts that are still read.
  std::chrono::nanoseconds recheck = std::chrono::seconds(1);
};

struct MaintenanceStats {
  std::uint64_t seals = 0;
  std::uint64_t folds = 0;              // adopted
  std::uint64_t purges = 0;             // of these
  std::uint64_t documents_written = 0;  // by them
  absl::Duration writing;               // the time that took
  std::uint64_t failures = 0;
  std::size_t parts = 0;         // of the index, with the one that is written
  std::size_t unused_parts = 0;  // on disk still, for somebody reads them
  absl::Status last_failure;     // OK when neither seal nor fold waits to be tried again

  friend bool operator==(const MaintenanceStats&, const MaintenanceStats&) = default;
};

// Keeps an index in few parts: seals the part that is written, folds and purges sealed parts on a
// thread of its own, of low priority, has the writing thread adopt them, and removes what is no
// longer needed. A failure, of a full disk for example, harms nothing: it is counted and tried
// again later. Thread-safe, but for what is said.
class Maintenance {
 public:
  Maintenance(const Clock& clock, MaintenanceOptions options);
  // As Shutdown().
  ~Maintenance();
  Maintenance(const Maintenance&) = delete;
  Maintenance& operator=(const Maintenance&) = delete;

  // Begins to fold. `wake` is called, from the folding thread, when Attend has something to do.
  // Once.
  void Start(std::function<void()> wake);

  // To be called by the thread that writes, between commits: after each, when the index was opened,
  // and after each wake. Never waits for a fold. Some microseconds where there is nothing to do,
  // some milliseconds for a seal or an adoption. An error: the writer is dead.
  absl::Status Attend(IndexWriter& writer);

  // Begins and ends a bulk load; any number at a time. After the last one's end the part that is
  // written is sealed (with the next commit, where it has nothing yet), and all parts that are
  // sealed then are made one. That is forgotten where the process ends first: then the parts are
  // folded as ever.
  void BeginBulk();
  void EndBulk();

  // From now on nothing is folded until Release(), which must follow where this gives OK. Waits for
  // the fold that is under way: as the context says, or UNAVAILABLE when shut down. Sealing and
  // removing go on. One holder at a time.
  absl::Status Hold(const CallContext& context);
  void Release();

  // Gives up the fold that is under way, between two of its steps, of which one may take minutes
  // where parts are large. Does not wait. Idempotent.
  void Stop();

  // Stop(), and waits until the thread has ended. Idempotent.
  void Shutdown();

  MaintenanceStats stats() const;

 private:
  void Run();
  bool AwaitWork();
  void Fold();
  absl::Status Seal(IndexWriter& writer);
  absl::Status Adopt(IndexWriter& writer);
  void PlanNext(IndexWriter& writer);
  void RemoveRetired();
  Docid SealAt(std::size_t parts) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool MayCompact() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  FoldPolicy policy() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // When something that failed may be tried again.
  struct Retry {
    absl::Duration backoff;  // zero: the last attempt succeeded
    absl::Time at = absl::InfinitePast();
  };

  void Succeeded(Retry& retry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Failed(const absl::Status& status, Retry& retry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Clock& clock_;
  const MaintenanceOptions options_;
  std::function<void()> wake_;
  std::atomic<bool> stopping_{false};

  mutable Mutex mutex_;
  CondVar changed_;
  std::optional<FoldPlan> plan_ ABSL_GUARDED_BY(mutex_);  // until its part is adopted
  std::optional<absl::StatusOr<FoldedPart>> folded_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> retired_ ABSL_GUARDED_BY(mutex_);  // directories to remove
  bool held_ ABSL_GUARDED_BY(mutex_) = false;
  bool look_again_ ABSL_GUARDED_BY(mutex_) = false;
  std::size_t bulk_loads_ ABSL_GUARDED_BY(mutex_) = 0;
  bool seal_now_ ABSL_GUARDED_BY(mutex_) = false;       // whatever the part has
  bool large_blocks_ ABSL_GUARDED_BY(mutex_) = false;   // so a bulk load began the part
  bool compacting_ ABSL_GUARDED_BY(mutex_) = false;     // all sealed parts are to become one; once
  bool plan_compacts_ ABSL_GUARDED_BY(mutex_) = false;  // so plan_ is that, where there is one
  // Apart: a fold may lack the room that a seal does not need.
  Retry seal_retry_ ABSL_GUARDED_BY(mutex_);
  Retry fold_retry_ ABSL_GUARDED_BY(mutex_);
  MaintenanceStats stats_ ABSL_GUARDED_BY(mutex_);

  Mutex join_mutex_;  // one Shutdown at a time
  std::thread thread_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_MAINTENANCE_H_
