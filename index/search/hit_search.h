// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_HIT_SEARCH_H_
#define FACETWIRE_INDEX_SEARCH_HIT_SEARCH_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"

#include "index/model/query.h"
#include "index/search/evaluator.h"
#include "index/search/folded_hits.h"
#include "index/search/hit_collector.h"
#include "index/search/search_view.h"

namespace facetwire {

// The hits of one search: how many there are, and those of one page. Where copies are folded, the
// one of each cluster that comes first is a hit. Not thread-safe.
//
//   Add any number of times, or AddEverything; Finish; then read.
class HitSearch {
 public:
  struct Found {
    HitKey key;
    std::uint32_t copies = 0;  // documents that are folded into it
  };

  // `after`: the last hit of the page before. The view must outlive it.
  HitSearch(const SearchRequest& request, std::optional<HitKey> after, const SearchView& view);

  // What the query matches in one range. `scores`: null: all 0.
  void Add(const ChunkMatches& matches, const ScoreBoard* scores);

  // What a query matches that matches every document of the view, without scores. Errors of the
  // caller's context.
  absl::Status AddEverything();

  void Finish();

  std::uint64_t total() const { return total_; }

  // In order.
  const std::vector<Found>& page() const { return page_; }

  // There are hits after the page.
  bool more() const { return collector_.more(); }

 private:
  absl::Status FoldEverything();

  const SearchView& view_;
  const bool wants_hits_;
  HitCollector collector_;
  std::optional<FoldedHits> folded_;  // nothing: copies are not folded
  std::uint64_t total_ = 0;           // until Finish without what is in folded_
  std::vector<Found> page_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_HIT_SEARCH_H_
