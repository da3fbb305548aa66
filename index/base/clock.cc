// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/base/clock.h"

#include "absl/time/clock.h"

namespace facetwire {

namespace {

class SystemClockImpl final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace

const Clock& SystemClock() {
  static const SystemClockImpl kClock;
  return kClock;
}

}  // namespace facetwire
