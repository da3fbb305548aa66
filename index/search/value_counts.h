// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_VALUE_COUNTS_H_
#define FACETWIRE_INDEX_SEARCH_VALUE_COUNTS_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "index/model/facet.h"
#include "index/search/calendar.h"
#include "index/search/doc_set.h"
#include "index/store/snapshot.h"

namespace facetwire {

// How often each facet value is in a set of documents.
struct ValueCounts {
  std::vector<std::uint32_t> by_ordinal;                   // of the dictionary
  std::array<std::uint64_t, kAllFacets.size()> present{};  // documents with a value of the facet
  std::uint64_t articles = 0;
};

// How many of a set of documents each period has.
struct PeriodCounts {
  absl::flat_hash_map<std::int32_t, std::uint32_t> by_period;  // see Calendar
  std::uint64_t articles = 0;
};

// Counts from the columns of a snapshot. Thread-safe.
class ValueCounter {
 public:
  // The snapshot must outlive it.
  explicit ValueCounter(const Snapshot& snapshot);

  ValueCounts Zero() const;

  // Values that are less salient in a document than `min_salience` do not count there.
  void Count(const DocSet& documents, std::uint8_t min_salience, ValueCounts& counts) const;

  void Count(const DocSet& documents, const Calendar& calendar, PeriodCounts& counts) const;

  Facet facet_of(Ordinal ordinal) const { return static_cast<Facet>(facet_of_ordinal_[ordinal]); }

 private:
  const Snapshot& snapshot_;
  std::vector<std::uint8_t> facet_of_ordinal_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_VALUE_COUNTS_H_
