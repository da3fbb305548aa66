// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_SUPPORT_FAKE_CLOCK_H_
#define FACETWIRE_TESTS_SUPPORT_FAKE_CLOCK_H_

#include <atomic>
#include <cstdint>

#include "absl/time/time.h"

#include "index/base/clock.h"

namespace facetwire::testing {

// A clock that stands until a test moves it. Thread-safe.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time now = absl::FromUnixSeconds(1700000000)) { Set(now); }

  absl::Time Now() const override { return absl::FromUnixNanos(nanoseconds_.load()); }

  void Set(absl::Time now) { nanoseconds_ = absl::ToUnixNanos(now); }

  void Advance(absl::Duration by) { nanoseconds_ += absl::ToInt64Nanoseconds(by); }

 private:
  std::atomic<std::int64_t> nanoseconds_{0};
};

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_SUPPORT_FAKE_CLOCK_H_
