// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_INDEXING_STREAM_ACCOUNT_H_
#define FACETWIRE_SERVICES_INDEXING_STREAM_ACCOUNT_H_

#include <atomic>
#include <cstddef>
#include <utility>

#include "services/indexing/index_streams.h"

namespace facetwire {

// The items of one stream that have no answer yet, and the memory they stand for. See IndexStreams
// for what it is for. Not thread-safe.
class StreamAccount {
 public:
  // `bytes_of_all`: of all streams, together.
  explicit StreamAccount(std::atomic<std::size_t>& bytes_of_all) : bytes_of_all_(bytes_of_all) {}

  // From now on the limits of a bulk load hold.
  void AllowBulk() {
    max_items_ = IndexStreams::kBulkMaxUnacked;
    max_bytes_ = IndexStreams::kBulkBytesOfOne;
  }

  // An item more.
  void Hold(std::size_t bytes) {
    ++items_;
    bytes_ += bytes;
    bytes_of_all_ += bytes;
  }

  // Items that need no answer any more.
  void Release(std::size_t items, std::size_t bytes) {
    items_ -= items;
    bytes_ -= bytes;
    bytes_of_all_ -= bytes;
  }

  // Items whose answer is ready to go out.
  void Answer(std::size_t items, std::size_t bytes) {
    answered_items_ += items;
    answered_bytes_ += bytes;
  }

  // All answers that were ready went out, or are not wanted any more.
  void ReleaseAnswered() {
    Release(std::exchange(answered_items_, 0), std::exchange(answered_bytes_, 0));
  }

  std::size_t max_items() const { return max_items_; }

  bool full() const { return items_ == max_items_; }

  bool MayRead() const {
    return items_ == 0 || (bytes_ < max_bytes_ && bytes_of_all_.load() < IndexStreams::kBytesOfAll);
  }

 private:
  std::atomic<std::size_t>& bytes_of_all_;
  std::size_t max_items_ = IndexStreams::kMaxUnacked;
  std::size_t max_bytes_ = IndexStreams::kBytesOfOne;
  std::size_t items_ = 0;           // without an answer that went out
  std::size_t bytes_ = 0;           // theirs
  std::size_t answered_items_ = 0;  // of those, whose answer is ready
  std::size_t answered_bytes_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_INDEXING_STREAM_ACCOUNT_H_
