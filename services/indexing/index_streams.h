// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_INDEXING_INDEX_STREAMS_H_
#define FACETWIRE_SERVICES_INDEXING_INDEX_STREAMS_H_

#include <atomic>
#include <cstddef>
#include <unordered_set>

#include "absl/base/thread_annotations.h"
#include <grpcpp/support/server_callback.h>

#include "facetwire/v1/indexing_service.pb.h"

#include "index/base/mutex.h"
#include "index/engine/indexing_engine.h"
#include "services/common/unary_call.h"

namespace facetwire {

class IndexStream;

// The streams of StreamIndexArticles. Thread-safe; outlives its streams.
//
// How memory is bounded: a stream reads on only while its unanswered items have less than
// kBytesOfOne (kBulkBytesOfOne); and, where those of all streams have more than kBytesOfAll, only
// while it has none. An answer counts as given when it goes to gRPC, which takes the next one only
// after the client took this one: so a client that does not read is not read from.
class IndexStreams {
 public:
  static constexpr std::size_t kMaxUnacked = 1000;  // items, of one stream
  static constexpr std::size_t kBytesOfOne = std::size_t{8} << 20U;
  // With `bulk`: enough for large commits, while others are prepared and on their way.
  static constexpr std::size_t kBulkMaxUnacked = 10'000;
  static constexpr std::size_t kBulkBytesOfOne = std::size_t{32} << 20U;
  static constexpr std::size_t kBytesOfAll = std::size_t{128} << 20U;

  // `environment.pool` prepares items; it must not refuse because much waits.
  IndexStreams(IndexingEngine& engine, CallEnvironment environment)
      : engine_(engine), environment_(environment) {}

  // What the method of a callback service returns.
  grpc::ServerBidiReactor<v1::StreamIndexArticlesRequest, v1::StreamIndexArticlesResponse>* Start();

  // See IndexingService::Drain.
  void Drain();

 private:
  friend class IndexStream;

  void Remove(IndexStream* stream);

  IndexingEngine& engine_;
  const CallEnvironment environment_;
  std::atomic<std::size_t> bytes_{0};  // of unanswered items of all streams
  Mutex mutex_;                        // before that of a stream
  std::unordered_set<IndexStream*> streams_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_INDEXING_INDEX_STREAMS_H_
