// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENGINE_MAINTENANCE_ENGINE_H_
#define FACETWIRE_INDEX_ENGINE_MAINTENANCE_ENGINE_H_

#include <memory>

#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/model/backup_source.h"
#include "index/model/reannotation.h"

namespace facetwire {

// The seam between MaintenanceService and the engine that writes an index. Thread-safe.
class MaintenanceEngine {
 public:
  virtual ~MaintenanceEngine() = default;

  // The index as it is now: all that was acknowledged before the call. Writing goes on. Blocks for
  // one commit and a few milliseconds. CANCELLED and DEADLINE_EXCEEDED as `context` says;
  // UNAVAILABLE while nothing can be written or after a shutdown. The engine must outlive the call,
  // not what it returns.
  virtual absl::StatusOr<std::unique_ptr<BackupSource>> BeginBackup(const CallContext& context) = 0;

  // Looks for entities in all stored articles again, with the recognisers of today, and has the
  // outcome take the place of what they have, all at once, while searches and writes go on. Blocks
  // until that is durable and, where this process searches, seen by its searches. Entities that
  // came with an article and corrections stay. FAILED_PRECONDITION while there is another call;
  // CANCELLED and DEADLINE_EXCEEDED as `context` says; UNAVAILABLE after a shutdown; errors of the
  // disk: then everything is as it was. The engine must outlive the call.
  virtual absl::StatusOr<ReannotationResult> Reannotate(const ReannotationProgress& progress,
                                                        const CallContext& context) = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENGINE_MAINTENANCE_ENGINE_H_
