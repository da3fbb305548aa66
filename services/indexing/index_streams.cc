// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/indexing/index_streams.h"

#include "services/indexing/index_stream.h"

namespace facetwire {

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
