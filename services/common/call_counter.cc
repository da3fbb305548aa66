// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/call_counter.h"

#include "absl/time/clock.h"

namespace facetwire {

void CallCounter::Begin() {
  const MutexLock lock(mutex_);
  ++calls_;
}

void CallCounter::End() {
  const MutexLock lock(mutex_);
  if (--calls_ == 0) {
    none_.NotifyAll();
  }
}

void CallCounter::WaitUntilNone(absl::Duration timeout) {
  const MutexLock lock(mutex_);
  const absl::Time end = absl::Now() + timeout;
  while (calls_ > 0) {
    const absl::Duration left = end - absl::Now();
    if (left <= absl::ZeroDuration()) {
      return;
    }
    none_.WaitFor(mutex_, absl::ToChronoNanoseconds(left));
  }
}

}  // namespace facetwire
