// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/whole_corpus.h"

#include <bit>
#include <optional>

namespace facetwire {
namespace {

constexpr Docid kStretchSize = Docid{1} << TimeBounds::kStretchBits;
constexpr std::size_t kStretchWords = kStretchSize / 64;

void AddStretch(const DocSet& visible,
                std::size_t stretch,
                const ColumnChunk& columns,
                HitCollector& collector) {
  for (std::size_t word = stretch * kStretchWords; word < (stretch + 1) * kStretchWords; ++word) {
    for (std::uint64_t bits = visible.words()[word]; bits != 0; bits &= bits - 1) {
      const std::size_t place = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      collector.Add({0, columns.published[place], visible.base() + static_cast<Docid>(place)});
    }
  }
}

// Those of one chunk that the collector wants.
void CollectChunk(const SearchView& view,
                  std::size_t chunk,
                  bool without_copies,
                  HitCollector& collector) {
  const ColumnChunk& columns =
      view.snapshot->columns().Chunk(static_cast<Docid>(chunk << kColumnChunkBits));
  std::optional<DocSet> visible;  // made when it is needed
  for (std::size_t stretch = TimeBounds::kStretches; stretch-- > 0;) {
    const bool wanted =
        collector.Wants(columns.bounds->earliest(stretch), columns.bounds->latest(stretch));
    if (!wanted && collector.more()) {
      continue;
    }
    if (!visible.has_value()) {
      visible = VisibleDocuments(view, chunk);
      if (without_copies) {
        *visible -= DocSet::Live(view.snapshot->copies(), chunk);
      }
    }
    AddStretch(*visible, stretch, columns, collector);
  }
}

}  // namespace

absl::Status CountWholeCorpus(const SearchView& view, ValueCounts& counts) {
  if (absl::Status status = view.budget->CheckCaller(); !status.ok()) {
    return status;
  }
  const Snapshot& snapshot = *view.snapshot;
  counts.CountEverything();
  for (const HiddenDocument& hidden : snapshot.hidden()) {
    if (view.now_micros < hidden.until_micros && hidden.docid <= view.bound) {
      counts.Subtract(hidden.docid);
    }
    if (absl::Status status = view.budget->StepCaller(); !status.ok()) {
      return status;
    }
  }
  for (std::uint64_t docid = std::uint64_t{view.bound} + 1; docid <= snapshot.last_docid();
       ++docid) {
    if (snapshot.IsLive(static_cast<Docid>(docid))) {
      counts.Subtract(static_cast<Docid>(docid));
    }
    if (absl::Status status = view.budget->StepCaller(); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status CollectByTime(const SearchView& view, bool without_copies, HitCollector& collector) {
  for (std::size_t chunk = view.chunks(); chunk-- > 0;) {
    if (absl::Status status = view.budget->CheckCaller(); !status.ok()) {
      return status;
    }
    CollectChunk(view, chunk, without_copies, collector);
  }
  return absl::OkStatus();
}

}  // namespace facetwire
