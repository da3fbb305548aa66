// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/value_counts.h"

#include <bit>

namespace facetwire {

ValueCounter::ValueCounter(const Snapshot& snapshot)
    : snapshot_(snapshot), facet_of_ordinal_(snapshot.dictionary().size()) {
  for (std::size_t i = 0; i < facet_of_ordinal_.size(); ++i) {
    const DictionaryEntry& entry = snapshot.dictionary().entry(static_cast<Ordinal>(i));
    facet_of_ordinal_[i] = static_cast<std::uint8_t>(entry.facet);
  }
}

ValueCounts ValueCounter::Zero() const {
  ValueCounts counts;
  counts.by_ordinal.resize(facet_of_ordinal_.size());
  return counts;
}

void ValueCounter::Count(const DocSet& documents,
                         std::uint8_t min_salience,
                         ValueCounts& counts) const {
  const ColumnsView& columns = snapshot_.columns();
  documents.ForEach([&](Docid docid) {
    ++counts.articles;
    std::uint32_t facets = 0;  // one bit each
    const FacetEntries entries = columns.entries(docid);
    for (std::size_t i = 0; i < entries.ordinals.size(); ++i) {
      if (entries.saliences[i] >= min_salience) {
        ++counts.by_ordinal[entries.ordinals[i]];
        facets |= 1U << facet_of_ordinal_[entries.ordinals[i]];
      }
    }
    for (; facets != 0; facets &= facets - 1) {
      ++counts.present[static_cast<std::size_t>(std::countr_zero(facets))];
    }
  });
}

void ValueCounter::Count(const DocSet& documents,
                         const Calendar& calendar,
                         PeriodCounts& counts) const {
  const ColumnsView& columns = snapshot_.columns();
  documents.ForEach([&](Docid docid) {
    ++counts.articles;
    ++counts.by_period[calendar.PeriodOf(columns.published_micros(docid))];
  });
}

}  // namespace facetwire
