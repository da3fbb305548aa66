// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/writer_calls.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/time/time.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

// How often a caller looks whether it is still wanted.
constexpr std::chrono::milliseconds kStep{20};
constexpr absl::Duration kRetryAfter = absl::Seconds(1);

absl::Status ShuttingDown() { return absl::UnavailableError("the index is shutting down"); }

}  // namespace

absl::Status WriterCalls::Call(const CallContext& context,
                               const std::function<void()>& wake,
                               Step step) {
  Request request{.step = step};
  {
    const MutexLock lock(mutex_);
    if (stopped_) {
      return ShuttingDown();
    }
    waiting_.push_back(&request);
  }
  wake();
  const MutexLock lock(mutex_);
  while (request.state != State::kDone) {
    if (request.state == State::kWaiting) {
      if (absl::Status status = context.Check(); !status.ok()) {
        waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &request));
        return status;
      }
    }
    answered_.WaitFor(mutex_, kStep);
  }
  return std::move(request.result);
}

WriterCalls::Request* WriterCalls::Next() {
  const MutexLock lock(mutex_);
  if (waiting_.empty()) {
    return nullptr;
  }
  Request* const request = waiting_.front();
  waiting_.pop_front();
  request->state = State::kTaken;
  return request;
}

absl::Status WriterCalls::Attend(IndexWriter& writer) {
  while (Request* const request = Next()) {
    absl::Status status = CatchXapian([&] { return request->step(writer); });
    absl::Status dead = writer.alive() ? absl::OkStatus() : status;
    {
      const MutexLock lock(mutex_);
      request->result = std::move(status);
      request->state = State::kDone;
      answered_.NotifyAll();
    }
    if (!writer.alive()) {
      return dead.ok() ? writer.failure() : dead;
    }
  }
  return absl::OkStatus();
}

void WriterCalls::Refuse(const absl::Status& cause) {
  const MutexLock lock(mutex_);
  Answer(WithRetryAfter(absl::UnavailableError(StrCat("nothing can be written: ", cause.message())),
                        kRetryAfter));
}

void WriterCalls::Shutdown() {
  const MutexLock lock(mutex_);
  stopped_ = true;
  Answer(ShuttingDown());
}

void WriterCalls::Answer(const absl::Status& status) {
  for (Request* const request : waiting_) {
    request->result = status;
    request->state = State::kDone;
  }
  waiting_.clear();
  answered_.NotifyAll();
}

}  // namespace facetwire
