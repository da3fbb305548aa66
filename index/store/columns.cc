// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/columns.h"

#include <algorithm>

namespace facetwire {

// Arrays that do not grow.
struct ColumnsBuilder::Fixed {
  std::unique_ptr<std::int64_t[]> published =
      std::make_unique_for_overwrite<std::int64_t[]>(kColumnChunkSize);
  std::unique_ptr<std::uint32_t[]> length =
      std::make_unique_for_overwrite<std::uint32_t[]>(kColumnChunkSize);
  std::unique_ptr<std::uint32_t[]> entry_begin =
      std::make_unique_for_overwrite<std::uint32_t[]>(kColumnChunkSize + 1);
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

struct ColumnsBuilder::GrowingChunk {
  std::shared_ptr<Fixed> fixed = std::make_shared<Fixed>();
  std::shared_ptr<Entries> entries = std::make_shared<Entries>(1024);
  std::size_t entry_count = 0;

  GrowingChunk() { fixed->entry_begin[0] = 0; }

  void Append(std::size_t index, const DocumentRow& row) {
    fixed->published[index] = row.published_micros;
    fixed->length[index] = row.length;
    Reserve(entry_count + row.entries.size());
    for (const RowEntry& entry : row.entries) {
      entries->ordinals[entry_count] = entry.ordinal;
      entries->saliences[entry_count] = entry.salience;
      ++entry_count;
    }
    fixed->entry_begin[index + 1] = static_cast<std::uint32_t>(entry_count);
  }

  void Reserve(std::size_t wanted) {
    if (wanted <= entries->capacity) {
      return;
    }
    auto longer = std::make_shared<Entries>(std::max(wanted, 2 * entries->capacity));
    std::copy_n(entries->ordinals.get(), entry_count, longer->ordinals.get());
    std::copy_n(entries->saliences.get(), entry_count, longer->saliences.get());
    entries = std::move(longer);
  }
};

ColumnsBuilder::ColumnsBuilder() {
  chunks_.push_back(std::make_unique<GrowingChunk>());
  chunks_[0]->Append(0, DocumentRow());  // docid 0, which no document has
}

ColumnsBuilder::~ColumnsBuilder() = default;

void ColumnsBuilder::Append(const DocumentRow& row) {
  const Docid docid = last_docid_ + 1;
  if ((docid >> kColumnChunkBits) == chunks_.size()) {
    chunks_.push_back(std::make_unique<GrowingChunk>());
  }
  chunks_.back()->Append(docid & kColumnChunkMask, row);
  last_docid_ = docid;
}

std::uint32_t ColumnsBuilder::length(Docid docid) const {
  return chunks_[docid >> kColumnChunkBits]->fixed->length[docid & kColumnChunkMask];
}

ColumnsView ColumnsBuilder::View() const {
  ColumnsView view;
  for (const auto& chunk : chunks_) {
    view.chunks_.push_back({chunk->fixed->published.get(),
                            chunk->fixed->length.get(),
                            chunk->fixed->entry_begin.get(),
                            chunk->entries->ordinals.get(),
                            chunk->entries->saliences.get()});
    view.owners_.push_back(chunk->fixed);
    view.owners_.push_back(chunk->entries);
  }
  return view;
}

}  // namespace facetwire
