// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_BASE_CLOCK_H_
#define FACETWIRE_INDEX_BASE_CLOCK_H_

#include "absl/time/time.h"

namespace facetwire {

// Where the time comes from. Thread-safe. Tests inject their own, so that none of them sleeps.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The system's clock; lives for ever.
const Clock& SystemClock();

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_BASE_CLOCK_H_
