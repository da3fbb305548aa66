// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_APPEND_ONLY_ARRAY_H_
#define FACETWIRE_INDEX_STORE_APPEND_ONLY_ARRAY_H_

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace facetwire {

// An array that one thread extends while others read what is there; elements never move or change.
// Blocks double in size, so the directory of blocks is small and fixed.
template <typename T>
class AppendOnlyArray {
 public:
  AppendOnlyArray() = default;
  AppendOnlyArray(const AppendOnlyArray&) = delete;
  AppendOnlyArray& operator=(const AppendOnlyArray&) = delete;

  // Elements that may be read.
  std::size_t size() const { return size_.load(std::memory_order_acquire); }

  // index < size(), as this thread has seen it or was told by one that has.
  const T& operator[](std::size_t index) const {
    const auto [block, offset] = Place(index);
    return blocks_[block].load(std::memory_order_acquire)[offset];
  }

  // One thread at a time.
  void Append(T value) {
    const std::size_t index = size_.load(std::memory_order_relaxed);
    const auto [block, offset] = Place(index);
    if (offset == 0) {
      owners_.push_back(std::make_unique<T[]>(kFirstBlock << block));
      blocks_[block].store(owners_.back().get(), std::memory_order_release);
    }
    owners_[block][offset] = std::move(value);
    size_.store(index + 1, std::memory_order_release);
  }

 private:
  static constexpr std::size_t kFirstBlock = 64;

  // Block b holds kFirstBlock << b elements, from index kFirstBlock * (2^b - 1).
  static std::pair<std::size_t, std::size_t> Place(std::size_t index) {
    // | 1: for the analyser, which does not know that the sum is never 0.
    const auto block = static_cast<std::size_t>(std::bit_width((index / kFirstBlock + 1) | 1U) - 1);
    return {block, index - kFirstBlock * ((std::size_t{1} << block) - 1)};
  }

  std::array<std::atomic<T*>, 40> blocks_ = {};
  std::vector<std::unique_ptr<T[]>> owners_;
  std::atomic<std::size_t> size_{0};
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_APPEND_ONLY_ARRAY_H_
