// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/value_counts.h"

#include <array>
#include <cstddef>
#include <numeric>
#include <utility>

#include "index/search/bit_sums.h"

namespace facetwire {
namespace {

// How many documents ahead the processor is told of what comes: measured.
constexpr std::size_t kFar = 32;
constexpr std::size_t kNear = 16;

// Ordinals on their way to their counters: collected first, so that the processor can be told which
// counters come, and has not to guess where each document's list ends.
class OrdinalBuffer {
 public:
  explicit OrdinalBuffer(std::uint32_t* counts) : counts_(counts) {}

  // Up to CountedEntries::kPadding more than `size` are read.
  template <typename Fn>
  void Add(const Ordinal* ordinals, std::size_t size, Fn&& fn) {
    constexpr std::size_t kAtOnce = CountedEntries::kPadding;
    while (size > 0) {
      const std::size_t some = std::min(size, kMost);
      if (size_ + some > kMost) {
        Flush(fn);
      }
      for (std::size_t i = 0; i < some; i += kAtOnce) {
        std::copy_n(ordinals + i, kAtOnce, buffer_.begin() + size_ + i);
      }
      size_ += some;
      ordinals += some;
      size -= some;
    }
  }

  template <typename Fn>
  void Flush(Fn&& fn) {
    for (std::size_t i = 0; i < size_; ++i) {
      __builtin_prefetch(counts_ + buffer_[i + kAhead], 1);
      fn(buffer_[i], counts_[buffer_[i]]);
    }
    size_ = 0;
  }

 private:
  static constexpr std::size_t kMost = 1024;
  static constexpr std::size_t kAhead = 16;

  std::uint32_t* counts_;
  std::size_t size_ = 0;
  std::array<Ordinal, kMost + kAhead> buffer_{};
};

}  // namespace

void CountTable::Reserve(std::size_t values) {
  if (counts.size() < values) {
    const std::size_t room = values + values / 8 + 1;
    counts.resize(room);
    touched.resize(room);
  }
}

void CountTable::Take(CountTable& other) {
  if (other.all_touched && !all_touched) {
    std::swap(counts, other.counts);
    std::swap(touched, other.touched);
    std::swap(size, other.size);
    std::swap(all_touched, other.all_touched);
  }
  if (other.all_touched) {
    for (std::size_t i = 0, end = std::min(counts.size(), other.counts.size()); i < end; ++i) {
      counts[i] += other.counts[i];
    }
  }
  for (std::size_t i = 0; i < other.size && !other.all_touched; ++i) {
    const Ordinal ordinal = other.touched[i];
    touched[size] = ordinal;
    size += counts[ordinal] == 0 && !all_touched ? 1 : 0;
    counts[ordinal] += other.counts[ordinal];
  }
  other.Clear();
}

void CountTable::Clear() {
  if (all_touched) {
    std::fill(counts.begin(), counts.end(), 0);
  }
  for (std::size_t i = 0; i < size; ++i) {
    counts[touched[i]] = 0;
  }
  size = 0;
  all_touched = false;
  for (std::vector<Ordinal>& ordinals : by_facet) {
    ordinals.clear();
  }
}

void CountTable::BeginRound() {
  seen.resize(std::max(seen.size(), counts.size()));
  if (++round == 0) {
    std::fill(seen.begin(), seen.end(), 0);
    round = 1;
  }
}

ValueCounts::ValueCounts(const Snapshot& snapshot) : snapshot_(&snapshot) {
  table_->Reserve(snapshot.dictionary().size() + 1);
}

ValueCounts::~ValueCounts() {
  if (table_.held()) {
    table_->Clear();
  }
}

void ValueCounts::Touch(Ordinal ordinal) {
  table_->touched[table_->size] = ordinal;
  table_->size += table_->counts[ordinal]++ == 0 ? 1 : 0;
}

void ValueCounts::Add(std::size_t chunk,
                      std::span<const std::uint16_t> places,
                      std::uint8_t min_salience) {
  // So many documents touch so many values that looking for these afterwards costs less.
  constexpr std::size_t kMany = 2048;
  const ColumnChunk& columns =
      snapshot_->columns().Chunk(static_cast<Docid>(chunk << kColumnChunkBits));
  articles_ += places.size();
  if (min_salience > 0) {
    for (const std::uint16_t place : places) {
      AddSalient(columns, place, min_salience);
    }
  } else if (places.size() < kMany) {
    Ordinal* const touched = table_->touched.data();
    std::size_t& size = table_->size;
    ForEachCount(columns, places, [&](Ordinal ordinal, std::uint32_t& count) {
      touched[size] = ordinal;
      size += count++ == 0 ? 1 : 0;
    });
  } else {
    table_->all_touched = true;
    ForEachCount(columns, places, [](Ordinal, std::uint32_t& count) { ++count; });
  }
}

// Counts the documents: fn counts one that has a value.
template <typename Fn>
void ValueCounts::ForEachCount(const ColumnChunk& columns,
                               std::span<const std::uint16_t> places,
                               Fn&& fn) {
  if (columns.counted != nullptr) {
    ForEachRareEntry(columns, places, fn);
  } else {
    ForEachEntry(columns, places, fn);
  }
}

// Calls fn(ordinal, count) for each value of each document, and counts which facets it has.
template <typename Fn>
void ValueCounts::ForEachEntry(const ColumnChunk& columns,
                               std::span<const std::uint16_t> places,
                               Fn&& fn) {
  const std::uint32_t* const begins = columns.entry_begin;
  const Ordinal* const ordinals = columns.ordinals;
  std::uint32_t* const counts = table_->counts.data();
  const std::size_t size = places.size();
  for (std::size_t k = 0; k < size; ++k) {
    if (k + kFar < size) {
      __builtin_prefetch(begins + places[k + kFar]);
      __builtin_prefetch(ordinals + begins[places[k + kNear]]);
    }
    const std::size_t place = places[k];
    ++by_facets_[columns.facets[place]];
    const std::uint32_t end = begins[place + 1];
    for (std::uint32_t i = begins[place]; i < end; ++i) {
      fn(ordinals[i], counts[ordinals[i]]);
    }
  }
}

// The same, from the layout for counting, and without the frequent values.
template <typename Fn>
void ValueCounts::ForEachRareEntry(const ColumnChunk& columns,
                                   std::span<const std::uint16_t> places,
                                   Fn&& fn) {
  const CountedEntries& counted = *columns.counted;
  const CountedEntries::Document* const documents = counted.documents();
  const Ordinal* const ordinals = counted.rare();
  OrdinalBuffer buffer(table_->counts.data());
  BitSums sums;
  const std::size_t size = places.size();
  for (std::size_t k = 0; k < size; ++k) {
    if (k + kFar < size) {
      __builtin_prefetch(documents + places[k + kFar]);
      __builtin_prefetch(ordinals + documents[places[k + kNear]].rare_begin);
    }
    const CountedEntries::Document* const document = documents + places[k];
    const std::uint32_t begin = document->rare_begin;
    sums.Add(document->bits());
    buffer.Add(ordinals + begin, document[1].rare_begin - begin, fn);
  }
  buffer.Flush(fn);
  sums.ForEach([&](std::size_t bit, std::uint32_t count) {
    if (bit < CountedEntries::kMostFrequent) {
      AddFrequent(counted.frequent()[bit], count);
    } else {
      sums_[bit - CountedEntries::kMostFrequent].present += count;
    }
  });
}

void ValueCounts::AddFrequent(Ordinal ordinal, std::uint32_t count) {
  table_->touched[table_->size] = ordinal;
  table_->size += table_->counts[ordinal] == 0 && !table_->all_touched ? 1 : 0;
  table_->counts[ordinal] += count;
}

void ValueCounts::AddSalient(const ColumnChunk& columns,
                             std::size_t index,
                             std::uint8_t min_salience) {
  const FacetEntries entries = columns.entries(index);
  unsigned facets = 0;
  for (std::size_t i = 0; i < entries.ordinals.size(); ++i) {
    if (entries.saliences[i] >= min_salience) {
      Touch(entries.ordinals[i]);
      facets |= 1U << static_cast<unsigned>(snapshot_->dictionary().facet(entries.ordinals[i]));
    }
  }
  ++by_facets_[facets];
}

void ValueCounts::Take(ValueCounts& other) {
  table_->Take(*other.table_);
  articles_ += std::exchange(other.articles_, 0);
  for (std::size_t i = 0; i < by_facets_.size(); ++i) {
    by_facets_[i] += std::exchange(other.by_facets_[i], 0);
  }
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    sums_[i].present += std::exchange(other.sums_[i].present, 0);
  }
}

void ValueCounts::CountEverything() {
  totals_ = &snapshot_->totals();
  articles_ = snapshot_->live_count();
}

void ValueCounts::Subtract(Docid docid) {
  const FacetEntries entries = snapshot_->columns().entries(docid);
  --articles_;
  --by_facets_[entries.facets];
  for (const Ordinal ordinal : entries.ordinals) {
    Touch(ordinal);
  }
}

void ValueCounts::Fold(std::span<const Docid> documents, std::uint8_t min_salience) {
  table_->BeginRound();
  articles_ -= documents.size() - 1;
  unsigned facets = 0;
  for (const Docid docid : documents) {
    const unsigned of_one = FoldOne(docid, min_salience);
    --by_facets_[of_one];
    facets |= of_one;
  }
  ++by_facets_[facets];
}

// Takes back what others before it in the round have as well. Returns which facets it has.
unsigned ValueCounts::FoldOne(Docid docid, std::uint8_t min_salience) {
  const FacetEntries entries = snapshot_->columns().entries(docid);
  unsigned facets = 0;
  for (std::size_t i = 0; i < entries.ordinals.size(); ++i) {
    const Ordinal ordinal = entries.ordinals[i];
    if (entries.saliences[i] < min_salience) {
      continue;
    }
    if (min_salience > 0) {
      facets |= 1U << static_cast<unsigned>(snapshot_->dictionary().facet(ordinal));
    }
    if (std::exchange(table_->seen[ordinal], table_->round) != table_->round) {
      continue;
    }
    if (totals_ != nullptr) {
      Touch(ordinal);
    } else {
      --table_->counts[ordinal];
    }
  }
  return min_salience > 0 ? facets : entries.facets;
}

void ValueCounts::Finish() {
  for (std::size_t facet = 0; facet < sums_.size(); ++facet) {
    std::int64_t present = 0;
    for (std::size_t facets = 0; facets < by_facets_.size(); ++facets) {
      present += (facets >> facet & 1U) != 0 ? by_facets_[facets] : 0;
    }
    if (totals_ != nullptr) {
      sums_[facet] = totals_->sums(kAllFacets[facet]);
    }
    sums_[facet].present += static_cast<std::uint64_t>(present);
  }
  if (table_->all_touched) {
    FinishAllTouched();
    return;
  }
  for (std::size_t i = 0; i < table_->size; ++i) {
    const Ordinal ordinal = table_->touched[i];
    FinishFacet(ordinal, static_cast<std::size_t>(snapshot_->dictionary().facet(ordinal)));
  }
}

// Looks at all counts, in their order. What is not another facet's is persons'.
void ValueCounts::FinishAllTouched() {
  const DictionaryView& dictionary = snapshot_->dictionary();
  const std::vector<std::uint32_t>& counts = table_->counts;
  ValueTotals::Sums& persons = sums_[static_cast<std::size_t>(Facet::kPerson)];
  for (std::size_t i = 0; i < dictionary.size(); ++i) {
    persons.counts += counts[i];
    persons.distinct += counts[i] != 0 ? 1 : 0;
  }
  for (const Facet facet : kAllFacets) {
    if (facet == Facet::kPerson) {
      continue;
    }
    const auto index = static_cast<std::size_t>(facet);
    dictionary.ForEach(facet, [&](Ordinal ordinal) {
      if (counts[ordinal] != 0) {
        FinishFacet(ordinal, index);
      }
      return true;
    });
    persons.counts -= sums_[index].counts;
    persons.distinct -= sums_[index].distinct;
  }
}

void ValueCounts::FinishFacet(Ordinal ordinal, std::size_t facet) {
  const std::uint32_t counted = table_->counts[ordinal];
  if (totals_ != nullptr) {
    sums_[facet].counts -= counted;
    sums_[facet].distinct -= counted == totals_->count(ordinal) ? 1 : 0;
    return;
  }
  sums_[facet].counts += counted;
  ++sums_[facet].distinct;
  table_->by_facet[facet].push_back(ordinal);
}

void PeriodCounts::Add(const ColumnChunk& columns,
                       std::span<const std::uint16_t> places,
                       const Calendar& calendar) {
  articles += places.size();
  for (const std::uint16_t place : places) {
    ++by_period[calendar.PeriodOf(columns.published[place])];
  }
}

void PeriodCounts::Fold(std::span<const Docid> documents,
                        const ColumnsView& columns,
                        const Calendar& calendar) {
  articles -= documents.size() - 1;
  std::vector<std::int32_t> periods;
  for (const Docid docid : documents) {
    periods.push_back(calendar.PeriodOf(columns.published_micros(docid)));
  }
  std::sort(periods.begin(), periods.end());
  for (std::size_t i = 1; i < periods.size(); ++i) {
    if (periods[i] == periods[i - 1]) {
      --by_period[periods[i]];
    }
  }
}

std::uint64_t PeriodCounts::Sum() const {
  return std::accumulate(by_period.begin(),
                         by_period.end(),
                         std::uint64_t{0},
                         [](std::uint64_t sum, const auto& each) { return sum + each.second; });
}

}  // namespace facetwire
