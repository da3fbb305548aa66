// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_DOC_SET_H_
#define FACETWIRE_INDEX_SEARCH_DOC_SET_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "index/store/docid.h"
#include "index/store/live_set.h"

namespace facetwire {

// Documents of one chunk by ascending docid: docid - DocSet::base().
using Places = std::vector<std::uint16_t>;

// A set of documents of one chunk: docids from chunk << 16 to the next chunk. Documents of other
// chunks are never in it and must not be asked about. Sets that are combined must be of one chunk.
// A value.
class DocSet {
 public:
  static constexpr unsigned kChunkBits = LiveSet::kChunkBits;
  static constexpr std::size_t kWords = LiveSet::kChunkWords;

  explicit DocSet(std::size_t chunk)
      : base_(static_cast<Docid>(chunk << kChunkBits)), words_(kWords) {}

  // The live documents of the chunk.
  static DocSet Live(const LiveSet& live, std::size_t chunk);

  // The lowest docid that could be in the set, and one past the highest (which may not fit a
  // Docid).
  Docid base() const { return base_; }

  std::uint64_t end() const { return std::uint64_t{base_} + (std::uint64_t{1} << kChunkBits); }

  std::size_t chunk() const { return base_ >> kChunkBits; }

  bool Contains(Docid docid) const { return (words_[Word(docid)] & Bit(docid)) != 0; }

  void Add(Docid docid) { words_[Word(docid)] |= Bit(docid); }

  void Remove(Docid docid) { words_[Word(docid)] &= ~Bit(docid); }

  DocSet& operator&=(const DocSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) {
      words_[i] &= other.words_[i];
    }
    return *this;
  }

  DocSet& operator|=(const DocSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) {
      words_[i] |= other.words_[i];
    }
    return *this;
  }

  // Without the documents of `other`.
  DocSet& operator-=(const DocSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) {
      words_[i] &= ~other.words_[i];
    }
    return *this;
  }

  // Leaves those up to `last` only.
  void CutAfter(Docid last);

  // Leaves those from `first` on only.
  void CutBefore(Docid first);

  // Bit b of word w is the document base() + 64 * w + b.
  std::span<std::uint64_t, kWords> words() {
    return std::span<std::uint64_t, kWords>(words_.data(), kWords);
  }

  std::span<const std::uint64_t, kWords> words() const {
    return std::span<const std::uint64_t, kWords>(words_.data(), kWords);
  }

  // Adds the documents of `within` whose bits are set in kWords words.
  void AddAll(std::span<const std::uint64_t> bits, const DocSet& within) {
    for (std::size_t i = 0; i < kWords; ++i) {
      words_[i] |= bits[i] & within.words_[i];
    }
  }

  // Whether there are no more than so many. Quick where there are many.
  bool HasAtMost(std::size_t count) const;

  // The same documents as places.
  void Read(Places& places) const;

  bool empty() const {
    return std::all_of(words_.begin(), words_.end(), [](std::uint64_t word) { return word == 0; });
  }

  std::size_t Count() const {
    std::size_t count = 0;
    for (const std::uint64_t word : words_) {
      count += static_cast<std::size_t>(std::popcount(word));
    }
    return count;
  }

  // Calls fn(docid) for each, ascending. fn may remove that document.
  template <typename Fn>
  void ForEach(Fn&& fn) const {
    for (std::size_t i = 0; i < kWords; ++i) {
      for (std::uint64_t bits = words_[i]; bits != 0; bits &= bits - 1) {
        fn(base_ + static_cast<Docid>(i * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
      }
    }
  }

 private:
  static std::size_t Word(Docid docid) { return (docid >> 6U) & (kWords - 1); }

  static std::uint64_t Bit(Docid docid) { return std::uint64_t{1} << (docid & 63U); }

  Docid base_;
  std::vector<std::uint64_t> words_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_DOC_SET_H_
