// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_WORKER_POOL_H_
#define FACETWIRE_SERVICES_COMMON_WORKER_POOL_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

#include "index/base/call_context.h"
#include "index/base/clock.h"
#include "index/base/mutex.h"
#include "index/base/priority.h"

namespace facetwire {

// Threads that take jobs in the order of arrival from a queue that is bounded by time: nothing that
// waited longer than `max_wait` is begun; it is refused as soon as a worker comes round to it or
// another job arrives. Under overload this keeps the answers that are given fresh, and refuses the
// rest while the caller can still go elsewhere. Thread-safe.
class WorkerPool {
 public:
  struct Options {
    std::size_t workers = 1;  // at least 1
    // Well above what a search takes, well below what a person or a proxy waits for.
    absl::Duration max_wait = absl::Milliseconds(500);
    std::size_t max_queue = 10000;          // jobs that wait, however short they are
    Priority priority = Priority::kNormal;  // of the threads
    const Clock* clock = &SystemClock();
  };

  // Called exactly once: with OK from a worker, to do the work; or with the reason why the work is
  // not done, from any thread, perhaps from within Submit. The reasons: RESOURCE_EXHAUSTED with a
  // time to retry after, UNAVAILABLE after Stop, or how the context ended while it waited.
  // Must not throw.
  using Job = std::function<void(const absl::Status& admission)>;

  explicit WorkerPool(Options options);

  // As Stop().
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  void Submit(CallContext context, Job job);

  // Refuses new jobs, runs those that wait, joins the threads. Idempotent; not from a job.
  void Stop();

  // How many jobs may wait now: workers x max_wait / the time that a job took of late, but never
  // less than two for each worker nor more than max_queue.
  std::size_t QueueLimit() const;

  // How many wait now.
  std::size_t Waiting() const;

 private:
  struct Waiter {
    CallContext context;
    Job job;
    absl::Time since;
  };

  struct Refusal {
    Job job;
    absl::Status status;
  };

  // Where no worker comes round to it, the next caller finds what has waited too long.
  std::vector<Refusal> TakeOverdue() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  void Work();
  // False: stopped, and nothing waits.
  bool Next(Waiter& waiter);
  void Run(const Waiter& waiter);
  absl::Status Admit(const Waiter& waiter) const;
  void Learn(absl::Duration took);
  std::size_t QueueLimitLocked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Overloaded(const char* what) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Options options_;
  mutable Mutex mutex_;
  CondVar work_;
  std::deque<Waiter> queue_ ABSL_GUARDED_BY(mutex_);
  absl::Duration service_time_ ABSL_GUARDED_BY(mutex_);  // a running mean
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  Mutex join_mutex_;  // one Stop at a time
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_WORKER_POOL_H_
