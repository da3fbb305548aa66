// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_STOP_SIGNAL_H_
#define FACETWIRE_CLIENTS_CLI_STOP_SIGNAL_H_

#include <atomic>
#include <csignal>
#include <functional>

#include "absl/time/time.h"

namespace facetwire::cli {

// That a person, or whoever runs the program, wants it to end. While it lives SIGINT and SIGTERM
// ask for that; a second one ends the program at once. One at a time.
class StopSignal {
 public:
  // `also` is called by Ask: it must be safe in a signal handler.
  explicit StopSignal(std::function<void()> also);
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  ~StopSignal();

  // Any thread, and signal handlers.
  void Ask();

  bool asked() const { return asked_.load(); }

  // Until it is asked for, at most so long.
  void Sleep(absl::Duration time) const;

 private:
  std::function<void()> also_;
  std::atomic<bool> asked_ = false;
  int event_;  // an eventfd: readable once it is asked for

  struct sigaction interrupt_ {};

  struct sigaction terminate_ {};
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_STOP_SIGNAL_H_
