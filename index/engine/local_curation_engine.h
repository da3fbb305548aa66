// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENGINE_LOCAL_CURATION_ENGINE_H_
#define FACETWIRE_INDEX_ENGINE_LOCAL_CURATION_ENGINE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "index/base/clock.h"
#include "index/engine/curation_engine.h"
#include "index/engine/local_query_engine.h"
#include "index/ingest/write_queue.h"

namespace facetwire {

// Keeps corrections in an index directory of this machine. Thread-safe.
class LocalCurationEngine final : public CurationEngine {
 public:
  // What reads the index.
  using Reads = std::function<absl::StatusOr<std::shared_ptr<LocalQueryEngine>>()>;

  LocalCurationEngine(std::shared_ptr<WriteQueue> queue, Reads reads, const Clock& clock)
      : queue_(std::move(queue)), reads_(std::move(reads)), clock_(clock) {}

  void Correct(const CorrectionRequest& request, const CallContext& context, Done done) override;
  void Undo(std::uint64_t id, std::string author, const CallContext& context, Done done) override;
  absl::StatusOr<CorrectionPage> List(std::uint32_t page_size,
                                      const std::string& page_token,
                                      const CallContext& context) override;

 private:
  absl::StatusOr<CorrectionOperation> Prepare(const CorrectionRequest& request,
                                              const CallContext& context) const;
  absl::StatusOr<std::vector<Docid>> FindDocuments(const CorrectionRequest& request,
                                                   const CallContext& context) const;
  void Submit(CorrectionOperation operation, const CallContext& context, Done done);

  const std::shared_ptr<WriteQueue> queue_;
  const Reads reads_;
  const Clock& clock_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENGINE_LOCAL_CURATION_ENGINE_H_
