// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/live_set.h"

namespace facetwire {

LiveSet LiveSet::Share() {
  shared_.assign(owners_.size(), true);
  LiveSet other;
  other.owners_ = owners_;
  other.words_ = words_;
  other.shared_ = shared_;
  other.count_ = count_;
  return other;
}

std::uint64_t& LiveSet::MutableWord(Docid docid) {
  const std::size_t chunk = docid >> kChunkBits;
  while (owners_.size() <= chunk) {
    owners_.push_back(std::make_shared<Chunk>());
    words_.push_back(owners_.back()->data());
    shared_.push_back(false);
  }
  if (shared_[chunk]) {
    owners_[chunk] = std::make_shared<Chunk>(*owners_[chunk]);
    words_[chunk] = owners_[chunk]->data();
    shared_[chunk] = false;
  }
  return (*owners_[chunk])[(docid >> 6U) & (kChunkWords - 1)];
}

std::uint64_t LiveSet::CountIn(Docid begin, Docid end) const {
  const auto count_below = [&](Docid bound) {
    std::uint64_t count = 0;
    for (std::size_t chunk = 0; chunk < words_.size() && chunk << kChunkBits < bound; ++chunk) {
      for (std::size_t word = 0; word < kChunkWords; ++word) {
        const std::size_t first = (chunk << kChunkBits) + word * 64;
        const std::uint64_t bits = words_[chunk][word];
        if (first + 64 <= bound) {
          count += static_cast<std::uint64_t>(std::popcount(bits));
        } else if (first < bound) {
          const std::uint64_t below = (std::uint64_t{1} << (bound - first)) - 1;
          count += static_cast<std::uint64_t>(std::popcount(bits & below));
        }
      }
    }
    return count;
  };
  return begin < end ? count_below(end) - count_below(begin) : 0;
}

bool LiveSet::Add(Docid docid) {
  if (Contains(docid)) {
    return false;
  }
  MutableWord(docid) |= std::uint64_t{1} << (docid & 63U);
  ++count_;
  return true;
}

bool LiveSet::Remove(Docid docid) {
  if (!Contains(docid)) {
    return false;
  }
  MutableWord(docid) &= ~(std::uint64_t{1} << (docid & 63U));
  --count_;
  return true;
}

}  // namespace facetwire
