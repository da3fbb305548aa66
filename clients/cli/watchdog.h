// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_WATCHDOG_H_
#define FACETWIRE_CLIENTS_CLI_WATCHDOG_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace facetwire::cli {

// Ends what blocks for ever: a step that goes on for `patience` without a sign of life is ended by
// `end`, once, from a thread of the watchdog. It may take up to twice as long to be noticed.
// Thread-safe.
class Watchdog {
 public:
  using Clock = std::chrono::steady_clock;

  // A step that may block: the time of the object.
  class Step {
   public:
    explicit Step(Watchdog& watchdog) : watchdog_(watchdog) { watchdog_.Watch(true); }

    ~Step() { watchdog_.Watch(false); }

    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    Watchdog& watchdog_;
  };

  Watchdog(std::chrono::duration<double> patience, std::function<void()> end);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // The other side lives: what goes on may go on.
  void SignOfLife();

  // Whether `end` was called.
  bool ended() const;

 private:
  void Watch(bool step);
  void Run();

  const Clock::duration patience_;
  const std::function<void()> end_;
  mutable std::mutex mutex_;
  std::condition_variable stop_;
  Clock::time_point since_;  // guarded by mutex_: the beginning of the step, or a sign of life
  bool step_ = false;        // guarded by mutex_: one is under way
  bool ended_ = false;       // guarded by mutex_
  bool stopping_ = false;    // guarded by mutex_
  std::thread thread_;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_WATCHDOG_H_
