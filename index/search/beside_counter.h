// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_BESIDE_COUNTER_H_
#define FACETWIRE_INDEX_SEARCH_BESIDE_COUNTER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/status.h"

#include "index/base/helper_pool.h"
#include "index/search/budget.h"
#include "index/search/value_counts.h"
#include "index/store/snapshot.h"

namespace facetwire {

// Counts the values of documents on a helper's thread, beside the search that finds the next ones,
// where there is enough to count and a helper is free; else, and when all are found, on the
// caller's. Not thread-safe.
//
//   Add any number of times, Drain
class BesideCounter {
 public:
  // A thread is not woken for fewer documents than these.
  static constexpr std::size_t kWorthHelp = 4096;

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

 private:
  class Line;

  // What a helper counts for somebody.
  struct Share {
    ValueCounts* values = nullptr;
    std::unique_ptr<ValueCounts> helped;
  };

  ValueCounts& HelpedFor(ValueCounts& values);

  HelperPool* const helpers_;
  const Snapshot& snapshot_;
  std::vector<Share> shares_;
  std::shared_ptr<Line> line_;  // null: there was not enough to count
  std::size_t documents_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_BESIDE_COUNTER_H_
