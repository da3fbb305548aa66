// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/worker_pool.h"

#include <algorithm>
#include <utility>

#include "index/base/errors.h"

namespace facetwire {

namespace {

// Before anything was measured, and how much one job moves the mean.
constexpr absl::Duration kFirstGuess = absl::Milliseconds(1);
constexpr int kMemory = 16;

constexpr absl::Duration kShortestService = absl::Microseconds(1);
constexpr absl::Duration kShortestRetry = absl::Milliseconds(50);
constexpr absl::Duration kLongestRetry = absl::Seconds(5);

constexpr char kTooLong[] = "the request waited too long";

}  // namespace

WorkerPool::WorkerPool(Options options) : options_(options), service_time_(kFirstGuess) {
  const MutexLock lock(join_mutex_);
  const std::size_t workers = std::max<std::size_t>(options_.workers, 1);
  threads_.reserve(workers);
  for (std::size_t i = 0; i < workers; ++i) {
    threads_.emplace_back([this] {
      if (options_.priority != Priority::kNormal) {
        LowerThreadPriority(options_.priority);
      }
      Work();
    });
  }
}

WorkerPool::~WorkerPool() { Stop(); }

void WorkerPool::Submit(CallContext context, Job job) {
  std::vector<Refusal> refusals;
  {
    const MutexLock lock(mutex_);
    refusals = TakeOverdue();
    if (stopping_) {
      refusals.push_back({std::move(job), absl::UnavailableError("the server is shutting down")});
    } else if (queue_.size() >= QueueLimitLocked()) {
      refusals.push_back({std::move(job), Overloaded("too many requests wait")});
    } else {
      queue_.push_back({std::move(context), std::move(job), options_.clock->Now()});
      work_.NotifyOne();
    }
  }
  for (const Refusal& refusal : refusals) {
    refusal.job(refusal.status);
  }
}

std::vector<WorkerPool::Refusal> WorkerPool::TakeOverdue() {
  std::vector<Refusal> overdue;
  const absl::Time oldest = options_.clock->Now() - options_.max_wait;
  for (; !queue_.empty() && queue_.front().since < oldest; queue_.pop_front()) {
    overdue.push_back({std::move(queue_.front().job), Overloaded(kTooLong)});
  }
  return overdue;
}

void WorkerPool::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    work_.NotifyAll();
  }
  const MutexLock lock(join_mutex_);
  for (std::thread& thread : threads_) {
    thread.join();
  }
  threads_.clear();
}

std::size_t WorkerPool::QueueLimit() const {
  const MutexLock lock(mutex_);
  return QueueLimitLocked();
}

std::size_t WorkerPool::Waiting() const {
  const MutexLock lock(mutex_);
  return queue_.size();
}

void WorkerPool::Work() {
  Waiter waiter;
  while (Next(waiter)) {
    Run(waiter);
    waiter = {};  // what the job holds is freed now, not with the next job
  }
}

bool WorkerPool::Next(Waiter& waiter) {
  const MutexLock lock(mutex_);
  while (queue_.empty() && !stopping_) {
    work_.Wait(mutex_);
  }
  if (queue_.empty()) {
    return false;
  }
  waiter = std::move(queue_.front());
  queue_.pop_front();
  return true;
}

void WorkerPool::Run(const Waiter& waiter) {
  if (const absl::Status admission = Admit(waiter); !admission.ok()) {
    waiter.job(admission);
    return;
  }
  const absl::Time begin = options_.clock->Now();
  waiter.job(absl::OkStatus());
  Learn(options_.clock->Now() - begin);
}

absl::Status WorkerPool::Admit(const Waiter& waiter) const {
  if (absl::Status status = waiter.context.Check(); !status.ok()) {
    return status;
  }
  if (options_.clock->Now() - waiter.since > options_.max_wait) {
    const MutexLock lock(mutex_);
    return Overloaded(kTooLong);
  }
  return absl::OkStatus();
}

void WorkerPool::Learn(absl::Duration took) {
  const MutexLock lock(mutex_);
  // The clock may be set back while a job runs.
  service_time_ += (std::max(took, absl::ZeroDuration()) - service_time_) / kMemory;
  service_time_ = std::max(service_time_, kShortestService);
}

std::size_t WorkerPool::QueueLimitLocked() const {
  const std::size_t workers = std::max<std::size_t>(options_.workers, 1);
  const double in_time =
      static_cast<double>(workers) * absl::FDivDuration(options_.max_wait, service_time_);
  const auto most = static_cast<double>(options_.max_queue);
  return std::max(2 * workers, static_cast<std::size_t>(std::min(in_time, most)));
}

absl::Status WorkerPool::Overloaded(const char* what) const {
  const std::size_t workers = std::max<std::size_t>(options_.workers, 1);
  const absl::Duration drained =
      service_time_ * static_cast<double>(queue_.size()) / static_cast<double>(workers);
  return WithRetryAfter(
      WithReason(absl::ResourceExhaustedError(std::string("the server is overloaded: ") + what +
                                              "; send it again later"),
                 "OVERLOADED"),
      std::clamp(drained, kShortestRetry, kLongestRetry));
}

}  // namespace facetwire
