// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/circuit_breaker.h"

namespace facetwire {

bool CircuitBreaker::Allow() {
  const MutexLock lock(mutex_);
  if (failures_ < options_.failures) {
    return true;
  }
  if (trying_ || options_.clock->Now() < paused_until_) {
    return false;
  }
  trying_ = true;
  return true;
}

void CircuitBreaker::Succeeded() {
  const MutexLock lock(mutex_);
  failures_ = 0;
  trying_ = false;
}

void CircuitBreaker::Failed() {
  const MutexLock lock(mutex_);
  trying_ = false;
  if (++failures_ >= options_.failures) {
    paused_until_ = options_.clock->Now() + options_.pause;
  }
}

void CircuitBreaker::GaveUp() {
  const MutexLock lock(mutex_);
  trying_ = false;
}

}  // namespace facetwire
