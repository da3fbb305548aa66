// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_FACET_COUNTER_H_
#define FACETWIRE_INDEX_SEARCH_FACET_COUNTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "index/model/query.h"
#include "index/model/results.h"
#include "index/search/checked_query.h"
#include "index/search/doc_set.h"
#include "index/search/evaluator.h"
#include "index/store/snapshot.h"

namespace facetwire {

// A value of a facet and how often it is there. The id is the dictionary's, or the request's.
struct RankedValue {
  std::string_view id;
  std::uint64_t count = 0;
};

// The order of values: most frequent first, ties by id.
inline bool RanksBefore(const RankedValue& a, const RankedValue& b) {
  return a.count != b.count ? a.count > b.count : a.id < b.id;
}

// How often each facet value is in a set of documents.
struct ValueCounts {
  std::vector<std::uint32_t> by_ordinal;                   // of the dictionary
  std::array<std::uint64_t, kAllFacets.size()> present{};  // documents with a value of the facet
  std::uint64_t articles = 0;
};

// Counts from columns. Facets that range over the same documents share one pass. Not thread-safe.
class FacetCounter {
 public:
  // All must outlive it. `requests`: include_values in canonical form.
  FacetCounter(const std::vector<FacetRequest>& requests,
               const CheckedQuery& query,
               const Snapshot& snapshot,
               const Evaluator& evaluator);

  void Add(const ChunkMatches& chunk);

  // One for each request, in their order.
  std::vector<FacetResult> Results(std::string_view label_language) const;

  // The counts behind the result of one request.
  const ValueCounts& counts(std::size_t request) const {
    return groups_[group_of_request_[request]].counts;
  }

 private:
  // Facets that range over the same documents.
  struct Group {
    std::optional<std::size_t> without_any_of;  // place in ChunkMatches; nothing: the matches
    ValueCounts counts;
  };

  std::size_t GroupFor(std::optional<std::size_t> without_any_of);
  void Count(const DocSet& documents, ValueCounts& counts) const;
  FacetResult Result(std::size_t request, std::string_view label_language) const;

  const std::vector<FacetRequest>& requests_;
  const CheckedQuery& query_;
  const Snapshot& snapshot_;
  std::vector<std::uint8_t> facet_of_ordinal_;
  std::vector<Group> groups_;
  std::vector<std::size_t> group_of_request_;
};

// The value with all that a response says of it.
FacetValue ShownValue(const CheckedQuery& query,
                      Facet facet,
                      const RankedValue& value,
                      std::string_view label_language,
                      const DictionaryView& dictionary);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_FACET_COUNTER_H_
