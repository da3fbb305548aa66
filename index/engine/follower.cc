// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/engine/follower.h"

#include <utility>

namespace facetwire {

Follower::Follower(SnapshotSource& source, absl::Duration interval)
    : source_(source), interval_(interval), status_(source.Refresh()) {
  thread_ = std::thread([this] { Run(); });
}

Follower::~Follower() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    stop_.NotifyAll();
  }
  thread_.join();
}

absl::Status Follower::LastStatus() const {
  const MutexLock lock(mutex_);
  return status_;
}

void Follower::Run() {
  for (;;) {
    {
      const MutexLock lock(mutex_);
      if (!stopping_) {
        // Woken early only to stop; a spurious wake-up is one look more.
        stop_.WaitFor(mutex_, absl::ToChronoNanoseconds(interval_));
      }
      if (stopping_) {
        return;
      }
    }
    absl::Status status = source_.Refresh();
    const MutexLock lock(mutex_);
    status_ = std::move(status);
  }
}

}  // namespace facetwire
