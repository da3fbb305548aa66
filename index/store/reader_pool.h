// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_READER_POOL_H_
#define FACETWIRE_INDEX_STORE_READER_POOL_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/base/mutex.h"
#include "index/store/index_reader.h"
#include "index/store/snapshot_source.h"
#include "index/store/xapian_status.h"

namespace facetwire {

// Readers of one directory, each used by one thread at a time. Makes as many as are out at once;
// keeps those that come back, but none with other parts than the last of them: an open file that
// was removed takes room on the disk for as long. Thread-safe. Outlives its leases.
class ReaderPool {
 public:
  // A reader for the time of its life.
  class Lease {
   public:
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    IndexReader& operator*() const { return *reader_; }

    IndexReader* operator->() const { return reader_.get(); }

   private:
    friend class ReaderPool;

    Lease(ReaderPool& pool, std::unique_ptr<IndexReader> reader)
        : pool_(&pool), reader_(std::move(reader)) {}

    ReaderPool* pool_;
    std::unique_ptr<IndexReader> reader_;
  };

  // `cache_bytes`: see PostingCache; the readers share it.
  explicit ReaderPool(std::string_view directory, std::size_t cache_bytes = 0)
      : directory_(directory), cache_(cache_bytes) {}

  Lease Take();

  // Decoded posting lists of all readers.
  const PostingCache& cache() const { return cache_; }

  // Readers that are not out.
  std::size_t idle() const;

 private:
  void GiveBack(std::unique_ptr<IndexReader> reader);

  const std::string directory_;
  PostingCache cache_;
  mutable Mutex mutex_;
  std::vector<std::unique_ptr<IndexReader>> idle_ ABSL_GUARDED_BY(mutex_);
};

namespace reader_internal {

// Ends attempts that lead nowhere. The parts of a snapshot may be gone because there is a newer
// one; where none comes the index lost them.
class Patience {
 public:
  // The snapshot could not be read, for `cause`. OK, or what to say in the end.
  absl::Status Check(const std::shared_ptr<const Snapshot>& snapshot, const absl::Status& cause);

 private:
  std::shared_ptr<const Snapshot> last_;
  int failures_ = 0;  // with the last one
};

// Before attempt 2, 3, ...: refreshes; from the third on it waits a little.
// OK, or why there is no further attempt.
absl::Status PrepareAttempt(int attempt, SnapshotSource& source, const CallContext& context);

}  // namespace reader_internal

// Runs fn(const Snapshot&, IndexReader&), which returns a Status or a StatusOr, on the current
// snapshot with a reader that has caught up; again on a fresh snapshot each time something returns
// ABORTED, until the context ends. A commit under it is no reason to. UNAVAILABLE where there is no
// index; DATA_LOSS where a snapshot that stays the current one cannot be read.
template <typename Fn>
std::invoke_result_t<Fn&, const Snapshot&, IndexReader&> WithReader(ReaderPool& pool,
                                                                    SnapshotSource& source,
                                                                    const CallContext& context,
                                                                    Fn&& fn) {
  const ReaderPool::Lease reader = pool.Take();
  reader_internal::Patience patience;
  for (int attempt = 1;; ++attempt) {
    if (absl::Status go = reader_internal::PrepareAttempt(attempt, source, context); !go.ok()) {
      return go;
    }
    const std::shared_ptr<const Snapshot> snapshot = source.Current();
    if (snapshot == nullptr) {
      return absl::UnavailableError("there is no index yet");
    }
    if (absl::Status status = reader->CatchUp(*snapshot); !status.ok()) {
      if (!absl::IsAborted(status))
        return status;
      if (absl::Status go = patience.Check(snapshot, status); !go.ok())
        return go;
      continue;
    }
    auto result = fn(*snapshot, *reader);
    if (!absl::IsAborted(StatusOf(result))) {
      return result;
    }
    if (absl::Status go = patience.Check(snapshot, StatusOf(result)); !go.ok())
      return go;
    reader->Close();
  }
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_READER_POOL_H_
