// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_INDEXING_FILL_RESULTS_H_
#define FACETWIRE_SERVICES_INDEXING_FILL_RESULTS_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "index/model/results.h"

namespace facetwire {

// Puts the engine's results into the places of those that are OK; the others never reached it.
// INTERNAL where their numbers differ.
inline absl::Status FillResults(std::vector<IndexResult> from_engine,
                                std::vector<IndexResult>& results) {
  std::size_t next = 0;
  for (IndexResult& result : results) {
    if (!result.status.ok()) {
      continue;
    }
    if (next == from_engine.size()) {
      return absl::InternalError("the engine gave too few results");
    }
    result = std::move(from_engine[next++]);
  }
  return absl::OkStatus();
}

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_INDEXING_FILL_RESULTS_H_
