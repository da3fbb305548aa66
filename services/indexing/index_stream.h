// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_INDEXING_INDEX_STREAM_H_
#define FACETWIRE_SERVICES_INDEXING_INDEX_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <grpcpp/support/server_callback.h>

#include "facetwire/v1/indexing_service.pb.h"

#include "index/base/mutex.h"
#include "index/engine/indexing_engine.h"
#include "services/common/unary_call.h"
#include "services/indexing/index_streams.h"
#include "services/indexing/stream_account.h"
#include "services/indexing/stream_line.h"

namespace facetwire {

// One stream. Every event changes the state under the lock and then calls Continue, which starts
// what can be started. The stream finishes when it reads no more, nothing is under way and all
// answers are out; gRPC then calls OnDone, the last event.
class IndexStream final : public grpc::ServerBidiReactor<v1::StreamIndexArticlesRequest,
                                                         v1::StreamIndexArticlesResponse> {
 public:
  explicit IndexStream(IndexStreams& streams);

  void Begin();

  // Takes what was sent, says where it stands, and ends.
  void Drain();

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  using Entry = StreamLine::Entry;

  // --- What the client says ---

  absl::Status Take(v1::StreamIndexArticlesRequest& request) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Open(const v1::StreamOpen& open) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Accept(v1::StreamItem& item) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // --- Preparing and writing ---

  // What can go to the workers now.
  std::vector<Entry*> TakeReady() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Submit(const std::vector<Entry*>& ready) ABSL_LOCKS_EXCLUDED(mutex_);
  void Prepare(Entry& entry, absl::Status status) ABSL_LOCKS_EXCLUDED(mutex_);
  // One thread at a time, so that chunks reach the engine in their order.
  void WritePrepared() ABSL_LOCKS_EXCLUDED(mutex_);
  Entry* NextToWrite() ABSL_LOCKS_EXCLUDED(mutex_);
  bool IsBulk() ABSL_LOCKS_EXCLUDED(mutex_);
  void Written(Entry& entry, absl::StatusOr<IndexBatchResult> result) ABSL_LOCKS_EXCLUDED(mutex_);
  // Answers what is written, in order. After the first failure nothing is answered any more: what
  // comes later is dropped, or written without an answer.
  void Settle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Answer(const StreamChunk& chunk) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // --- How it ends ---

  // No more is read; what was accepted is finished. The first end counts.
  void End(absl::Status status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Break(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The client is gone. What was accepted is written all the same: it need not come again.
  void Lose() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // --- What goes out ---

  void Continue() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

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
  std::unique_ptr<BulkLoad> bulk_ ABSL_GUARDED_BY(mutex_);  // null: none
  StreamLine line_ ABSL_GUARDED_BY(mutex_);
  StreamAccount account_ ABSL_GUARDED_BY(mutex_);
  std::deque<v1::StreamIndexArticlesResponse> out_ ABSL_GUARDED_BY(mutex_);
  std::uint64_t last_offset_ ABSL_GUARDED_BY(mutex_) = 0;
  std::uint64_t durable_offset_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t busy_ ABSL_GUARDED_BY(mutex_) = 0;   // threads of the pool that may come back
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;  // the notice is still to be sent
  bool lost_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_INDEXING_INDEX_STREAM_H_
