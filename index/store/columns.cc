// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/columns.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <span>
#include <utility>

namespace facetwire {

TimeBounds::TimeBounds() {
  for (std::size_t i = 0; i < kStretches; ++i) {
    earliest_[i].store(std::numeric_limits<std::int64_t>::max(), std::memory_order_relaxed);
    latest_[i].store(std::numeric_limits<std::int64_t>::min(), std::memory_order_relaxed);
  }
}

void TimeBounds::Add(std::size_t index, std::int64_t published_micros) {
  const std::size_t stretch = index >> kStretchBits;
  earliest_[stretch].store(std::min(earliest(stretch), published_micros),
                           std::memory_order_relaxed);
  latest_[stretch].store(std::max(latest(stretch), published_micros), std::memory_order_relaxed);
}

// Arrays that do not grow.
struct ColumnsBuilder::Fixed {
  std::unique_ptr<std::int64_t[]> published =
      std::make_unique_for_overwrite<std::int64_t[]>(kColumnChunkSize);
  std::unique_ptr<std::uint32_t[]> length =
      std::make_unique_for_overwrite<std::uint32_t[]>(kColumnChunkSize);
  std::unique_ptr<Docid[]> cluster = std::make_unique_for_overwrite<Docid[]>(kColumnChunkSize);
  TimeBounds bounds;
};

// Arrays that are replaced by longer ones when they are full; views keep the old ones.
struct ColumnsBuilder::Entries {
  explicit Entries(std::size_t wanted)
      : capacity(wanted),
        ordinals(std::make_unique_for_overwrite<Ordinal[]>(wanted)),
        saliences(std::make_unique_for_overwrite<std::uint8_t[]>(wanted)) {}

  std::size_t capacity;
  std::unique_ptr<Ordinal[]> ordinals;
  std::unique_ptr<std::uint8_t[]> saliences;
};

// The facet values of the documents of a chunk. Copies share nothing that grows.
struct ColumnsBuilder::EntryLists {
  std::shared_ptr<std::uint32_t[]> begins{new std::uint32_t[kColumnChunkSize + 1]};
  std::shared_ptr<std::uint8_t[]> facets{new std::uint8_t[kColumnChunkSize]};
  std::shared_ptr<Entries> entries;
  std::size_t count = 0;

  explicit EntryLists(std::size_t capacity) : entries(std::make_shared<Entries>(capacity)) {
    begins.get()[0] = 0;
  }

  // The first `size` documents of another one.
  EntryLists(const EntryLists& other, std::size_t size) : EntryLists(other.entries->capacity) {
    count = other.begins.get()[size];
    std::copy_n(other.begins.get(), size + 1, begins.get());
    std::copy_n(other.facets.get(), size, facets.get());
    CopyEntries(*other.entries, *entries);
  }

  void Append(std::size_t index, const std::vector<RowEntry>& row, const Dictionary& dictionary) {
    Reserve(count + row.size());
    unsigned bits = 0;
    for (const RowEntry& entry : row) {
      bits |= 1U << static_cast<unsigned>(dictionary.facet(entry.ordinal));
      entries->ordinals[count] = entry.ordinal;
      entries->saliences[count] = entry.salience;
      ++count;
    }
    facets.get()[index] = static_cast<std::uint8_t>(bits);
    begins.get()[index + 1] = static_cast<std::uint32_t>(count);
  }

  void Get(std::size_t index, std::vector<RowEntry>& row) const {
    row.clear();
    for (std::size_t i = begins.get()[index]; i < begins.get()[index + 1]; ++i) {
      row.push_back({entries->ordinals[i], entries->saliences[i]});
    }
  }

  void Reserve(std::size_t wanted) {
    if (wanted <= entries->capacity) {
      return;
    }
    auto longer = std::make_shared<Entries>(std::max(wanted, 2 * entries->capacity));
    CopyEntries(*entries, *longer);
    entries = std::move(longer);
  }

  void CopyEntries(const Entries& from, Entries& to) const {
    std::copy_n(from.ordinals.get(), count, to.ordinals.get());
    std::copy_n(from.saliences.get(), count, to.saliences.get());
  }
};

struct ColumnsBuilder::GrowingChunk {
  explicit GrowingChunk(const Dictionary& of) : dictionary(&of) {}

  const Dictionary* dictionary;
  std::shared_ptr<Fixed> fixed = std::make_shared<Fixed>();
  EntryLists written{1024};             // as the rows have them
  std::optional<EntryLists> corrected;  // nothing: the same
  std::shared_ptr<const CountedEntries> counted;
  std::size_t size = 0;

  void Append(Docid docid, const DocumentRow& row, Docid cluster, RowCorrector* corrector) {
    fixed->published[size] = row.published_micros;
    fixed->length[size] = row.length;
    fixed->cluster[size] = cluster == 0 ? docid : cluster;
    fixed->bounds.Add(size, row.published_micros);
    written.Append(size, row.entries, *dictionary);
    std::vector<RowEntry> entries = row.entries;
    AddCorrected(docid, size, entries, corrector);
    ++size;
    LayOutForCounting();
  }

  // Reads what was written again.
  void Correct(Docid first, RowCorrector* corrector) {
    const bool was_corrected = corrected.has_value();
    corrected.reset();
    std::vector<RowEntry> entries;
    for (std::size_t index = 0; corrector != nullptr && index < size; ++index) {
      written.Get(index, entries);
      AddCorrected(first + static_cast<Docid>(index), index, entries, corrector);
    }
    if (was_corrected || corrected.has_value()) {
      LayOutForCounting();
    }
  }

  // Once the chunk is full.
  void LayOutForCounting() {
    if (size == kColumnChunkSize) {
      counted = std::make_shared<const CountedEntries>(std::span(lists().begins.get(), size + 1),
                                                       lists().entries->ordinals.get(),
                                                       lists().facets.get());
    }
  }

  // `index`: of the document, whose entries are the next ones of corrected.
  void AddCorrected(Docid docid,
                    std::size_t index,
                    std::vector<RowEntry>& entries,
                    RowCorrector* corrector) {
    const bool changed = corrector != nullptr && corrector->Correct(docid, entries);
    if (changed && !corrected.has_value()) {
      corrected.emplace(written, index);
    }
    if (corrected.has_value()) {
      corrected->Append(index, entries, *dictionary);
    }
  }

  ColumnChunk View() const;

  const EntryLists& lists() const { return corrected.has_value() ? *corrected : written; }
};

ColumnsBuilder::ColumnsBuilder(std::shared_ptr<const Dictionary> dictionary)
    : dictionary_(std::move(dictionary)) {
  chunks_.push_back(std::make_unique<GrowingChunk>(*dictionary_));
  chunks_[0]->Append(0, DocumentRow(), 0, nullptr);  // docid 0, which no document has
}

ColumnsBuilder::~ColumnsBuilder() = default;

void ColumnsBuilder::Append(const DocumentRow& row, Docid cluster) {
  const Docid docid = last_docid_ + 1;
  if ((docid >> kColumnChunkBits) == chunks_.size()) {
    chunks_.push_back(std::make_unique<GrowingChunk>(*dictionary_));
  }
  chunks_.back()->Append(docid, row, cluster, corrector_.get());
  last_docid_ = docid;
}

void ColumnsBuilder::Correct(std::shared_ptr<RowCorrector> corrector) {
  corrector_ = std::move(corrector);
  Docid first = 0;
  for (const auto& chunk : chunks_) {
    chunk->Correct(first, corrector_.get());
    first += kColumnChunkSize;
  }
}

std::uint32_t ColumnsBuilder::length(Docid docid) const {
  return chunks_[docid >> kColumnChunkBits]->fixed->length[docid & kColumnChunkMask];
}

ColumnChunk ColumnsBuilder::GrowingChunk::View() const {
  return {fixed->published.get(),
          fixed->length.get(),
          fixed->cluster.get(),
          lists().begins.get(),
          lists().entries->ordinals.get(),
          lists().entries->saliences.get(),
          lists().facets.get(),
          &fixed->bounds,
          counted.get()};
}

FacetEntries ColumnsBuilder::entries(Docid docid) const {
  return chunks_[docid >> kColumnChunkBits]->View().entries(docid & kColumnChunkMask);
}

ColumnsView ColumnsBuilder::View() const {
  ColumnsView view;
  for (const auto& chunk : chunks_) {
    view.chunks_.push_back(chunk->View());
    const EntryLists& lists = chunk->lists();
    view.owners_.push_back(chunk->fixed);
    view.owners_.push_back(lists.begins);
    view.owners_.push_back(lists.facets);
    view.owners_.push_back(lists.entries);
    view.owners_.push_back(chunk->counted);
  }
  return view;
}

}  // namespace facetwire
