// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_REANNOTATION_H_
#define FACETWIRE_INDEX_INGEST_REANNOTATION_H_

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/ingest/annotator.h"
#include "index/ingest/maintenance.h"
#include "index/ingest/write_queue.h"
#include "index/ingest/writer_calls.h"
#include "index/model/reannotation.h"
#include "index/store/part_rewriter.h"

namespace facetwire {

// Gives all stored articles the entities that an annotator finds today, as a new generation of the
// index, while it is searched and written. Thread-safe.
class Reannotation {
 public:
  // All must outlive this. The queue's writing thread attends `calls` and `maintenance`.
  struct Index {
    WriteQueue& queue;
    WriterCalls& calls;
    Maintenance& maintenance;
  };

  Reannotation(Index index, const Annotator& annotator) : index_(index), annotator_(annotator) {}

  // Seals, rewrites all sealed parts on a thread of its own, of low priority, and swaps them.
  // Nothing is folded meanwhile. Articles written meanwhile are none of its business: they are
  // annotated as they come. Blocks until it is done. FAILED_PRECONDITION while there is another
  // one; errors as the context and the store say, UNAVAILABLE after Shutdown: then the index is as
  // it was, but for dictionary entries that nothing needs.
  absl::StatusOr<ReannotationResult> Run(const ReannotationProgress& progress,
                                         const CallContext& context);

  // Ends the one that is under way soon, and refuses others. Idempotent; does not wait.
  void Shutdown() { stopping_ = true; }

 private:
  absl::StatusOr<ReannotationResult> Rewrite(const ReannotationProgress& progress,
                                             const CallContext& context);
  absl::StatusOr<std::optional<FoldPlan>> Begin(const CallContext& context);
  absl::StatusOr<RewrittenPart> MakePart(const FoldPlan& plan,
                                         const ReannotationProgress& progress,
                                         const CallContext& context);
  absl::Status Adopt(const FoldPlan& plan, FoldedPart part, const CallContext& context);
  // As IndexWriter::AddEntries, and the commit after it.
  absl::StatusOr<WriteReport> AddEntries(std::vector<DictionaryEntry> entries);

  const Index index_;
  const Annotator& annotator_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> busy_{false};
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_REANNOTATION_H_
