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

// Whether the query has the value in any_of or all_of.
bool IsSelected(const CheckedQuery& query, Facet facet, std::string_view id);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_FACET_COUNTER_H_
