// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/snapshot.h"

#include "index/store/commit_token.h"

namespace facetwire {

std::string Snapshot::commit_token() const {
  return EncodeCommitToken({parts_.index_id, parts_.sequence});
}

double Snapshot::average_length() const {
  if (live_count() == 0) {
    return 1;
  }
  return static_cast<double>(parts_.live_length) / static_cast<double>(live_count());
}

}  // namespace facetwire
