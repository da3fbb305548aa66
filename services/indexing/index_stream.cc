// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/indexing/index_stream.h"

#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "services/common/grpc_status.h"
#include "services/indexing/stream_chunk.h"

namespace facetwire {

namespace {

// A chunk is what a worker prepares at a time; so many of one stream are prepared at once.
constexpr std::size_t kItemsInChunk = 32;
constexpr std::size_t kMaxPreparing = 4;

absl::Status ShuttingDown() {
  return WithReason(absl::UnavailableError("the server is shutting down; go on with a new stream"),
                    "SHUTTING_DOWN");
}

}  // namespace

// One stream. Items go, in their order, through
//   incoming_ -> chunks_: preparing (on workers, several at once) -> prepared -> writing (in the
//   engine, in order) -> written or failed -> out_ -> the client.
// Every event changes the state under the lock and then calls Continue, which starts what can be
// started. The stream finishes when it reads no more, nothing is under way and all answers are out;
// gRPC then calls OnDone, the last event.
class IndexStream final : public grpc::ServerBidiReactor<v1::StreamIndexArticlesRequest,
                                                         v1::StreamIndexArticlesResponse> {
 public:
  explicit IndexStream(IndexStreams& streams)
      : streams_(streams), engine_(streams.engine_), environment_(streams.environment_) {
    environment_.calls.Begin();
  }

  void Begin() {
    const MutexLock lock(mutex_);
    Continue();
  }

  void Drain() {
    const MutexLock lock(mutex_);
    if (!end_.has_value()) {
      draining_ = true;
      End(ShuttingDown());
    }
    Continue();
  }

  void OnReadDone(bool ok) override {
    std::vector<Item*> ready;
    {
      const MutexLock lock(mutex_);
      reading_ = false;
      if (!ok) {
        End(absl::OkStatus());
      } else if (!end_.has_value()) {
        if (absl::Status status = Take(request_); !status.ok()) {
          End(std::move(status));
        }
      }
      ready = TakeReady();
      Continue();
    }
    Submit(ready);
  }

  void OnWriteDone(bool ok) override {
    const MutexLock lock(mutex_);
    writing_ = false;
    if (!ok) {
      Lose();
    }
    Continue();
  }

  void OnCancel() override {
    const MutexLock lock(mutex_);
    Lose();
    Continue();
  }

  void OnDone() override {
    streams_.Remove(this);
    environment_.calls.End();
    {
      // Whoever called Finish lets go of the lock first.
      const MutexLock lock(mutex_);
    }
    delete this;
  }

 private:
  enum class State : std::uint8_t { kPreparing, kPrepared, kWriting, kWritten, kFailed };

  // A chunk on its way. Stays in place until it is settled.
  struct Item {
    StreamChunk chunk;
    State state = State::kPreparing;
    absl::Status status;  // why it failed
  };

  // --- What the client says ---

  absl::Status Take(v1::StreamIndexArticlesRequest& request) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (request.has_open()) {
      return Open(request.open());
    }
    if (!opened_) {
      return InvalidField("open", "must be the first message of the stream");
    }
    if (!request.has_item()) {
      return InvalidField("item", "is required after the first message");
    }
    return Accept(*request.mutable_item());
  }

  absl::Status Open(const v1::StreamOpen& open) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (opened_) {
      return InvalidField("open", "may be sent only once");
    }
    if (open.ack_level() != v1::ACK_LEVEL_DURABLE && open.ack_level() != v1::ACK_LEVEL_SEARCHABLE) {
      return InvalidField("open.ack_level", "must be DURABLE or SEARCHABLE");
    }
    must_be_searchable_ = open.ack_level() == v1::ACK_LEVEL_SEARCHABLE;
    if (must_be_searchable_ && !engine_.searchable()) {
      return absl::FailedPreconditionError(
          "this process does not serve queries, so it cannot tell what is searchable: open with "
          "DURABLE, and give the commit token to the search as min_commit_token");
    }
    bool resumed = true;
    if (!open.resume_token().empty()) {
      const absl::StatusOr<bool> contained = engine_.Contains(open.resume_token());
      if (!contained.ok()) {
        return InvalidField("open.resume_token", ToStd(contained.status().message()));
      }
      resumed = *contained;
    }
    opened_ = true;
    const IndexPosition position = engine_.Position();
    v1::StreamOpened& opened = *out_.emplace_back().mutable_opened();
    opened.set_max_unacked(IndexStreams::kMaxUnacked);
    opened.set_index_id(position.index_id);
    opened.set_commit_token(position.commit_token);
    opened.set_resumed(resumed);
    return absl::OkStatus();
  }

  absl::Status Accept(v1::StreamItem& item) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (item.offset() <= last_offset_) {
      return InvalidField("item.offset",
                          StrCat("is ",
                                 item.offset(),
                                 "; it must be greater than ",
                                 last_offset_,
                                 ", that of the item before"));
    }
    if (item.operation_case() == v1::StreamItem::OPERATION_NOT_SET) {
      return InvalidField("item.operation", "is required: an article or delete_id");
    }
    if (unacked_ == IndexStreams::kMaxUnacked) {
      return InvalidField("item",
                          StrCat("is too many: ",
                                 IndexStreams::kMaxUnacked,
                                 " items have no answer yet, which is max_unacked"));
    }
    last_offset_ = item.offset();
    ++unacked_;
    Hold(item.ByteSizeLong());
    incoming_.push_back(std::move(item));
    return absl::OkStatus();
  }

  // --- Preparing and writing ---

  // What can go to the workers now.
  std::vector<Item*> TakeReady() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    std::vector<Item*> ready;
    while (!incoming_.empty() && !broken_ && preparing_ < kMaxPreparing) {
      chunks_.push_back(std::make_unique<Item>());
      Item& item = *chunks_.back();
      while (!incoming_.empty() && item.chunk.items() < kItemsInChunk) {
        item.chunk.Add(std::move(incoming_.front()));
        incoming_.pop_front();
      }
      ++preparing_;
      ++busy_;
      ready.push_back(&item);
    }
    return ready;
  }

  void Submit(const std::vector<Item*>& ready) ABSL_LOCKS_EXCLUDED(mutex_) {
    for (Item* const item : ready) {
      environment_.pool.Submit(
          {}, [this, item](const absl::Status& admission) { Prepare(*item, admission); });
    }
  }

  void Prepare(Item& item, absl::Status status) ABSL_LOCKS_EXCLUDED(mutex_) {
    if (status.ok()) {
      status = PrepareChunk(item.chunk);
    }
    std::vector<Item*> ready;
    {
      const MutexLock lock(mutex_);
      --preparing_;
      item.state = status.ok() ? State::kPrepared : State::kFailed;
      item.status = std::move(status);
      Settle();
      ready = TakeReady();
    }
    Submit(ready);
    WritePrepared();
    const MutexLock lock(mutex_);
    --busy_;
    Continue();
  }

  absl::Status PrepareChunk(StreamChunk& chunk) {
    try {
      chunk.Prepare(engine_);
      return absl::OkStatus();
    } catch (const std::exception& error) {
      return absl::InternalError(StrCat("an exception reached the service: ", error.what()));
    } catch (...) {  // Xapian's are no std::exception
      return absl::InternalError("an exception of an unknown kind reached the service");
    }
  }

  // One thread at a time, so that chunks reach the engine in their order.
  void WritePrepared() ABSL_LOCKS_EXCLUDED(mutex_) {
    while (Item* const item = NextToWrite()) {
      engine_.Write(item->chunk.TakePrepared(),
                    [this, item](absl::StatusOr<IndexBatchResult> result) {
                      Written(*item, std::move(result));
                    });
      const MutexLock lock(mutex_);
      handing_over_ = false;
    }
  }

  Item* NextToWrite() ABSL_LOCKS_EXCLUDED(mutex_) {
    const MutexLock lock(mutex_);
    if (handing_over_) {
      return nullptr;  // that thread comes back for more
    }
    for (const std::unique_ptr<Item>& item : chunks_) {
      if (item->state == State::kPrepared) {
        item->state = State::kWriting;
        handing_over_ = true;
        return item.get();
      }
      if (item->state == State::kPreparing || item->state == State::kFailed) {
        break;
      }
    }
    return nullptr;
  }

  void Written(Item& item, absl::StatusOr<IndexBatchResult> result) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::Status status = result.status();
    if (status.ok()) {
      status = item.chunk.Complete(*std::move(result));
    }
    const MutexLock lock(mutex_);
    if (status.ok() && must_be_searchable_ && !item.chunk.searchable()) {
      status = absl::UnavailableError("what was written could not be made searchable yet");
    }
    item.state = status.ok() ? State::kWritten : State::kFailed;
    item.status = std::move(status);
    Settle();
    Continue();
  }

  // Answers what is written, in order. After the first failure nothing is answered any more: what
  // comes later is dropped, or written without an answer.
  void Settle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    for (; !chunks_.empty(); chunks_.pop_front()) {
      const Item& item = *chunks_.front();
      if (item.state == State::kPreparing || item.state == State::kWriting ||
          (item.state == State::kPrepared && !broken_)) {
        return;
      }
      if (item.state == State::kFailed && !broken_) {
        Break(item.status);
      }
      if (broken_) {
        Release(item.chunk.items(), item.chunk.bytes());
      } else {
        Answer(item.chunk);
      }
    }
  }

  void Answer(const StreamChunk& chunk) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    // What waits to be sent grows into one message.
    if (out_.empty() || !out_.back().has_progress()) {
      out_.emplace_back();
    }
    v1::StreamProgress& progress = *out_.back().mutable_progress();
    chunk.AppendTo(progress);
    durable_offset_ = progress.durable_offset();
    answered_items_ += chunk.items();
    answered_bytes_ += chunk.bytes();
  }

  // --- How it ends ---

  // No more is read; what was accepted is finished. The first end counts.
  void End(absl::Status status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (!end_.has_value()) {
      end_ = std::move(status);
    }
  }

  void Break(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    broken_ = true;
    draining_ = false;
    end_ = status;
    for (const v1::StreamItem& item : incoming_) {
      Release(1, item.ByteSizeLong());
    }
    incoming_.clear();
  }

  // The client is gone. What was accepted is written all the same: it need not come again.
  void Lose() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    lost_ = true;
    End(absl::CancelledError("the client went away"));
  }

  // --- What goes out ---

  void Continue() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (finished_) {
      return;
    }
    const bool idle = busy_ == 0 && chunks_.empty() && incoming_.empty();
    if (end_.has_value() && idle && draining_) {
      draining_ = false;
      if (opened_) {
        out_.emplace_back().mutable_drain()->set_durable_offset(durable_offset_);
      }
    }
    if (!writing_) {
      WriteNext();
    }
    if (!reading_ && !end_.has_value() && MayRead()) {
      reading_ = true;
      StartRead(&request_);
    }
    if (end_.has_value() && idle && !writing_) {
      finished_ = true;
      LogIfForTheLog(*end_);
      Finish(ToGrpcStatus(*end_));
    }
  }

  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (lost_) {
      out_.clear();
    }
    if (out_.empty()) {
      Release(std::exchange(answered_items_, 0), std::exchange(answered_bytes_, 0));
      return;
    }
    response_ = std::move(out_.front());
    out_.pop_front();
    if (response_.has_progress()) {
      Release(std::exchange(answered_items_, 0), std::exchange(answered_bytes_, 0));
    }
    writing_ = true;
    StartWrite(&response_);
  }

  bool MayRead() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return unacked_ == 0 || (bytes_ < IndexStreams::kBytesOfOne &&
                             streams_.bytes_.load() < IndexStreams::kBytesOfAll);
  }

  void Hold(std::size_t bytes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    bytes_ += bytes;
    streams_.bytes_ += bytes;
  }

  void Release(std::size_t items, std::size_t bytes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    unacked_ -= items;
    bytes_ -= bytes;
    streams_.bytes_ -= bytes;
  }

  IndexStreams& streams_;
  IndexingEngine& engine_;
  const CallEnvironment environment_;

  Mutex mutex_;
  v1::StreamIndexArticlesRequest request_;    // of the read that is under way
  v1::StreamIndexArticlesResponse response_;  // of the write that is under way
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool opened_ ABSL_GUARDED_BY(mutex_) = false;
  bool must_be_searchable_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<v1::StreamItem> incoming_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::unique_ptr<Item>> chunks_ ABSL_GUARDED_BY(mutex_);
  std::deque<v1::StreamIndexArticlesResponse> out_ ABSL_GUARDED_BY(mutex_);
  std::uint64_t last_offset_ ABSL_GUARDED_BY(mutex_) = 0;
  std::uint64_t durable_offset_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t unacked_ ABSL_GUARDED_BY(mutex_) = 0;         // items without an answer that went out
  std::size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;           // theirs
  std::size_t answered_items_ ABSL_GUARDED_BY(mutex_) = 0;  // of those, answered in out_
  std::size_t answered_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t preparing_ ABSL_GUARDED_BY(mutex_) = 0;  // chunks that workers have
  std::size_t busy_ ABSL_GUARDED_BY(mutex_) = 0;       // threads of the pool that may come back
  bool handing_over_ ABSL_GUARDED_BY(mutex_) = false;  // a thread is calling engine_.Write
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;        // a chunk failed
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;      // the notice is still to be sent
  bool lost_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
};

grpc::ServerBidiReactor<v1::StreamIndexArticlesRequest, v1::StreamIndexArticlesResponse>*
IndexStreams::Start() {
  auto* const stream = new IndexStream(*this);
  const MutexLock lock(mutex_);
  streams_.insert(stream);
  if (draining_) {
    stream->Drain();
  } else {
    stream->Begin();
  }
  return stream;
}

void IndexStreams::Drain() {
  const MutexLock lock(mutex_);
  draining_ = true;
  for (IndexStream* const stream : streams_) {
    stream->Drain();
  }
}

void IndexStreams::Remove(IndexStream* stream) {
  const MutexLock lock(mutex_);
  streams_.erase(stream);
}

}  // namespace facetwire
