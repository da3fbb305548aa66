// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/time_filter.h"

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace facetwire {
namespace {

// Stretches of documents whose times hardly overlap, and ranges that end where stretches do.
TEST(TimeFilterTest, LeavesWhatWasPublishedWithinTheRange) {
  std::mt19937_64 random(3);
  constexpr std::int64_t kStretches = 6;
  constexpr std::size_t kDocuments = kStretches << TimeBounds::kStretchBits;
  std::vector<std::int64_t> published(kColumnChunkSize);
  const auto bounds = std::make_unique<TimeBounds>();
  for (std::size_t i = 0; i < kDocuments; ++i) {
    const auto stretch = static_cast<std::int64_t>(i >> TimeBounds::kStretchBits);
    published[i] = 10 * stretch + static_cast<std::int64_t>(random() % 11);
    bounds->Add(i, published[i]);
  }
  const ColumnChunk columns{.published = published.data(), .bounds = bounds.get()};
  for (std::int64_t begin = -2; begin < 10 * kStretches + 3; ++begin) {
    for (std::int64_t end = begin; end < 10 * kStretches + 3; ++end) {
      CheckedQuery query;
      query.begin_micros = begin == -2 ? kNeverMicros : begin;
      query.end_micros = end == 10 * kStretches + 2 ? kForeverMicros : end;
      DocSet documents(0);
      DocSet expected(0);
      for (std::size_t i = 0; i < kDocuments; ++i) {
        if (i % 3 == 0) {
          continue;
        }
        documents.Add(static_cast<Docid>(i));
        if (published[i] >= query.begin_micros && published[i] < query.end_micros) {
          expected.Add(static_cast<Docid>(i));
        }
      }
      KeepInRange(query, columns, documents);
      ASSERT_TRUE(std::ranges::equal(documents.words(), expected.words()))
          << begin << " to " << end;
    }
  }
}

}  // namespace
}  // namespace facetwire
