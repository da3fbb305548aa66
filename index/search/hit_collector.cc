// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/hit_collector.h"

#include <algorithm>
#include <utility>

namespace facetwire {

bool ComesBefore(Sort sort, const HitKey& a, const HitKey& b) {
  if (sort == Sort::kRelevance && a.score != b.score) {
    return a.score > b.score;
  }
  if (a.published_micros != b.published_micros) {
    return (sort == Sort::kOldest) == (a.published_micros < b.published_micros);
  }
  return a.docid > b.docid;
}

void HitCollector::Add(const HitKey& key) {
  if (after_.has_value() && !ComesBefore(sort_, *after_, key)) {
    return;
  }
  const auto before = [this](const HitKey& a, const HitKey& b) { return ComesBefore(sort_, a, b); };
  if (heap_.size() < size_) {
    heap_.push_back(key);
    std::push_heap(heap_.begin(), heap_.end(), before);
    return;
  }
  more_ = true;
  if (heap_.empty() || !before(key, heap_.front())) {
    return;
  }
  std::pop_heap(heap_.begin(), heap_.end(), before);
  heap_.back() = key;
  std::push_heap(heap_.begin(), heap_.end(), before);
}

std::vector<HitKey> HitCollector::Take() {
  std::sort(heap_.begin(), heap_.end(), [this](const HitKey& a, const HitKey& b) {
    return ComesBefore(sort_, a, b);
  });
  return std::move(heap_);
}

}  // namespace facetwire
