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
