// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_FOLDED_HITS_H_
#define FACETWIRE_INDEX_SEARCH_FOLDED_HITS_H_

#include <cstdint>
#include <vector>

#include "index/base/recycled.h"
#include "index/search/copy_groups.h"
#include "index/search/doc_set.h"
#include "index/search/hit_collector.h"
#include "index/search/score_board.h"
#include "index/store/snapshot.h"

namespace facetwire {

// Of the hits of a search that have copies, of each cluster the one that comes first in the order
// of the search. Not thread-safe.
class FoldedHits {
 public:
  // The snapshot must outlive it.
  FoldedHits(Sort sort, const Snapshot& snapshot);
  FoldedHits(const FoldedHits&) = delete;
  FoldedHits& operator=(const FoldedHits&) = delete;
  ~FoldedHits();

  // Documents of one chunk that may have copies, each once. `scores`: as for HitCollector::AddAll.
  void Add(const DocSet& documents, const ScoreBoard* scores);

  std::uint64_t clusters() const { return clusters_.size(); }

  // Shows the collector the first one of each cluster, once all are added.
  void Show(HitCollector& collector) const;

  // How many others of its cluster were added with this document. 0 for one that was not.
  std::uint32_t OthersOf(Docid docid) const;

 private:
  struct Cluster {
    HitKey first;
    std::uint32_t others = 0;
  };

  Sort sort_;
  const Snapshot& snapshot_;
  std::vector<Cluster> clusters_;
  Recycled<ClusterTable> places_;  // 1 + the place in clusters_
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_FOLDED_HITS_H_
