// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENGINE_LOCAL_INDEXING_ENGINE_H_
#define FACETWIRE_INDEX_ENGINE_LOCAL_INDEXING_ENGINE_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"

#include "index/base/clock.h"
#include "index/base/mutex.h"
#include "index/engine/indexing_engine.h"
#include "index/engine/maintenance_engine.h"
#include "index/ingest/annotator.h"
#include "index/ingest/maintenance.h"
#include "index/ingest/reannotation.h"
#include "index/ingest/write_queue.h"
#include "index/ingest/writer_calls.h"
#include "index/store/document_builder.h"

namespace facetwire {

// Writes an index directory of this machine. Articles are annotated and taken apart on the caller's
// thread; one thread of the queue writes. Thread-safe.
class LocalIndexingEngine final : public IndexingEngine, public MaintenanceEngine {
 public:
  // Creates the directory where there is none. `refresh`, where there is one, makes commits visible
  // to searches of this process: it is called after each commit, before its callers are told, from
  // the writing thread. Errors as IndexWriter::Open.
  static absl::StatusOr<std::unique_ptr<LocalIndexingEngine>> Open(
      std::string_view directory,
      const Clock& clock,
      Annotator annotator,
      MaintenanceOptions maintenance,
      const std::function<absl::Status()>& refresh);

  // Begins to seal, fold and purge in the background. Once.
  void StartMaintenance();

  // As Shutdown(), and waits until nothing goes on in the background.
  ~LocalIndexingEngine() override;

  void Index(std::vector<Article> articles, const CallContext& context, IndexDone done) override;
  std::unique_ptr<PreparedOperations> Prepare(std::vector<ArticleOperation> operations) override;
  void Write(std::unique_ptr<PreparedOperations> prepared, IndexDone done) override;
  std::unique_ptr<BulkLoad> BeginBulk() override;
  IndexPosition Position() const override;

  absl::StatusOr<bool> Contains(std::string_view commit_token) const override;

  bool searchable() const override { return searchable_; }

  void Delete(std::string id, const CallContext& context, DeleteDone done) override;
  void DeleteByQuery(const DeleteByQueryRequest& request,
                     const CallContext& context,
                     DeleteByQueryDone done) override;
  absl::StatusOr<std::vector<Entity>> Analyze(const Article& article,
                                              const CallContext& context) override;
  absl::StatusOr<std::unique_ptr<BackupSource>> BeginBackup(const CallContext& context) override;
  absl::StatusOr<ReannotationResult> Reannotate(const ReannotationProgress& progress,
                                                const CallContext& context) override;
  absl::Status Ready() const override;
  void Shutdown() override;

  // What writes: refuses everything after Shutdown.
  std::shared_ptr<WriteQueue> queue() const { return queue_; }

 private:
  // What the writing thread calls between commits.
  struct Attendants {
    std::unique_ptr<Maintenance> maintenance;
    std::unique_ptr<WriterCalls> calls;
  };

  LocalIndexingEngine(Attendants attendants,
                      std::unique_ptr<WriteQueue> queue,
                      Annotator annotator,
                      const Clock& clock,
                      bool searchable);

  absl::StatusOr<WriteOperation> Prepare(Article article,
                                         const CallContext& context,
                                         DocumentBuilder& builder) const;

  std::unique_ptr<DocumentBuilder> TakeBuilder();
  void GiveBack(std::unique_ptr<DocumentBuilder> builder);

  const Attendants attendants_;  // before the queue, which calls them
  const std::shared_ptr<WriteQueue> queue_;
  const Annotator annotator_;
  Reannotation reannotation_;
  const Clock& clock_;
  const bool searchable_;
  std::string directory_;  // set once, by Open
  Mutex mutex_;
  std::vector<std::unique_ptr<DocumentBuilder>> builders_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENGINE_LOCAL_INDEXING_ENGINE_H_
