// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_HIT_COLLECTOR_H_
#define FACETWIRE_INDEX_SEARCH_HIT_COLLECTOR_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "index/model/query.h"
#include "index/search/doc_set.h"
#include "index/search/score_board.h"
#include "index/store/columns.h"
#include "index/store/docid.h"

namespace facetwire {

// Where a hit stands in the order of a search. No two are equal: docids differ.
struct HitKey {
  double score = 0;
  std::int64_t published_micros = 0;
  Docid docid = 0;

  friend bool operator==(const HitKey&, const HitKey&) = default;
};

// Whether `a` comes before `b`. Relevance: higher score, newer, added later; newest: newer, added
// later; oldest: older, added later.
bool ComesBefore(Sort sort, const HitKey& a, const HitKey& b);

// Keeps the first `size` hits after `after`, of all that it is shown in any order. Not thread-safe.
class HitCollector {
 public:
  HitCollector(Sort sort, std::size_t size, std::optional<HitKey> after)
      : sort_(sort), size_(size), after_(after) {}

  void Add(const HitKey& key);

  // Documents of one chunk, which begins at docid `base`. `scores`: of these documents at least;
  // null: all 0.
  void AddAll(const Places& places,
              Docid base,
              const ColumnChunk& columns,
              const ScoreBoard* scores);

  // Whether documents without a score, published between these times, could be kept.
  bool Wants(std::int64_t earliest, std::int64_t latest) const;

  // In order. Leaves the collector empty.
  std::vector<HitKey> Take();

  // There were hits beyond those that are kept.
  bool more() const { return more_; }

 private:
  void AddScored(const Places& places,
                 Docid base,
                 const ColumnChunk& columns,
                 const ScoreBoard& scores);
  void AddUnscored(const Places& places, Docid base, const ColumnChunk& columns);

  bool full() const { return heap_.size() == size_; }

  // Whether documents without a score that were published then come after all that are kept, which
  // are as many as can be.
  bool IsBeyond(std::int64_t published) const;

  Sort sort_;
  std::size_t size_;
  std::optional<HitKey> after_;
  std::vector<HitKey> heap_;  // the last one in order on top
  bool more_ = false;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_HIT_COLLECTOR_H_
