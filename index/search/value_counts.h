// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_VALUE_COUNTS_H_
#define FACETWIRE_INDEX_SEARCH_VALUE_COUNTS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "index/base/recycled.h"
#include "index/model/facet.h"
#include "index/search/calendar.h"
#include "index/search/doc_set.h"
#include "index/store/snapshot.h"

namespace facetwire {

// Working memory: a number for each ordinal, all 0 before and after use. One more than there are
// ordinals, so that `touched` has room to write to when all are.
struct CountTable {
  std::vector<std::uint32_t> counts;
  std::vector<Ordinal> touched;  // as long as counts: those that are not 0, in no order ...
  std::size_t size = 0;          // ... this many
  bool all_touched = false;      // touched is not kept: any may be other than 0
  // The same, once finished; of persons, who are most of all, only where touched is kept.
  std::array<std::vector<Ordinal>, kAllFacets.size()> by_facet;
  std::vector<std::uint32_t> seen;  // in which round each ordinal was last seen ...
  std::uint32_t round = 0;          // ... of so many, see ValueCounts::Fold

  // Makes room for `values` ordinals.
  void Reserve(std::size_t values);
  // Counts, touched or not, of another one for the same ordinals, which is empty then.
  void Take(CountTable& other);
  void Clear();
  // Begins a round in which no ordinal was seen.
  void BeginRound();
};

// How often each facet value is in a set of documents, from the columns of a snapshot. What it
// costs depends on the documents that are counted, not on how many values there are. Not
// thread-safe.
//
//   Add, or CountEverything and Subtract, any number of times; Fold likewise; Finish; then read.
class ValueCounts {
 public:
  // The snapshot must outlive it.
  explicit ValueCounts(const Snapshot& snapshot);
  ValueCounts(ValueCounts&&) noexcept = default;
  ValueCounts& operator=(ValueCounts&&) = delete;
  ~ValueCounts();

  // Documents of one chunk, see Places. Values that are less salient in one than `min_salience` do
  // not count there.
  void Add(std::size_t chunk, std::span<const std::uint16_t> places, std::uint8_t min_salience);

  // What others of the same snapshot have, which they have no more then. Neither may have counted
  // everything.
  void Take(ValueCounts& other);

  // All live documents, from the snapshot's totals. To be called first.
  void CountEverything();

  // A document that CountEverything counted.
  void Subtract(Docid docid);

  // Several documents that were counted count as one that has what any of them has. With the
  // min_salience that they were added with.
  void Fold(std::span<const Docid> documents, std::uint8_t min_salience);

  void Finish();

  std::uint32_t count(Ordinal ordinal) const {
    return totals_ == nullptr ? table_->counts[ordinal]
                              : totals_->count(ordinal) - table_->counts[ordinal];
  }

  std::uint64_t articles() const { return articles_; }

  // Of one facet: documents that have a value, values that occur, and all their counts together.
  const ValueTotals::Sums& sums(Facet facet) const {
    return sums_[static_cast<std::size_t>(facet)];
  }

  // Nothing is of interest to ForEach any more.
  static constexpr std::uint32_t kEnough = std::numeric_limits<std::uint32_t>::max();

  // Calls fn(ordinal, count) for the values of the facet that occur, in no order. fn returns how
  // high a count must be to be of interest from then on; others may be left out.
  template <typename Fn>
  void ForEach(Facet facet, Fn&& fn) const {
    std::uint32_t floor = 1;
    if (totals_ != nullptr) {
      for (std::size_t chunk = 0; chunk < totals_->chunks(); ++chunk) {
        if (totals_->most(chunk, facet) >= floor) {
          floor = ForEachInChunk(facet, chunk, floor, fn);
        }
      }
      return;
    }
    if (table_->all_touched && facet == Facet::kPerson) {
      ForEachPerson(fn);
      return;
    }
    for (const Ordinal ordinal : table_->by_facet[static_cast<std::size_t>(facet)]) {
      if (table_->counts[ordinal] >= floor) {
        floor = std::max(fn(ordinal, table_->counts[ordinal]), std::uint32_t{1});
      }
    }
  }

 private:
  template <typename Fn>
  std::uint32_t ForEachInChunk(Facet facet, std::size_t chunk, std::uint32_t floor, Fn& fn) const {
    const std::size_t begin = chunk << ValueTotals::kChunkBits;
    const std::size_t end =
        std::min(begin + ValueTotals::kChunkSize, snapshot_->dictionary().size());
    for (std::size_t i = begin; i < end; ++i) {
      const auto ordinal = static_cast<Ordinal>(i);
      if (count(ordinal) >= floor && snapshot_->dictionary().facet(ordinal) == facet) {
        floor = std::max(fn(ordinal, count(ordinal)), std::uint32_t{1});
      }
    }
    return floor;
  }

  // From all counts, most of which are below the floor soon.
  template <typename Fn>
  void ForEachPerson(Fn& fn) const {
    constexpr std::size_t kAtOnce = 64;
    const std::vector<std::uint32_t>& counts = table_->counts;
    const std::size_t size = snapshot_->dictionary().size();
    std::uint32_t floor = 1;
    for (std::size_t begin = 0; begin < size; begin += kAtOnce) {
      const std::size_t end = std::min(begin + kAtOnce, size);
      std::uint32_t most = 0;
      for (std::size_t i = begin; i < end; ++i) {
        most = std::max(most, counts[i]);
      }
      for (std::size_t i = begin; most >= floor && i < end; ++i) {
        const auto ordinal = static_cast<Ordinal>(i);
        if (counts[i] >= floor && snapshot_->dictionary().facet(ordinal) == Facet::kPerson) {
          floor = std::max(fn(ordinal, counts[i]), std::uint32_t{1});
        }
      }
    }
  }

  void FinishAllTouched();
  template <typename Fn>
  void ForEachEntry(const ColumnChunk& columns, std::span<const std::uint16_t> places, Fn&& fn);
  template <typename Fn>
  void ForEachRareEntry(const ColumnChunk& columns, std::span<const std::uint16_t> places, Fn&& fn);
  template <typename Fn>
  void ForEachCount(const ColumnChunk& columns, std::span<const std::uint16_t> places, Fn&& fn);
  void AddFrequent(Ordinal ordinal, std::uint32_t count);
  void AddSalient(const ColumnChunk& columns, std::size_t index, std::uint8_t min_salience);
  unsigned FoldOne(Docid docid, std::uint8_t min_salience);
  void FinishFacet(Ordinal ordinal, std::size_t facet);
  void Touch(Ordinal ordinal);

  const Snapshot* snapshot_;
  const ValueTotals* totals_ = nullptr;  // null: the table counts; else it says what to subtract
  Recycled<CountTable> table_;
  std::uint64_t articles_ = 0;
  // Documents by which facets they have values of, see FacetEntries::facets; beside those in
  // totals_ and, until Finish, in sums_[].present.
  std::array<std::int64_t, std::size_t{1} << kAllFacets.size()> by_facets_{};
  std::array<ValueTotals::Sums, kAllFacets.size()> sums_{};
};

// How many of a set of documents each period has.
struct PeriodCounts {
  absl::flat_hash_map<std::int32_t, std::uint32_t> by_period;  // see Calendar
  std::uint64_t articles = 0;

  // Documents of one chunk, see Places.
  void Add(const ColumnChunk& columns,
           std::span<const std::uint16_t> places,
           const Calendar& calendar);

  // See ValueCounts.
  void Fold(std::span<const Docid> documents, const ColumnsView& columns, const Calendar& calendar);

  // Of all counts. More than `articles` where folded copies are of several periods.
  std::uint64_t Sum() const;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_VALUE_COUNTS_H_
