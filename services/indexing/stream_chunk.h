// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_INDEXING_STREAM_CHUNK_H_
#define FACETWIRE_SERVICES_INDEXING_STREAM_CHUNK_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "facetwire/v1/indexing_service.pb.h"

#include "index/engine/indexing_engine.h"

namespace facetwire {

// Some items of a stream that go through the engine together, one step after the other. Not
// thread-safe: whoever has it in hand moves it on.
//
//   Add* Prepare TakePrepared (Complete | nothing, where it failed) AppendTo
class StreamChunk {
 public:
  void Add(v1::StreamItem item);

  std::size_t items() const { return items_.size(); }

  // Of the messages as they came.
  std::size_t bytes() const { return bytes_; }

  // Reads the items and lets the engine prepare them: the work of a worker. INTERNAL where that
  // throws.
  absl::Status Prepare(IndexingEngine& engine);

  std::unique_ptr<PreparedOperations> TakePrepared() { return std::move(prepared_); }

  // Takes the engine's answer. INTERNAL where it does not fit.
  absl::Status Complete(IndexBatchResult from_engine);

  // Whether searches of this process see it; after Complete.
  bool searchable() const { return searchable_; }

  // Adds the results, and moves offset and token of `progress` on; after Complete.
  void AppendTo(v1::StreamProgress& progress) const;

 private:
  void PrepareOrThrow(IndexingEngine& engine);

  std::vector<v1::StreamItem> items_;
  std::size_t bytes_ = 0;
  std::vector<IndexResult> results_;  // OK: it is in `prepared_`
  std::unique_ptr<PreparedOperations> prepared_;
  std::string commit_token_;
  bool searchable_ = false;
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_INDEXING_STREAM_CHUNK_H_
