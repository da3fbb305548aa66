// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_NESTED_COUNTER_H_
#define FACETWIRE_INDEX_SEARCH_NESTED_COUNTER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"

#include "index/search/checked_facets.h"
#include "index/search/doc_set.h"
#include "index/search/evaluator.h"
#include "index/search/value_counts.h"

namespace facetwire {

// A value or a period of the outer facet: an ordinal of the dictionary, or a number of its
// Calendar.
using OuterKey = std::int64_t;

// What a sub-facet counts among the articles of one outer value.
struct NestedCounts {
  absl::flat_hash_map<Ordinal, std::uint32_t> values;
  PeriodCounts periods;
  std::uint64_t present = 0;  // articles that have a value of the sub-facet
};

// Counts the sub-facets of a facet for chosen values of it. Not thread-safe.
class NestedCounter {
 public:
  // Both must outlive it. `keys`: the chosen values, each once.
  NestedCounter(const CheckedFacet& facet,
                const std::vector<OuterKey>& keys,
                const SearchView& view);

  // Errors of the caller's context.
  absl::Status Count(const std::vector<DocSet>& documents);

  // For keys[key] and facet.sub_facets[sub_facet].
  const NestedCounts& counts(std::size_t key, std::size_t sub_facet) const {
    return counts_[key * facet_.sub_facets.size() + sub_facet];
  }

 private:
  void CountDocument(Docid docid);
  void CountUnder(std::size_t place, Docid docid);
  void CountValues(const CheckedFacet& sub_facet, Docid docid, NestedCounts& counts) const;

  const CheckedFacet& facet_;
  const SearchView& view_;
  absl::flat_hash_map<OuterKey, std::size_t> places_;
  std::vector<NestedCounts> counts_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_NESTED_COUNTER_H_
