// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_OUTSIDE_HELP_H_
#define FACETWIRE_INDEX_INGEST_OUTSIDE_HELP_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

#include "index/base/call_context.h"
#include "index/base/mutex.h"
#include "index/ingest/circuit_breaker.h"
#include "index/ingest/outside_entities.h"
#include "index/model/outside_annotator.h"

namespace facetwire {

// Asks an outside annotator, checks what it says, and does without it where it is away: never an
// error. Thread-safe; blocks as OutsideAnnotator::Annotate does, but not while the breaker is open.
class OutsideHelp {
 public:
  struct Options {
    std::function<void(std::string_view)> log;        // takes a warning in one line; empty: nobody
    absl::Duration log_interval = absl::Seconds(10);  // at most one warning in that time
    CircuitBreaker::Options breaker;                  // its clock times the log as well
  };

  // Since the start.
  struct Counts {
    std::uint64_t answered = 0;
    std::uint64_t without = 0;   // articles that had to do without an answer
    std::uint64_t left_out = 0;  // entities and mentions that the contract does not allow

    friend bool operator==(const Counts&, const Counts&) = default;
  };

  OutsideHelp(std::shared_ptr<OutsideAnnotator> annotator, Options options);

  // What the annotator found, see Accept; nothing where there is no answer. Every article without
  // an answer and everything left out is counted and, at times, logged.
  std::optional<std::vector<Entity>> Annotate(const Article& article, const CallContext& context);

  Counts counts() const;

 private:
  absl::StatusOr<OutsideAnswer> Ask(const Article& article, const CallContext& context);
  void NoteAnswer(const LeftOut& left_out);
  void NoteAbsence(const absl::Status& why);
  // The warning that is due now; empty: none.
  std::string TakeWarning() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Warn(std::string_view line) const;

  const std::shared_ptr<OutsideAnnotator> annotator_;
  const Options options_;
  CircuitBreaker breaker_;
  mutable Mutex mutex_;
  Counts counts_ ABSL_GUARDED_BY(mutex_);
  std::uint64_t unlogged_without_ ABSL_GUARDED_BY(mutex_) = 0;
  std::string last_reason_ ABSL_GUARDED_BY(mutex_);
  LeftOut unlogged_left_out_ ABSL_GUARDED_BY(mutex_);
  absl::Time next_warning_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_OUTSIDE_HELP_H_
