// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/beside_counter.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"

#include "index/base/mutex.h"

namespace facetwire {
namespace {

// Between two looks whether the caller still waits, in documents and in time.
constexpr std::size_t kAtOnce = 4096;
constexpr std::chrono::milliseconds kLook{2};

// A helper that has nothing to do goes to help others after this.
constexpr std::chrono::milliseconds kPatience{2};

// Chunks that may wait: beyond these the search counts itself.
constexpr std::size_t kMostWaiting = 32;

// Documents of one chunk to be counted, by a helper or by the search.
struct Job {
  std::size_t chunk = 0;
  Places places;
  std::uint8_t min_salience = 0;
  ValueCounts* helped = nullptr;
  ValueCounts* values = nullptr;
};

absl::Status CountNow(const Budget& budget,
                      std::size_t chunk,
                      std::span<const std::uint16_t> places,
                      std::uint8_t min_salience,
                      ValueCounts& values) {
  while (!places.empty()) {
    if (absl::Status status = budget.CheckCaller(); !status.ok()) {
      return status;
    }
    const std::size_t size = std::min(kAtOnce, places.size());
    values.Add(chunk, places.first(size), min_salience);
    places = places.subspan(size);
  }
  return absl::OkStatus();
}

}  // namespace

// What waits to be counted. Shared with the helper, who may be about to go when the counter does.
// Thread-safe.
class BesideCounter::Line : public std::enable_shared_from_this<Line> {
 public:
  // Whether a helper is at work, or could be found, and has not too much to do.
  bool HasHelp(HelperPool& helpers) {
    const MutexLock lock(mutex_);
    if (!helping_) {
      helping_ = helpers.TryRun([self = shared_from_this()] { self->Help(); });
    }
    return helping_ && jobs_.size() < kMostWaiting;
  }

  void Add(Job job) {
    const MutexLock lock(mutex_);
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
    return job;
  }

  void DropAll() {
    const MutexLock lock(mutex_);
    jobs_.clear();
  }

  // Until the helper has gone, who has nothing more to do than what he is about; at most for a
  // moment. Whether he has.
  bool AwaitHelper() {
    const MutexLock lock(mutex_);
    done_ = true;
    changed_.NotifyAll();
    if (helping_) {
      changed_.WaitFor(mutex_, kLook);
    }
    done_ = helping_;
    return !helping_;
  }

  absl::Status failure() const {
    const MutexLock lock(mutex_);
    return failure_;
  }

 private:
  void Help() {
    while (const std::optional<Job> job = TakeFirst()) {
      try {
        job->helped->Add(job->chunk, job->places, job->min_salience);
      } catch (...) {
        const MutexLock lock(mutex_);
        failure_ = absl::ResourceExhaustedError("a helper ran out of memory");
      }
    }
  }

  // Nothing: the helper goes.
  std::optional<Job> TakeFirst() {
    const MutexLock lock(mutex_);
    bool waited_enough = false;
    while (jobs_.empty() && !done_ && !waited_enough) {
      waited_enough = !changed_.WaitFor(mutex_, kPatience);
    }
    if (jobs_.empty()) {
      helping_ = false;
      changed_.NotifyAll();
      return std::nullopt;
    }
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }

  mutable Mutex mutex_;
  CondVar changed_;
  std::deque<Job> jobs_ ABSL_GUARDED_BY(mutex_);
  bool helping_ ABSL_GUARDED_BY(mutex_) = false;  // a helper is here, or on the way
  bool done_ ABSL_GUARDED_BY(mutex_) = false;     // nothing more is added
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
};

BesideCounter::BesideCounter(HelperPool* helpers, const Snapshot& snapshot)
    : helpers_(helpers), snapshot_(snapshot) {}

BesideCounter::~BesideCounter() {
  if (line_ == nullptr) {
    return;
  }
  line_->DropAll();
  while (!line_->AwaitHelper()) {
  }
}

absl::Status BesideCounter::Add(const Budget& budget,
                                std::size_t chunk,
                                std::span<const std::uint16_t> places,
                                std::uint8_t min_salience,
                                ValueCounts& values) {
  documents_ += places.size();
  if (helpers_ == nullptr || documents_ < kWorthHelp || places.empty()) {
    return CountNow(budget, chunk, places, min_salience, values);
  }
  if (line_ == nullptr) {
    line_ = std::make_shared<Line>();
  }
  if (!line_->HasHelp(*helpers_)) {
    return CountNow(budget, chunk, places, min_salience, values);
  }
  line_->Add({.chunk = chunk,
              .places = Places(places.begin(), places.end()),
              .min_salience = min_salience,
              .helped = &HelpedFor(values),
              .values = &values});
  return budget.CheckCaller();
}

ValueCounts& BesideCounter::HelpedFor(ValueCounts& values) {
  for (const Share& share : shares_) {
    if (share.values == &values) {
      return *share.helped;
    }
  }
  return *shares_.emplace_back(Share{&values, std::make_unique<ValueCounts>(snapshot_)}).helped;
}

absl::Status BesideCounter::Drain(const Budget& budget) {
  if (line_ == nullptr) {
    return absl::OkStatus();
  }
  absl::Status status;
  while (std::optional<Job> job = status.ok() ? line_->TakeLast() : std::nullopt) {
    status = CountNow(budget, job->chunk, job->places, job->min_salience, *job->values);
  }
  if (!status.ok()) {
    line_->DropAll();
  }
  while (!line_->AwaitHelper()) {
  }
  status.Update(line_->failure());
  for (const Share& share : shares_) {
    share.values->Take(*share.helped);
  }
  return status;
}

}  // namespace facetwire
