// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_COPY_GROUPS_H_
#define FACETWIRE_INDEX_SEARCH_COPY_GROUPS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

#include "index/search/budget.h"
#include "index/search/doc_set.h"
#include "index/search/search_view.h"
#include "index/store/snapshot.h"

namespace facetwire {

// Working memory: a number for each cluster of copies, by the docid that names it; all 0 before and
// after use.
using ClusterTable = std::vector<std::uint32_t>;

// Those documents of a set that are copies of each other. What it costs depends on how many
// documents have copies. Not thread-safe.
class CopyGroups {
 public:
  // The snapshot must outlive it.
  explicit CopyGroups(const Snapshot& snapshot) : snapshot_(&snapshot) {}

  // Documents of the set, each once.
  void Add(const DocSet& documents);

  // All documents of a view. Errors of the caller's context.
  absl::Status AddVisible(const SearchView& view);

  // Calls fn(documents) for each cluster that has several documents in the set. Errors of the
  // caller's context.
  absl::Status ForEach(Budget& budget, absl::FunctionRef<void(std::span<const Docid>)> fn) const;

 private:
  const Snapshot* snapshot_;
  std::vector<Docid> documents_;  // whose cluster has others, which need not be in the set
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_COPY_GROUPS_H_
