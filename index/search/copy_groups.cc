// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/copy_groups.h"

#include <algorithm>
#include <cstddef>

#include "index/base/recycled.h"

namespace facetwire {

void CopyGroups::Add(const DocSet& documents) {
  DocSet copies = DocSet::Live(snapshot_->copies(), documents.chunk());
  copies &= documents;
  copies.ForEach([&](Docid docid) { documents_.push_back(docid); });
}

absl::Status CopyGroups::AddVisible(const SearchView& view) {
  for (std::size_t chunk = 0; chunk < view.chunks(); ++chunk) {
    if (absl::Status status = view.budget->CheckCaller(); !status.ok()) {
      return status;
    }
    Add(VisibleDocuments(view, chunk));
  }
  return absl::OkStatus();
}

absl::Status CopyGroups::ForEach(Budget& budget,
                                 absl::FunctionRef<void(std::span<const Docid>)> fn) const {
  const ColumnsView& columns = snapshot_->columns();
  Recycled<ClusterTable> last;  // 1 + the place of the last document of each cluster
  last->resize(std::max<std::size_t>(last->size(), std::size_t{snapshot_->last_docid()} + 1));
  std::vector<std::uint32_t> before(documents_.size());  // likewise, of the one before each
  for (std::size_t i = 0; i < documents_.size(); ++i) {
    std::uint32_t& place = (*last)[columns.cluster(documents_[i])];
    before[i] = place;
    place = static_cast<std::uint32_t>(i + 1);
  }
  absl::Status status;
  std::vector<Docid> group;
  for (std::size_t i = documents_.size(); i-- > 0;) {
    std::uint32_t& place = (*last)[columns.cluster(documents_[i])];
    if (status.ok() && place == i + 1 && before[i] != 0) {
      group.clear();
      for (std::uint32_t at = place; at != 0; at = before[at - 1]) {
        group.push_back(documents_[at - 1]);
      }
      fn(group);
      status = budget.StepCaller(static_cast<std::uint32_t>(8 * group.size()));
    }
    place = 0;
  }
  return status;
}

}  // namespace facetwire
