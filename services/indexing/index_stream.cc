// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/indexing/index_stream.h"

#include <memory>
#include <utility>

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "services/common/grpc_status.h"
#include "services/indexing/stream_opening.h"

namespace facetwire {

namespace {

absl::Status ShuttingDown() {
  return WithReason(absl::UnavailableError("the server is shutting down; go on with a new stream"),
                    "SHUTTING_DOWN");
}

}  // namespace

IndexStream::IndexStream(IndexStreams& streams)
    : streams_(streams),
      engine_(streams.engine_),
      environment_(streams.environment_),
      account_(streams.bytes_) {
  environment_.calls.Begin();
}

void IndexStream::Begin() {
  const MutexLock lock(mutex_);
  Continue();
}

void IndexStream::Drain() {
  const MutexLock lock(mutex_);
  if (!end_.has_value()) {
    draining_ = true;
    End(ShuttingDown());
  }
  Continue();
}

void IndexStream::OnReadDone(bool ok) {
  std::vector<Entry*> ready;
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

void IndexStream::OnWriteDone(bool ok) {
  const MutexLock lock(mutex_);
  writing_ = false;
  if (!ok) {
    Lose();
  }
  Continue();
}

void IndexStream::OnCancel() {
  const MutexLock lock(mutex_);
  Lose();
  Continue();
}

void IndexStream::OnDone() {
  streams_.Remove(this);
  environment_.calls.End();
  {
    // Whoever called Finish lets go of the lock first.
    const MutexLock lock(mutex_);
  }
  delete this;
}

absl::Status IndexStream::Take(v1::StreamIndexArticlesRequest& request) {
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

absl::Status IndexStream::Open(const v1::StreamOpen& open) {
  if (opened_) {
    return InvalidField("open", "may be sent only once");
  }
  absl::StatusOr<v1::StreamOpened> opened = OpenStream(open, engine_);
  if (!opened.ok()) {
    return opened.status();
  }
  opened_ = true;
  must_be_searchable_ = open.ack_level() == v1::ACK_LEVEL_SEARCHABLE;
  if (open.bulk()) {
    bulk_ = engine_.BeginBulk();
    account_.AllowBulk();
  }
  *out_.emplace_back().mutable_opened() = *std::move(opened);
  return absl::OkStatus();
}

absl::Status IndexStream::Accept(v1::StreamItem& item) {
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
  if (account_.full()) {
    return InvalidField("item",
                        StrCat("is too many: ",
                               account_.max_items(),
                               " items have no answer yet, which is max_unacked"));
  }
  last_offset_ = item.offset();
  account_.Hold(item.ByteSizeLong());
  line_.Add(std::move(item));
  return absl::OkStatus();
}

std::vector<IndexStream::Entry*> IndexStream::TakeReady() {
  std::vector<Entry*> ready = line_.BeginPreparing();
  busy_ += ready.size();
  return ready;
}

void IndexStream::Submit(const std::vector<Entry*>& ready) {
  for (Entry* const entry : ready) {
    environment_.pool.Submit(
        {}, [this, entry](const absl::Status& admission) { Prepare(*entry, admission); });
  }
}

void IndexStream::Prepare(Entry& entry, absl::Status status) {
  if (status.ok()) {
    status = entry.chunk.Prepare(engine_);
  }
  std::vector<Entry*> ready;
  {
    const MutexLock lock(mutex_);
    line_.EndPreparing(entry, std::move(status));
    Settle();
    ready = TakeReady();
  }
  Submit(ready);
  WritePrepared();
  const MutexLock lock(mutex_);
  --busy_;
  Continue();
}

void IndexStream::WritePrepared() {
  while (Entry* const entry = NextToWrite()) {
    std::unique_ptr<PreparedOperations> prepared = entry->chunk.TakePrepared();
    prepared->patient = IsBulk();
    engine_.Write(std::move(prepared), [this, entry](absl::StatusOr<IndexBatchResult> result) {
      Written(*entry, std::move(result));
    });
    const MutexLock lock(mutex_);
    line_.EndHandingOver();
  }
}

bool IndexStream::IsBulk() {
  const MutexLock lock(mutex_);
  return bulk_ != nullptr;
}

IndexStream::Entry* IndexStream::NextToWrite() {
  const MutexLock lock(mutex_);
  return line_.BeginWriting();
}

void IndexStream::Written(Entry& entry, absl::StatusOr<IndexBatchResult> result) {
  absl::Status status = result.status();
  if (status.ok()) {
    status = entry.chunk.Complete(*std::move(result));
  }
  const MutexLock lock(mutex_);
  if (status.ok() && must_be_searchable_ && !entry.chunk.searchable()) {
    status = absl::UnavailableError("what was written could not be made searchable yet");
  }
  line_.EndWriting(entry, std::move(status));
  Settle();
  Continue();
}

void IndexStream::Settle() {
  while (const std::unique_ptr<Entry> entry = line_.TakeSettled()) {
    if (entry->state == StreamLine::State::kFailed && !line_.broken()) {
      Break(entry->status);
    }
    if (line_.broken()) {
      account_.Release(entry->chunk.items(), entry->chunk.bytes());
    } else {
      Answer(entry->chunk);
    }
  }
}

void IndexStream::Answer(const StreamChunk& chunk) {
  // What waits to be sent grows into one message.
  if (out_.empty() || !out_.back().has_progress()) {
    out_.emplace_back();
  }
  v1::StreamProgress& progress = *out_.back().mutable_progress();
  chunk.AppendTo(progress);
  durable_offset_ = progress.durable_offset();
  account_.Answer(chunk.items(), chunk.bytes());
}

void IndexStream::End(absl::Status status) {
  if (!end_.has_value()) {
    end_ = std::move(status);
  }
}

void IndexStream::Break(const absl::Status& status) {
  draining_ = false;
  end_ = status;
  for (const v1::StreamItem& item : line_.Break()) {
    account_.Release(1, item.ByteSizeLong());
  }
}

void IndexStream::Lose() {
  lost_ = true;
  End(absl::CancelledError("the client went away"));
}

void IndexStream::Continue() {
  if (finished_) {
    return;
  }
  const bool idle = busy_ == 0 && line_.empty();
  if (end_.has_value() && idle && draining_) {
    draining_ = false;
    if (opened_) {
      out_.emplace_back().mutable_drain()->set_durable_offset(durable_offset_);
    }
  }
  if (!writing_) {
    WriteNext();
  }
  if (!reading_ && !end_.has_value() && account_.MayRead()) {
    reading_ = true;
    StartRead(&request_);
  }
  if (end_.has_value() && idle && !writing_) {
    finished_ = true;
    bulk_ = nullptr;
    LogIfForTheLog(*end_);
    Finish(ToGrpcStatus(*end_));
  }
}

void IndexStream::WriteNext() {
  if (lost_) {
    out_.clear();
  }
  if (out_.empty()) {
    account_.ReleaseAnswered();
    return;
  }
  response_ = std::move(out_.front());
  out_.pop_front();
  if (response_.has_progress()) {
    account_.ReleaseAnswered();
  }
  writing_ = true;
  StartWrite(&response_);
}

}  // namespace facetwire
