// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENGINE_QUERY_DELETION_H_
#define FACETWIRE_INDEX_ENGINE_QUERY_DELETION_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/ingest/write_queue.h"
#include "index/model/query.h"
#include "index/model/results.h"

namespace facetwire {

// What is to be deleted, and what to tell about it.
struct PlannedDeletion {
  std::vector<WriteOperation> operations;  // none for a dry run
  DeleteByQueryResult result;              // its count is that of the articles found
};

// Finds the articles of the request in the index of the directory, in a snapshot of its own, which
// has every commit so far. Each is deleted only as it is there: see DeleteOperation::docid.
absl::StatusOr<PlannedDeletion> PlanDeletion(const DeleteByQueryRequest& request,
                                             const std::string& directory,
                                             const CallContext& context);

// A commit has at most so many of a deletion, and other writes come between two of them.
constexpr std::size_t kDeletionsAtOnce = 2000;

// Deletes what was planned. Calls `done` exactly once, as WriteQueue::SubmitAlways does, with the
// count of those that were deleted and the token of the last commit; or with the first error: then
// those before it are deleted. The queue calls it before it ends.
void CarryOut(PlannedDeletion plan,
              WriteQueue& queue,
              std::function<void(absl::StatusOr<DeleteByQueryResult>)> done);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENGINE_QUERY_DELETION_H_
