// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/value_totals.h"

#include <algorithm>

namespace facetwire {

ValueTotals ValueTotals::Share() {
  shared_.assign(chunks_.size(), true);
  ValueTotals other;
  other.chunks_ = chunks_;
  other.shared_ = shared_;
  other.sums_ = sums_;
  return other;
}

ValueTotals::Chunk& ValueTotals::Mutable(Ordinal ordinal) {
  const std::size_t chunk = ordinal >> kChunkBits;
  while (chunks_.size() <= chunk) {
    chunks_.push_back(std::make_shared<Chunk>());
    shared_.push_back(false);
  }
  if (shared_[chunk]) {
    chunks_[chunk] = std::make_shared<Chunk>(*chunks_[chunk]);
    shared_[chunk] = false;
  }
  return *chunks_[chunk];
}

void ValueTotals::Add(const FacetEntries& entries, const Dictionary& dictionary) {
  for (const Ordinal ordinal : entries.ordinals) {
    Chunk& chunk = Mutable(ordinal);
    const auto facet = static_cast<std::size_t>(dictionary.facet(ordinal));
    const std::uint32_t count = ++chunk.counts[ordinal & (kChunkSize - 1)];
    chunk.most[facet] = std::max(chunk.most[facet], count);
    sums_[facet].distinct += count == 1 ? 1 : 0;
    ++sums_[facet].counts;
  }
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    sums_[i].present += entries.facets >> i & 1U;
  }
}

void ValueTotals::Remove(const FacetEntries& entries, const Dictionary& dictionary) {
  for (const Ordinal ordinal : entries.ordinals) {
    const auto facet = static_cast<std::size_t>(dictionary.facet(ordinal));
    const std::uint32_t count = --Mutable(ordinal).counts[ordinal & (kChunkSize - 1)];
    sums_[facet].distinct -= count == 0 ? 1 : 0;
    --sums_[facet].counts;
  }
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    sums_[i].present -= entries.facets >> i & 1U;
  }
}

}  // namespace facetwire
