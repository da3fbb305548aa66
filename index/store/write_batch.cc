// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/write_batch.h"

#include <algorithm>

namespace facetwire {

std::vector<Docid> WriteBatch::Removed() const {
  std::vector<Docid> removed;
  for (const auto& [id, pending] : by_id_) {
    if (pending.replaced != 0) {
      removed.push_back(pending.replaced);
    }
  }
  std::sort(removed.begin(), removed.end());
  return removed;
}

}  // namespace facetwire
