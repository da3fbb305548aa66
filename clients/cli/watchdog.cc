// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/watchdog.h"

#include <utility>

namespace facetwire::cli {

Watchdog::Watchdog(std::chrono::duration<double> patience, std::function<void()> end)
    : patience_(std::chrono::duration_cast<Clock::duration>(patience)),
      end_(std::move(end)),
      since_(Clock::now()),
      thread_([this] { Run(); }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void Watchdog::SignOfLife() {
  const std::lock_guard lock(mutex_);
  since_ = Clock::now();
}

bool Watchdog::ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

void Watchdog::Watch(bool step) {
  const std::lock_guard lock(mutex_);
  step_ = step;
  since_ = Clock::now();
}

// Steps begin and end far more often than one hangs: none of them wakes this thread.
void Watchdog::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_ && !ended_) {
    const Clock::time_point now = Clock::now();
    if (step_ && now - since_ >= patience_) {
      ended_ = true;
      end_();
    } else {
      stop_.wait_until(lock, step_ ? since_ + patience_ : now + patience_);
    }
  }
}

}  // namespace facetwire::cli
