// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/stop_signal.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace facetwire::cli {
namespace {

std::atomic<StopSignal*> g_current = nullptr;  // what a handler can reach

void Handle(int /*signal*/) {
  if (StopSignal* const current = g_current.load(); current != nullptr) {
    current->Ask();
  }
}

}  // namespace

StopSignal::StopSignal(std::function<void()> also)
    : also_(std::move(also)), event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  g_current = this;

  struct sigaction action {};

  action.sa_handler = Handle;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  sigaction(SIGINT, &action, &interrupt_);
  sigaction(SIGTERM, &action, &terminate_);
}

StopSignal::~StopSignal() {
  sigaction(SIGINT, &interrupt_, nullptr);
  sigaction(SIGTERM, &terminate_, nullptr);
  g_current = nullptr;
  close(event_);
}

void StopSignal::Ask() {
  const int kept = errno;
  asked_ = true;
  const uint64_t one = 1;
  static_cast<void>(!write(event_, &one, sizeof(one)));
  also_();
  errno = kept;
}

void StopSignal::Sleep(absl::Duration time) const {
  pollfd ready{event_, POLLIN, 0};
  const int64_t wait =
      std::min<int64_t>(absl::ToInt64Milliseconds(time), std::numeric_limits<int>::max());
  static_cast<void>(poll(&ready, 1, static_cast<int>(wait)));
}

}  // namespace facetwire::cli
