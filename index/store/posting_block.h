// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_POSTING_BLOCK_H_
#define FACETWIRE_INDEX_STORE_POSTING_BLOCK_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "index/store/docid.h"

namespace facetwire {

// Docids are taken in chunks of this many.
inline constexpr unsigned kPostingChunkBits = 16;
inline constexpr std::uint32_t kPostingChunkSize = 1U << kPostingChunkBits;

// The documents of one term in one chunk of docids, decoded: places are docid & (chunk size - 1).
// Removed documents may be among them. Immutable once built, so thread-safe.
class PostingBlock {
 public:
  // By ascending place; none where bits() has them.
  const std::vector<std::uint16_t>& places() const { return places_; }

  // One bit for each place, in place of places(): of many documents in which nothing is counted.
  // Empty otherwise.
  const std::vector<std::uint64_t>& bits() const { return bits_; }

  // Occurrences (wdf) beside places(), kMany for more than fit: see CountOf. Empty where all are 0.
  const std::vector<std::uint8_t>& counts() const { return counts_; }

  // Of places()[index].
  std::uint32_t CountOf(std::size_t index) const {
    if (counts_.empty()) {
      return 0;
    }
    return counts_[index] < kMany ? counts_[index] : LargeCount(places_[index]);
  }

  // Memory that it takes, all told.
  std::size_t bytes() const;

 private:
  friend class PostingBlockBuilder;

  static constexpr std::uint8_t kMany = 255;

  std::uint32_t LargeCount(std::uint16_t place) const;

  std::vector<std::uint16_t> places_;
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint8_t> counts_;
  std::vector<std::pair<std::uint16_t, std::uint32_t>> large_;  // counts from kMany on
};

// Makes one block. Not thread-safe.
class PostingBlockBuilder {
 public:
  // By ascending docid, all of one chunk.
  void Add(Docid docid, std::uint32_t wdf);

  // Leaves the builder empty.
  std::shared_ptr<const PostingBlock> Finish();

 private:
  PostingBlock block_;
  bool counted_ = false;  // some wdf is not 0
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_POSTING_BLOCK_H_
