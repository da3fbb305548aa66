// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_CALL_COUNTER_H_
#define FACETWIRE_SERVICES_COMMON_CALL_COUNTER_H_

#include <cstddef>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"

#include "index/base/mutex.h"

namespace facetwire {

// How many calls have begun and are not over. Thread-safe.
class CallCounter {
 public:
  void Begin();
  void End();

  // Returns when there is none, or when `timeout` has passed.
  void WaitUntilNone(absl::Duration timeout);

 private:
  Mutex mutex_;
  CondVar none_;
  std::size_t calls_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_CALL_COUNTER_H_
