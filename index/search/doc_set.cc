// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/doc_set.h"

namespace facetwire {

DocSet DocSet::Live(const LiveSet& live, std::size_t chunk) {
  DocSet set(chunk);
  if (chunk < live.chunks()) {
    const auto words = live.Words(chunk);
    set.words_.assign(words.begin(), words.end());
  }
  return set;
}

void DocSet::CutAfter(Docid last) {
  if (last < base_) {
    std::fill(words_.begin(), words_.end(), 0);
  } else if (last < end()) {
    const std::size_t word = Word(last);
    words_[word] &= ~std::uint64_t{0} >> (63U - (last & 63U));
    std::fill(words_.begin() + static_cast<std::ptrdiff_t>(word) + 1, words_.end(), 0);
  }
}

void DocSet::CutBefore(Docid first) {
  if (first >= end()) {
    std::fill(words_.begin(), words_.end(), 0);
  } else if (first > base_) {
    const std::size_t word = Word(first);
    words_[word] &= ~std::uint64_t{0} << (first & 63U);
    std::fill(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(word), 0);
  }
}

bool DocSet::HasAtMost(std::size_t count) const {
  std::size_t seen = 0;
  for (const std::uint64_t word : words_) {
    for (std::uint64_t bits = word; bits != 0; bits &= bits - 1) {
      if (++seen > count) {
        return false;
      }
    }
  }
  return true;
}

void DocSet::Read(Places& places) const {
  places.clear();
  for (std::size_t i = 0; i < kWords; ++i) {
    for (std::uint64_t bits = words_[i]; bits != 0; bits &= bits - 1) {
      places.push_back(
          static_cast<std::uint16_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
    }
  }
}

}  // namespace facetwire
