// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_BASE_HELPER_POOL_H_
#define FACETWIRE_INDEX_BASE_HELPER_POOL_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"

#include "index/base/mutex.h"

namespace facetwire {

// Threads that take work off others while processors are idle: one request alone is answered
// sooner, and many at a time do not get into each other's way. Thread-safe.
class HelperPool {
 public:
  // `processors`: of the machine. With fewer than 2 nobody helps. Threads begin when they are
  // needed.
  explicit HelperPool(std::size_t processors) : processors_(processors) {}

  // All work must have ended, or end by itself: it is waited for.
  ~HelperPool();

  HelperPool(const HelperPool&) = delete;
  HelperPool& operator=(const HelperPool&) = delete;

  // While it lives the calling thread has a processor of its own.
  class Working {
   public:
    // Null: does nothing.
    explicit Working(HelperPool* pool) : pool_(pool) {
      if (pool_ != nullptr) {
        pool_->Begin();
      }
    }

    ~Working() {
      if (pool_ != nullptr) {
        pool_->End();
      }
    }

    Working(const Working&) = delete;
    Working& operator=(const Working&) = delete;

   private:
    HelperPool* const pool_;
  };

  // Runs `work` on a thread of the pool and returns true; or returns false where as many threads
  // are at work as there are processors, or no thread can be started. Never waits. `work` must not
  // throw.
  bool TryRun(std::function<void()> work);

  // More threads are at work than there are processors: who only helps should end.
  bool crowded() const;

 private:
  void Begin();
  void End();
  void Run();
  bool Next(std::function<void()>& work);
  bool StartThread() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::size_t processors_;
  mutable Mutex mutex_;
  CondVar wake_;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  std::size_t at_work_ ABSL_GUARDED_BY(mutex_) = 0;  // with what is waiting
  std::size_t idle_ ABSL_GUARDED_BY(mutex_) = 0;     // threads of the pool
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_BASE_HELPER_POOL_H_
