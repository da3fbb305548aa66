// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_WRITER_CALLS_H_
#define FACETWIRE_INDEX_INGEST_WRITER_CALLS_H_

#include <deque>
#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

#include "index/base/call_context.h"
#include "index/base/mutex.h"
#include "index/store/index_writer.h"

namespace facetwire {

// Short steps that other threads want the writing thread to take between two commits. Thread-safe.
class WriterCalls {
 public:
  using Step = absl::FunctionRef<absl::Status(IndexWriter&)>;

  // Calls `wake`, which is to bring about Attend, and waits until `step` was taken: what it
  // returned, or was thrown. Or it was not taken and never will be: as the context says, or
  // UNAVAILABLE after Shutdown or Refuse.
  absl::Status Call(const CallContext& context, const std::function<void()>& wake, Step step);

  // On the writing thread. An error: the writer is dead. Steps that were not taken wait on.
  absl::Status Attend(IndexWriter& writer);

  // To be called where the index cannot be opened: sends those away who wait, telling why.
  void Refuse(const absl::Status& cause);

  // Sends those away who wait, and all who come. Idempotent.
  void Shutdown();

 private:
  enum class State { kWaiting, kTaken, kDone };

  struct Request {
    Step step;
    State state = State::kWaiting;
    absl::Status result;
  };

  void Answer(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Lives until its state is kDone. Null: none.
  Request* Next();

  Mutex mutex_;
  CondVar answered_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Request*> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_WRITER_CALLS_H_
