// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_COLUMNS_H_
#define FACETWIRE_INDEX_STORE_COLUMNS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "index/store/counted_entries.h"
#include "index/store/dictionary.h"
#include "index/store/docid.h"
#include "index/store/document_row.h"
#include "index/store/row_corrector.h"

namespace facetwire {

// The facet values of one document, each once, by ascending ordinal.
struct FacetEntries {
  std::span<const Ordinal> ordinals;
  std::span<const std::uint8_t> saliences;  // 0..kMaxSalience, beside the ordinals
  std::uint8_t facets = 0;                  // those of the ordinals: bit 0 is kAllFacets[0] ...
};

// Documents with the same docid >> kColumnChunkBits, at index docid & kColumnChunkMask.
inline constexpr unsigned kColumnChunkBits = 16;
inline constexpr Docid kColumnChunkSize = 1U << kColumnChunkBits;
inline constexpr Docid kColumnChunkMask = kColumnChunkSize - 1;

// Between which times the documents of a stretch of docids were published; at least: a view may see
// them wider than its documents are.
class TimeBounds {
 public:
  static constexpr unsigned kStretchBits = 8;
  static constexpr std::size_t kStretches = std::size_t{1} << (kColumnChunkBits - kStretchBits);

  TimeBounds();

  // Of the documents at index stretch << kStretchBits and those after it in their chunk.
  std::int64_t earliest(std::size_t stretch) const {
    return earliest_[stretch].load(std::memory_order_relaxed);
  }

  std::int64_t latest(std::size_t stretch) const {
    return latest_[stretch].load(std::memory_order_relaxed);
  }

  // The document at `index` was published then. One thread at a time.
  void Add(std::size_t index, std::int64_t published_micros);

 private:
  std::array<std::atomic<std::int64_t>, kStretches> earliest_;
  std::array<std::atomic<std::int64_t>, kStretches> latest_;
};

// The arrays of one chunk, for tight loops. Entries of index i: [entry_begin[i], entry_begin[i+1]).
struct ColumnChunk {
  const std::int64_t* published = nullptr;  // microseconds since 1970
  const std::uint32_t* length = nullptr;    // words in title, summary and body
  const Docid* cluster = nullptr;           // of copies: its first document
  const std::uint32_t* entry_begin = nullptr;
  const Ordinal* ordinals = nullptr;
  const std::uint8_t* saliences = nullptr;
  const std::uint8_t* facets = nullptr;  // see FacetEntries
  const TimeBounds* bounds = nullptr;
  const CountedEntries* counted = nullptr;  // the entries once more; null while the chunk grows

  FacetEntries entries(std::size_t index) const {
    const std::size_t begin = entry_begin[index];
    const std::size_t count = entry_begin[index + 1] - begin;
    return {{ordinals + begin, count}, {saliences + begin, count}, facets[index]};
  }
};

// What every document is counted, filtered and sorted by. Thread-safe, immutable. Docids from 1 to
// the snapshot's last_docid(); documents that were removed have their rows still. Facet values are
// what those of the document mean, see corrections.h.
class ColumnsView {
 public:
  ColumnsView() = default;

  std::int64_t published_micros(Docid docid) const {
    return Chunk(docid).published[docid & kColumnChunkMask];
  }

  std::uint32_t length(Docid docid) const { return Chunk(docid).length[docid & kColumnChunkMask]; }

  // Copies of each other have the same: the first of them.
  Docid cluster(Docid docid) const { return Chunk(docid).cluster[docid & kColumnChunkMask]; }

  FacetEntries entries(Docid docid) const { return Chunk(docid).entries(docid & kColumnChunkMask); }

  // The chunk that holds `docid`.
  const ColumnChunk& Chunk(Docid docid) const { return chunks_[docid >> kColumnChunkBits]; }

 private:
  friend class ColumnsBuilder;
  std::vector<ColumnChunk> chunks_;
  std::vector<std::shared_ptr<const void>> owners_;
};

// Grows the columns; views that were taken stay as they are and share the memory.
// Not thread-safe; views may be read meanwhile.
class ColumnsBuilder {
 public:
  // The dictionary must have the values of each row before it is appended.
  explicit ColumnsBuilder(std::shared_ptr<const Dictionary> dictionary);
  ~ColumnsBuilder();
  ColumnsBuilder(const ColumnsBuilder&) = delete;
  ColumnsBuilder& operator=(const ColumnsBuilder&) = delete;

  // From now on facet values are as `corrector` has them; null: as the rows have them. Those that
  // are there are read once more, and copied where something is corrected.
  void Correct(std::shared_ptr<RowCorrector> corrector);

  // The same, but for rows that are yet to come.
  void CorrectNext(std::shared_ptr<RowCorrector> corrector) { corrector_ = std::move(corrector); }

  // Adds the row of document last_docid() + 1. `cluster`: 0 for its own.
  void Append(const DocumentRow& row, Docid cluster = 0);

  Docid last_docid() const { return last_docid_; }

  // Of a document up to last_docid(): words, and facet values. Until the next change.
  std::uint32_t length(Docid docid) const;
  FacetEntries entries(Docid docid) const;

  ColumnsView View() const;

 private:
  struct Fixed;
  struct Entries;
  struct EntryLists;
  struct GrowingChunk;

  std::shared_ptr<const Dictionary> dictionary_;
  std::vector<std::unique_ptr<GrowingChunk>> chunks_;
  std::shared_ptr<RowCorrector> corrector_;
  Docid last_docid_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_COLUMNS_H_
