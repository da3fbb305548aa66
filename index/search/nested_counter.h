// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_NESTED_COUNTER_H_
#define FACETWIRE_INDEX_SEARCH_NESTED_COUNTER_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"

#include "index/search/checked_facets.h"
#include "index/search/copy_groups.h"
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

  // Of the documents that were counted those that are copies of each other count as one that has
  // what any of them has; but a value under an outer one only where one of them has both. Errors of
  // the caller's context.
  absl::Status Fold(const CopyGroups& copies);

  // For keys[key] and facet.sub_facets[sub_facet].
  const NestedCounts& counts(std::size_t key, std::size_t sub_facet) const {
    return counts_[key * facet_.sub_facets.size() + sub_facet];
  }

 private:
  // Something that a document counts for: in counts_, under this number.
  struct Counted {
    enum class What : std::uint8_t { kValue, kPeriod, kPresent, kArticle };

    std::size_t counts = 0;
    What what = What::kValue;
    std::int64_t number = 0;

    friend auto operator<=>(const Counted&,
                            const Counted&) = default;  // NOLINT(modernize-use-nullptr)
  };

  absl::Status CountOne(Docid docid);
  template <typename Fn>
  void ForEachCounted(Docid docid, Fn&& fn) const;
  template <typename Fn>
  void ForEachUnder(std::size_t place, Docid docid, Fn&& fn) const;
  template <typename Fn>
  void ForEachValue(std::size_t sub_facet, std::size_t counts, Docid docid, Fn&& fn) const;
  void Change(const Counted& counted, std::int64_t by);

  const CheckedFacet& facet_;
  const SearchView& view_;
  absl::flat_hash_map<OuterKey, std::size_t> places_;
  std::vector<NestedCounts> counts_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_NESTED_COUNTER_H_
