// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_TIME_FILTER_H_
#define FACETWIRE_INDEX_SEARCH_TIME_FILTER_H_

#include <bit>
#include <cstddef>
#include <cstdint>

#include "index/search/checked_query.h"
#include "index/search/doc_set.h"
#include "index/store/columns.h"

namespace facetwire {

// Leaves those of 64 documents, which begin at `first` in their chunk, that were published within
// the query's range.
inline std::uint64_t WordInRange(const CheckedQuery& query,
                                 const ColumnChunk& columns,
                                 std::size_t first,
                                 std::uint64_t word) {
  for (std::uint64_t bits = word; bits != 0; bits &= bits - 1) {
    const std::int64_t published =
        columns.published[first + static_cast<std::size_t>(std::countr_zero(bits))];
    if (published < query.begin_micros || published >= query.end_micros) {
      word &= ~(bits & -bits);
    }
  }
  return word;
}

// Leaves the documents of one chunk that were published within the query's range.
inline void KeepInRange(const CheckedQuery& query, const ColumnChunk& columns, DocSet& documents) {
  if (query.begin_micros == kNeverMicros && query.end_micros == kForeverMicros) {
    return;
  }
  constexpr std::size_t kWordsPerStretch = (std::size_t{1} << TimeBounds::kStretchBits) / 64;
  const auto words = documents.words();
  for (std::size_t i = 0; i < DocSet::kWords; ++i) {
    const std::int64_t earliest = columns.bounds->earliest(i / kWordsPerStretch);
    const std::int64_t latest = columns.bounds->latest(i / kWordsPerStretch);
    if (latest < query.begin_micros || earliest >= query.end_micros) {
      words[i] = 0;
    } else if (earliest < query.begin_micros || latest >= query.end_micros) {
      words[i] = WordInRange(query, columns, i * 64, words[i]);
    }
  }
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_TIME_FILTER_H_
