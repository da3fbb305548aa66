// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_LIVE_SET_H_
#define FACETWIRE_INDEX_STORE_LIVE_SET_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "index/store/docid.h"

namespace facetwire {

// Which documents were neither removed nor replaced: one bit for each docid, in chunks of 2^16.
// Share() makes a set with the same chunks; a chunk is copied before it changes after that.
// Not thread-safe while it changes; sets that share chunks may be used by different threads.
class LiveSet {
 public:
  LiveSet() = default;
  LiveSet(LiveSet&&) noexcept = default;
  LiveSet& operator=(LiveSet&&) noexcept = default;

  // A set with these documents, which later changes of either do not touch.
  LiveSet Share();

  static constexpr unsigned kChunkBits = 16;
  static constexpr std::size_t kChunkWords = (std::size_t{1} << kChunkBits) / 64;

  bool Contains(Docid docid) const {
    const std::size_t chunk = docid >> kChunkBits;
    if (chunk >= words_.size())
      return false;
    return (words_[chunk][(docid >> 6U) & (kChunkWords - 1)] >> (docid & 63U) & 1U) != 0;
  }

  // Bit b of word w of chunk c is docid (c << 16) + 64 * w + b. Bits past the last document are 0.
  std::span<const std::uint64_t, kChunkWords> Words(std::size_t chunk) const {
    return std::span<const std::uint64_t, kChunkWords>(words_[chunk], kChunkWords);
  }

  std::size_t chunks() const { return words_.size(); }

  std::uint64_t count() const { return count_; }

  // Documents in [begin, end).
  std::uint64_t CountIn(Docid begin, Docid end) const;

  // Calls fn(docid) for each, ascending.
  template <typename Fn>
  void ForEach(Fn&& fn) const {
    for (std::size_t chunk = 0; chunk < words_.size(); ++chunk) {
      for (std::size_t word = 0; word < kChunkWords; ++word) {
        for (std::uint64_t bits = words_[chunk][word]; bits != 0; bits &= bits - 1) {
          fn(static_cast<Docid>((chunk << kChunkBits) + word * 64 +
                                static_cast<std::size_t>(std::countr_zero(bits))));
        }
      }
    }
  }

  // Returns false where nothing changed.
  bool Add(Docid docid);
  bool Remove(Docid docid);

 private:
  using Chunk = std::array<std::uint64_t, kChunkWords>;

  std::uint64_t& MutableWord(Docid docid);

  std::vector<std::shared_ptr<Chunk>> owners_;
  std::vector<const std::uint64_t*> words_;  // of owners_, without a step
  std::vector<bool> shared_;                 // another set has the chunk, or had it
  std::uint64_t count_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_LIVE_SET_H_
