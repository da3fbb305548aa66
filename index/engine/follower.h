// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENGINE_FOLLOWER_H_
#define FACETWIRE_INDEX_ENGINE_FOLLOWER_H_

#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

#include "index/base/mutex.h"
#include "index/store/snapshot_source.h"

namespace facetwire {

// A thread that looks every few milliseconds for commits of a writer in another process.
// Thread-safe.
class Follower {
 public:
  // The source must outlive this.
  Follower(SnapshotSource& source, absl::Duration interval);
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // What the last look gave: OK, UNAVAILABLE while there is no index, or why it cannot be read.
  absl::Status LastStatus() const;

 private:
  void Run();

  SnapshotSource& source_;
  const absl::Duration interval_;
  mutable Mutex mutex_;
  CondVar stop_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENGINE_FOLLOWER_H_
