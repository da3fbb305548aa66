// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_DOC_RANGE_H_
#define FACETWIRE_INDEX_SEARCH_DOC_RANGE_H_

#include <algorithm>
#include <cstdint>
#include <optional>

#include "index/search/doc_set.h"
#include "index/store/docid.h"

namespace facetwire {

// Docids from `begin` to `last`, both included, all of one chunk (see DocSet).
struct DocRange {
  Docid begin = 1;
  Docid last = 0;

  std::size_t chunk() const { return begin >> DocSet::kChunkBits; }
};

// All docids of a view from the last to the first. Not thread-safe.
class RangeWalk {
 public:
  // `in_short_steps`: short ranges first, each twice as long as the one before, so that a walk that
  // is broken off has got somewhere: at most half of the time is lost. Else chunk by chunk.
  RangeWalk(Docid bound, bool in_short_steps)
      : last_(bound), size_(in_short_steps ? kShortest : kChunkSize) {}

  // Nothing: there is no more.
  std::optional<DocRange> Next() {
    if (last_ == 0) {
      return std::nullopt;
    }
    const Docid chunk_begin = last_ & ~(kChunkSize - 1);
    const Docid begin = last_ - chunk_begin < size_ ? chunk_begin : last_ - size_ + 1;
    const DocRange range{std::max<Docid>(begin, 1), last_};
    last_ = range.begin - 1;
    size_ = std::min(2 * size_, kChunkSize);
    return range;
  }

 private:
  static constexpr Docid kShortest = 2048;
  static constexpr Docid kChunkSize = Docid{1} << DocSet::kChunkBits;

  Docid last_;
  Docid size_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_DOC_RANGE_H_
