// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_VALUE_SELECTION_H_
#define FACETWIRE_INDEX_SEARCH_VALUE_SELECTION_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "index/search/value_counts.h"
#include "index/search/value_order.h"

namespace facetwire {

// Keeps the first `limit` values, or those after another one, of all that it is shown in any order.
// Not thread-safe.
class ValueSelection {
 public:
  ValueSelection(FacetOrder order, std::size_t limit) : order_(order), limit_(limit) {}

  // To be called first, if at all.
  void BeginAfter(RankedValue after) {
    begins_after_ = true;
    after_ = std::move(after);
  }

  // Values with a lower count need not be shown: they come after all that is kept.
  std::uint32_t floor() const {
    if (limit_ == 0) {
      return ValueCounts::kEnough;
    }
    return order_ == FacetOrder::kCount && kept_.size() == limit_
               ? static_cast<std::uint32_t>(kept_.front().count)
               : 1;
  }

  void Add(RankedValue value) {
    if (begins_after_ && !RanksBefore(order_, after_, value)) {
      ++before_;
      return;
    }
    if (kept_.size() == limit_) {
      if (limit_ == 0 || !RanksBefore(order_, value, kept_.front())) {
        return;
      }
      std::pop_heap(kept_.begin(), kept_.end(), Before{order_});
      kept_.pop_back();
    }
    kept_.push_back(std::move(value));
    std::push_heap(kept_.begin(), kept_.end(), Before{order_});
  }

  // Whether there are values beyond those that are kept, of so many in all.
  bool more(std::uint64_t distinct) const { return limit_ > 0 && distinct - before_ > limit_; }

  // In order. Leaves nothing.
  std::vector<RankedValue> Take() {
    std::sort_heap(kept_.begin(), kept_.end(), Before{order_});
    return std::move(kept_);
  }

 private:
  struct Before {
    FacetOrder order;

    bool operator()(const RankedValue& a, const RankedValue& b) const {
      return RanksBefore(order, a, b);
    }
  };

  FacetOrder order_;
  std::size_t limit_;
  bool begins_after_ = false;
  RankedValue after_;
  std::vector<RankedValue> kept_;  // a heap: the last one in order on top
  std::uint64_t before_ = 0;       // values that are not after after_
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_VALUE_SELECTION_H_
