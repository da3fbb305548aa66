// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_ORDINAL_SET_H_
#define FACETWIRE_INDEX_SEARCH_ORDINAL_SET_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/store/docid.h"

namespace facetwire {

// A set of values of a dictionary: a bit for each. Sets that are combined must be of one size. A
// value.
class OrdinalSet {
 public:
  // Of ordinals less than `size`.
  explicit OrdinalSet(std::size_t size) : words_((size + kBits - 1) / kBits) {}

  bool Contains(Ordinal ordinal) const { return (words_[ordinal / kBits] & Bit(ordinal)) != 0; }

  void Add(Ordinal ordinal) { words_[ordinal / kBits] |= Bit(ordinal); }

  OrdinalSet& operator&=(const OrdinalSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] &= other.words_[i];
    }
    return *this;
  }

  OrdinalSet& operator|=(const OrdinalSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] |= other.words_[i];
    }
    return *this;
  }

  // Without those of `other`.
  OrdinalSet& operator-=(const OrdinalSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] &= ~other.words_[i];
    }
    return *this;
  }

  // Calls fn(ordinal) for each, ascending.
  template <typename Fn>
  void ForEach(Fn&& fn) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t bits = words_[i]; bits != 0; bits &= bits - 1) {
        fn(static_cast<Ordinal>(i * kBits + static_cast<std::size_t>(std::countr_zero(bits))));
      }
    }
  }

 private:
  static constexpr std::size_t kBits = 64;

  static std::uint64_t Bit(Ordinal ordinal) { return std::uint64_t{1} << (ordinal % kBits); }

  std::vector<std::uint64_t> words_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_ORDINAL_SET_H_
