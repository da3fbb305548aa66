// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_INDEXING_STREAM_LINE_H_
#define FACETWIRE_SERVICES_INDEXING_STREAM_LINE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "facetwire/v1/indexing_service.pb.h"

#include "services/indexing/stream_chunk.h"

namespace facetwire {

// What one stream has on its way. Items go, in their order, through
//   waiting -> chunks: preparing (several at once) -> prepared -> writing (in order) -> written or
//   failed -> taken, in order.
// It only says whose turn it is; the work is the caller's. Not thread-safe.
class StreamLine {
 public:
  enum class State : std::uint8_t { kPreparing, kPrepared, kWriting, kWritten, kFailed };

  // Stays in place until it is taken.
  struct Entry {
    StreamChunk chunk;
    State state = State::kPreparing;
    absl::Status status;  // why it failed
  };

  void Add(v1::StreamItem item) { waiting_.push_back(std::move(item)); }

  // Nothing waits, nothing is on its way.
  bool empty() const { return waiting_.empty() && entries_.empty(); }

  // What is to be prepared now. Each ends in EndPreparing.
  std::vector<Entry*> BeginPreparing();
  void EndPreparing(Entry& entry, absl::Status status);

  // What is to be handed over for writing now; null where there is nothing, or where the one before
  // is not handed over yet: whoever does that asks again. Each ends in EndWriting as well, before
  // EndHandingOver or after it.
  Entry* BeginWriting();

  void EndHandingOver() { handing_over_ = false; }

  void EndWriting(Entry& entry, absl::Status status);

  // The oldest, once it is written or has failed; or is prepared, after Break. Null: not yet.
  std::unique_ptr<Entry> TakeSettled();

  // Nothing is prepared any more. Returns what waited.
  std::deque<v1::StreamItem> Break();

  bool broken() const { return broken_; }

 private:
  std::deque<v1::StreamItem> waiting_;
  std::deque<std::unique_ptr<Entry>> entries_;
  std::size_t preparing_ = 0;
  bool handing_over_ = false;
  bool broken_ = false;
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_INDEXING_STREAM_LINE_H_
