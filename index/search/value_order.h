// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_VALUE_ORDER_H_
#define FACETWIRE_INDEX_SEARCH_VALUE_ORDER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "index/model/query.h"

namespace facetwire {

// A value of a facet and what it is ordered by. The id is the dictionary's, or the request's.
struct RankedValue {
  std::string_view id;
  std::uint64_t count = 0;
  double significance = 0;             // kSignificance only
  std::uint64_t background_count = 0;  // likewise
  std::string label_key;               // kLabel only: compares as labels are sorted
};

// Whether `a` comes before `b`. No two values of a facet are equal: ids differ.
inline bool RanksBefore(FacetOrder order, const RankedValue& a, const RankedValue& b) {
  switch (order) {
    case FacetOrder::kCount:
      return a.count != b.count ? a.count > b.count : a.id < b.id;
    case FacetOrder::kLabel:
      return a.label_key != b.label_key ? a.label_key < b.label_key : a.id < b.id;
    case FacetOrder::kSignificance:
      return a.significance != b.significance ? a.significance > b.significance : a.id < b.id;
  }
  return false;
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_VALUE_ORDER_H_
