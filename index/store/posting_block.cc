// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/posting_block.h"

#include <algorithm>

namespace facetwire {
namespace {

// From here on a bit for each place takes less than two bytes for each document.
constexpr std::size_t kDense = kPostingChunkSize / 16;

template <typename T>
std::size_t BytesOf(const std::vector<T>& vector) {
  return vector.capacity() * sizeof(T);
}

}  // namespace

std::size_t PostingBlock::bytes() const {
  return sizeof(PostingBlock) + BytesOf(places_) + BytesOf(bits_) + BytesOf(counts_) +
         BytesOf(large_);
}

std::uint32_t PostingBlock::LargeCount(std::uint16_t place) const {
  const auto before = [](const auto& entry, std::uint16_t wanted) { return entry.first < wanted; };
  return std::lower_bound(large_.begin(), large_.end(), place, before)->second;
}

void PostingBlockBuilder::Add(Docid docid, std::uint32_t wdf) {
  const auto place = static_cast<std::uint16_t>(docid & (kPostingChunkSize - 1));
  block_.places_.push_back(place);
  if (wdf >= PostingBlock::kMany) {
    block_.large_.emplace_back(place, wdf);
    wdf = PostingBlock::kMany;
  }
  block_.counts_.push_back(static_cast<std::uint8_t>(wdf));
  counted_ = counted_ || wdf != 0;
}

std::shared_ptr<const PostingBlock> PostingBlockBuilder::Finish() {
  if (!counted_) {
    block_.counts_.clear();
    if (block_.places_.size() > kDense) {
      block_.bits_.resize(kPostingChunkSize / 64);
      for (const std::uint16_t place : block_.places_) {
        block_.bits_[place / 64U] |= std::uint64_t{1} << (place % 64U);
      }
      block_.places_.clear();
    }
  }
  block_.places_.shrink_to_fit();
  block_.counts_.shrink_to_fit();
  block_.large_.shrink_to_fit();
  counted_ = false;
  return std::make_shared<const PostingBlock>(std::exchange(block_, PostingBlock()));
}

}  // namespace facetwire
