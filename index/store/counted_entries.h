// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_COUNTED_ENTRIES_H_
#define FACETWIRE_INDEX_STORE_COUNTED_ENTRIES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "index/store/dictionary.h"

namespace facetwire {

// The facet values of a chunk's documents once more, laid out for counting: which facets a document
// has and the most frequent values, which are more than half of all, as a bit for each; the others
// as a list. Half the memory to read, and a third of the steps. Immutable, so thread-safe.
class CountedEntries {
 public:
  static constexpr std::size_t kMostFrequent = 64 - kAllFacets.size();
  static constexpr std::size_t kPadding = 4;

  // Small and together: reading it is what counting a document costs most.
  struct Document {
    std::uint32_t rare_begin = 0;  // its ordinals in rare() go to where those of the next begin
    std::uint32_t low_bits = 0;
    std::uint32_t high_bits = 0;

    // Bit kMostFrequent + f: it has values of kAllFacets[f]. Below: it has frequent()[bit].
    std::uint64_t bits() const { return std::uint64_t{high_bits} << 32U | low_bits; }
  };

  // Document i has the ordinals [begins[i], begins[i + 1]), and the facets facets[i], see
  // FacetEntries; begins[0] is 0.
  CountedEntries(std::span<const std::uint32_t> begins,
                 const Ordinal* ordinals,
                 const std::uint8_t* facets);

  // At most kMostFrequent.
  const std::vector<Ordinal>& frequent() const { return frequent_; }

  // By index, and one more.
  const Document* documents() const { return documents_.data(); }

  // After the last one there are kPadding more that may be read.
  const Ordinal* rare() const { return rare_.data(); }

 private:
  std::vector<Ordinal> frequent_;
  std::vector<Document> documents_;
  std::vector<Ordinal> rare_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_COUNTED_ENTRIES_H_
