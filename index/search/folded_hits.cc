// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/folded_hits.h"

#include <algorithm>
#include <cstddef>

namespace facetwire {

FoldedHits::FoldedHits(Sort sort, const Snapshot& snapshot) : sort_(sort), snapshot_(snapshot) {
  places_->resize(std::max<std::size_t>(places_->size(), std::size_t{snapshot.last_docid()} + 1));
}

FoldedHits::~FoldedHits() {
  for (const Cluster& cluster : clusters_) {
    (*places_)[snapshot_.columns().cluster(cluster.first.docid)] = 0;
  }
}

void FoldedHits::Add(const DocSet& documents, const ScoreBoard* scores) {
  const ColumnChunk& columns = snapshot_.columns().Chunk(documents.base());
  documents.ForEach([&](Docid docid) {
    const std::size_t place = docid & kColumnChunkMask;
    const HitKey key{
        scores == nullptr ? 0 : FromScore((*scores)[place]), columns.published[place], docid};
    std::uint32_t& at = (*places_)[columns.cluster[place]];
    if (at == 0) {
      clusters_.push_back({.first = key});
      at = static_cast<std::uint32_t>(clusters_.size());
      return;
    }
    Cluster& cluster = clusters_[at - 1];
    ++cluster.others;
    if (ComesBefore(sort_, key, cluster.first)) {
      cluster.first = key;
    }
  });
}

void FoldedHits::Show(HitCollector& collector) const {
  for (const Cluster& cluster : clusters_) {
    collector.Add(cluster.first);
  }
}

std::uint32_t FoldedHits::OthersOf(Docid docid) const {
  const std::uint32_t at = (*places_)[snapshot_.columns().cluster(docid)];
  return at == 0 ? 0 : clusters_[at - 1].others;
}

}  // namespace facetwire
