// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/beside_counter.h"

#include <atomic>
#include <chrono>
#include <deque>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"

#include "index/base/mutex.h"
#include "index/search/in_steps.h"

namespace facetwire {
namespace {

// Between two looks whether the caller still waits.
constexpr std::chrono::milliseconds kLook{2};

// A helper that has nothing to do goes to help others after this.
constexpr std::chrono::milliseconds kPatience{2};

// Documents of one chunk to be counted.
struct Job {
  std::size_t chunk = 0;
  Places places;
  std::uint8_t min_salience = 0;
};

}  // namespace

// What waits to be counted. Shared with the helper, who may come or go when the counter has gone.
// Thread-safe.
class BesideCounter::Line : public std::enable_shared_from_this<Line> {
 public:
  // `counts`: what the helper counts in; not touched once there is nothing to do and done() was
  // called.
  Line(HelperPool& helpers, ValueCounts& counts) : helpers_(helpers), counts_(counts) {}

  // Whether a helper is here, or can be called, and has room for so many more documents.
  bool HasHelp(std::size_t documents) {
    const MutexLock lock(mutex_);
    if (!helping_) {
      helping_ = helpers_.TryRun([self = shared_from_this()] { self->Help(); });
    }
    return helping_ && waiting_ + documents <= kMostWaiting;
  }

  void Add(Job job) {
    const MutexLock lock(mutex_);
    waiting_ += job.places.size();
    jobs_.push_back(std::move(job));
    changed_.NotifyAll();
  }

  // What was added last, for the search to count; nothing: none waits.
  std::optional<Job> TakeLast() {
    const MutexLock lock(mutex_);
    if (jobs_.empty()) {
      return std::nullopt;
    }
    Job job = std::move(jobs_.back());
    jobs_.pop_back();
    waiting_ -= job.places.size();
    return job;
  }

  // Nothing is added any more. Waits until the helper has counted what it is about, at most for a
  // moment. Whether it has.
  bool AwaitHelper() {
    const MutexLock lock(mutex_);
    done_ = true;
    changed_.NotifyAll();
    if (counting_) {
      changed_.WaitFor(mutex_, kLook);
    }
    return !counting_;
  }

  // Nothing more is to be counted, not even what the helper is about.
  void Stop() {
    stopped_ = true;
    const MutexLock lock(mutex_);
    waiting_ = 0;
    jobs_.clear();
  }

  std::size_t waiting() const {
    const MutexLock lock(mutex_);
    return waiting_;
  }

  // A helper ran out of memory.
  bool failed() const { return failed_; }

 private:
  void Help() {
    while (const std::optional<Job> job = TakeFirst()) {
      try {
        InSteps(
            job->places,
            [this] { return stopped_ ? absl::CancelledError() : absl::OkStatus(); },
            [&](auto places) { counts_.Add(job->chunk, places, job->min_salience); })
            .IgnoreError();
      } catch (...) {
        failed_ = true;
      }
    }
  }

  // Nothing: the helper goes.
  std::optional<Job> TakeFirst() {
    const MutexLock lock(mutex_);
    counting_ = false;
    changed_.NotifyAll();
    bool waited_enough = false;
    while (jobs_.empty() && !done_ && !waited_enough) {
      waited_enough = !changed_.WaitFor(mutex_, kPatience);
    }
    if (jobs_.empty() || helpers_.crowded()) {
      helping_ = false;
      return std::nullopt;
    }
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    waiting_ -= job.places.size();
    counting_ = true;
    return job;
  }

  HelperPool& helpers_;
  ValueCounts& counts_;
  std::atomic<bool> stopped_{false};
  std::atomic<bool> failed_{false};
  mutable Mutex mutex_;
  CondVar changed_;
  std::deque<Job> jobs_ ABSL_GUARDED_BY(mutex_);
  std::size_t waiting_ ABSL_GUARDED_BY(mutex_) = 0;  // documents of jobs_
  bool helping_ ABSL_GUARDED_BY(mutex_) = false;     // a helper is here, or on the way
  bool counting_ ABSL_GUARDED_BY(mutex_) = false;    // it is about something
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
};

BesideCounter::BesideCounter(HelperPool* helpers, const Snapshot& snapshot)
    : helpers_(helpers), snapshot_(snapshot) {}

BesideCounter::~BesideCounter() {
  if (line_ == nullptr) {
    return;
  }
  line_->Stop();
  while (!line_->AwaitHelper()) {
  }
}

absl::Status BesideCounter::Add(const Budget& budget,
                                std::size_t chunk,
                                std::span<const std::uint16_t> places,
                                std::uint8_t min_salience,
                                ValueCounts& values) {
  documents_ += places.size();
  if (!HasHelp(places.size(), values)) {
    return InSteps(
        places,
        [&] { return budget.CheckCaller(); },
        [&](auto some) { values.Add(chunk, some, min_salience); });
  }
  values_ = &values;
  line_->Add({.chunk = chunk,
              .places = Places(places.begin(), places.end()),
              .min_salience = min_salience});
  return budget.CheckCaller();
}

bool BesideCounter::HasHelp(std::size_t documents, const ValueCounts& values) {
  if (helpers_ == nullptr || documents_ < kWorthHelp || documents < kWorthHanding ||
      (values_ != nullptr && values_ != &values)) {
    return false;
  }
  if (line_ == nullptr) {
    helped_ = std::make_unique<ValueCounts>(snapshot_);
    line_ = std::make_shared<Line>(*helpers_, *helped_);
  }
  return line_->HasHelp(documents);
}

absl::Status BesideCounter::Drain(const Budget& budget) {
  if (values_ == nullptr) {
    return absl::OkStatus();
  }
  const auto check = [&] { return budget.CheckCaller(); };
  absl::Status status;
  while (std::optional<Job> job = status.ok() ? line_->TakeLast() : std::nullopt) {
    status = InSteps(job->places, check, [&](auto places) {
      values_->Add(job->chunk, places, job->min_salience);
    });
  }
  do {
    status.Update(check());
    if (!status.ok()) {
      line_->Stop();
    }
  } while (!line_->AwaitHelper());
  if (status.ok() && line_->failed()) {
    status = absl::ResourceExhaustedError("a helper ran out of memory");
  }
  values_->Take(*helped_);
  return status;
}

std::size_t BesideCounter::waiting() const { return line_ == nullptr ? 0 : line_->waiting(); }

}  // namespace facetwire
