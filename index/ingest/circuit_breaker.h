// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_CIRCUIT_BREAKER_H_
#define FACETWIRE_INDEX_INGEST_CIRCUIT_BREAKER_H_

#include <cstddef>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"

#include "index/base/clock.h"
#include "index/base/mutex.h"

namespace facetwire {

// Keeps callers from something that fails, so that they don't all wait for it to fail again: after
// `failures` in a row it is open for `pause`, then lets one caller try. Thread-safe.
// Each Allow() that is true is followed by one of Succeeded, Failed or GaveUp.
class CircuitBreaker {
 public:
  struct Options {
    std::size_t failures = 3;
    absl::Duration pause = absl::Seconds(5);
    const Clock* clock = &SystemClock();
  };

  explicit CircuitBreaker(const Options& options) : options_(options) {}

  // Whether to try now.
  bool Allow();

  void Succeeded();
  void Failed();
  void GaveUp();  // says nothing about it: the caller went away, or the fault was the caller's

 private:
  const Options options_;
  Mutex mutex_;
  std::size_t failures_ ABSL_GUARDED_BY(mutex_) = 0;  // in a row
  absl::Time paused_until_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  bool trying_ ABSL_GUARDED_BY(mutex_) = false;  // one caller tries after a pause
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_CIRCUIT_BREAKER_H_
