// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_BESIDE_COUNTER_H_
#define FACETWIRE_INDEX_SEARCH_BESIDE_COUNTER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "absl/status/status.h"

#include "index/base/helper_pool.h"
#include "index/search/budget.h"
#include "index/search/value_counts.h"
#include "index/store/snapshot.h"

namespace facetwire {

// Counts the values of documents on a helper's thread, beside the search that finds the next ones,
// where there is enough to count and a helper is free; else, and when all are found, on the
// caller's. A helper counts for one ValueCounts, the first for which it is worth it: others keep
// the caller busy meanwhile. Not thread-safe.
//
//   Add any number of times, Drain once
class BesideCounter {
 public:
  // A helper is not called for fewer documents than these, and gets no fewer of them at a time.
  static constexpr std::size_t kWorthHelp = 4096;
  static constexpr std::size_t kWorthHanding = 512;

  // Documents that may wait for the helper: beyond these the search counts itself.
  static constexpr std::size_t kMostWaiting = 131'072;

  // `helpers`: null: nobody helps. All must outlive it.
  BesideCounter(HelperPool* helpers, const Snapshot& snapshot);

  // What is not counted yet never will be.
  ~BesideCounter();

  BesideCounter(const BesideCounter&) = delete;
  BesideCounter& operator=(const BesideCounter&) = delete;

  // As values.Add, now or in Drain. `values` stays where it is until then, and is of the snapshot.
  // Errors of the caller's context, after which counts mean nothing.
  absl::Status Add(const Budget& budget,
                   std::size_t chunk,
                   std::span<const std::uint16_t> places,
                   std::uint8_t min_salience,
                   ValueCounts& values);

  // Counts what is not counted yet. Errors of the caller's context, or RESOURCE_EXHAUSTED where a
  // helper ran out of memory; then counts mean nothing.
  absl::Status Drain(const Budget& budget);

  // Documents that were handed over and that nobody has begun to count.
  std::size_t waiting() const;

 private:
  class Line;

  // Whether a helper is there for such documents, or could be called.
  bool HasHelp(std::size_t documents, const ValueCounts& values);

  HelperPool* const helpers_;
  const Snapshot& snapshot_;
  ValueCounts* values_ = nullptr;        // that a helper counts for; null: nobody has helped yet
  std::unique_ptr<ValueCounts> helped_;  // what it has counted
  std::shared_ptr<Line> line_;           // null as values_
  std::size_t documents_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_BESIDE_COUNTER_H_
