// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/hit_collector.h"

#include <algorithm>
#include <limits>
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

void HitCollector::AddAll(const Places& places,
                          Docid base,
                          const ColumnChunk& columns,
                          const ScoreBoard* scores) {
  if (scores != nullptr) {
    AddScored(places, base, columns, *scores);
  } else {
    AddUnscored(places, base, columns);
  }
}

void HitCollector::AddScored(const Places& places,
                             Docid base,
                             const ColumnChunk& columns,
                             const ScoreBoard& scores) {
  // The last of those that are kept comes after `after`, and so does what has a lower score.
  const auto lowest = [this] {
    return size_ > 0 && full() ? ToScore(heap_.front().score) : std::numeric_limits<Score>::min();
  };
  Score floor = lowest();
  for (const std::uint16_t place : places) {
    if (scores[place] < floor) {
      more_ = true;
      continue;
    }
    Add({FromScore(scores[place]), columns.published[place], base + place});
    floor = lowest();
  }
}

void HitCollector::AddUnscored(const Places& places, Docid base, const ColumnChunk& columns) {
  for (auto place = places.begin(); place != places.end();) {
    const std::size_t stretch = *place >> TimeBounds::kStretchBits;
    const auto end = std::find_if(place, places.end(), [&](std::uint16_t next) {
      return next >> TimeBounds::kStretchBits != stretch;
    });
    if (size_ > 0 && full() &&
        IsBeyond(sort_ == Sort::kOldest ? columns.bounds->earliest(stretch)
                                        : columns.bounds->latest(stretch))) {
      more_ = true;
      place = end;
    }
    for (; place != end; ++place) {
      Add({0, columns.published[*place], base + *place});
    }
  }
}

bool HitCollector::IsBeyond(std::int64_t published) const {
  return sort_ == Sort::kOldest ? published > heap_.front().published_micros
                                : published < heap_.front().published_micros;
}

bool HitCollector::Wants(std::int64_t earliest, std::int64_t latest) const {
  const bool oldest_first = sort_ == Sort::kOldest;
  if (after_.has_value() &&
      (oldest_first ? latest < after_->published_micros : earliest > after_->published_micros)) {
    return false;
  }
  return size_ > 0 && (!full() || !IsBeyond(oldest_first ? earliest : latest));
}

std::vector<HitKey> HitCollector::Take() {
  std::sort(heap_.begin(), heap_.end(), [this](const HitKey& a, const HitKey& b) {
    return ComesBefore(sort_, a, b);
  });
  return std::move(heap_);
}

}  // namespace facetwire
