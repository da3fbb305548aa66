// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_VALUE_TOTALS_H_
#define FACETWIRE_INDEX_STORE_VALUE_TOTALS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "index/model/facet.h"
#include "index/store/columns.h"
#include "index/store/dictionary.h"
#include "index/store/docid.h"

namespace facetwire {

// In how many documents each value is, and what that makes for each facet. Share() makes one
// with the same chunks; a chunk is copied before it changes after that, so that a copy costs what
// changes. Not thread-safe while it changes; those that share chunks may be used by different
// threads.
class ValueTotals {
 public:
  ValueTotals() = default;
  ValueTotals(ValueTotals&&) noexcept = default;
  ValueTotals& operator=(ValueTotals&&) noexcept = default;

  // One with these numbers, which later changes of either do not touch.
  ValueTotals Share();

  // One document more, or less, with these values, which the dictionary has.
  void Add(const FacetEntries& entries, const Dictionary& dictionary);
  void Remove(const FacetEntries& entries, const Dictionary& dictionary);

  // 0 for an ordinal that no document has.
  std::uint32_t count(Ordinal ordinal) const {
    const std::size_t chunk = ordinal >> kChunkBits;
    return chunk < chunks_.size() ? chunks_[chunk]->counts[ordinal & (kChunkSize - 1)] : 0;
  }

  // Of all values of a facet.
  struct Sums {
    std::uint64_t present = 0;   // documents that have one
    std::uint64_t distinct = 0;  // values that a document has
    std::uint64_t counts = 0;    // all counts together
  };

  const Sums& sums(Facet facet) const { return sums_[static_cast<std::size_t>(facet)]; }

  // Ordinals from chunk << kChunkBits on, kChunkSize of them.
  std::size_t chunks() const { return chunks_.size(); }

  // No value of the facet in the chunk has a higher count.
  std::uint32_t most(std::size_t chunk, Facet facet) const {
    return chunks_[chunk]->most[static_cast<std::size_t>(facet)];
  }

  static constexpr unsigned kChunkBits = 12;
  static constexpr std::size_t kChunkSize = std::size_t{1} << kChunkBits;

 private:
  struct Chunk {
    std::array<std::uint32_t, kChunkSize> counts{};
    std::array<std::uint32_t, kAllFacets.size()> most{};
  };

  Chunk& Mutable(Ordinal ordinal);

  std::vector<std::shared_ptr<Chunk>> chunks_;
  std::vector<bool> shared_;  // another one has the chunk, or had it
  std::array<Sums, kAllFacets.size()> sums_{};
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_VALUE_TOTALS_H_
