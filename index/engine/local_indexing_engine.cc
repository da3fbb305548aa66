// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/engine/local_indexing_engine.h"

#include <utility>

#include "absl/strings/ascii.h"

#include "index/base/errors.h"
#include "index/engine/query_deletion.h"
#include "index/ingest/disk_room.h"
#include "index/ingest/validate_article.h"
#include "index/store/backup.h"
#include "index/store/commit_token.h"

namespace facetwire {

namespace {

absl::Time WholeMicroseconds(absl::Time time) {
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

absl::Status CheckId(const std::string& id) {
  return id.empty() ? InvalidField("id", "is required") : absl::OkStatus();
}

// What is known of the operations before they are written.
struct LocalOperations final : PreparedOperations {
  // One for each operation. Where it is to be written, the outcome only tells its kind: kMissing
  // stands for a deletion.
  std::vector<IndexResult> results;
  std::vector<WriteOperation> operations;  // those that are to be written

  void AddPut(std::string id, absl::StatusOr<WriteOperation> document) {
    results.push_back({std::move(id), IndexOutcome::kRejected, document.status()});
    if (document.ok()) {
      operations.push_back(*std::move(document));
    }
  }

  void AddDeletion(std::string id) {
    absl::Status status = CheckId(id);
    if (status.ok()) {
      operations.emplace_back(DeleteOperation{id});
    }
    results.push_back(
        {std::move(id), status.ok() ? IndexOutcome::kMissing : IndexOutcome::kRejected, status});
  }
};

class LocalBulkLoad final : public BulkLoad {
 public:
  explicit LocalBulkLoad(Maintenance& maintenance) : maintenance_(maintenance) {
    maintenance_.BeginBulk();
  }

  ~LocalBulkLoad() override { maintenance_.EndBulk(); }

  LocalBulkLoad(const LocalBulkLoad&) = delete;
  LocalBulkLoad& operator=(const LocalBulkLoad&) = delete;

 private:
  Maintenance& maintenance_;
};

// Puts the outcomes of what was written into the places of the operations.
IndexBatchResult Merge(std::vector<IndexResult> results, WriteReport report) {
  std::size_t puts = 0;
  std::size_t deletes = 0;
  for (IndexResult& result : results) {
    if (!result.status.ok()) {
      continue;
    }
    if (result.outcome != IndexOutcome::kMissing) {
      result.outcome = report.puts[puts++];
    } else if (report.deletes[deletes++]) {
      result.outcome = IndexOutcome::kDeleted;
    }
  }
  return {std::move(results), std::move(report.commit_token), report.announced};
}

WriteQueue::Done MergeInto(std::vector<IndexResult> results, IndexingEngine::IndexDone done) {
  return [results = std::move(results),
          done = std::move(done)](absl::StatusOr<WriteReport> report) mutable {
    if (report.ok()) {
      done(Merge(std::move(results), *std::move(report)));
    } else {
      done(report.status());
    }
  };
}

}  // namespace

absl::StatusOr<std::unique_ptr<LocalIndexingEngine>> LocalIndexingEngine::Open(
    std::string_view directory,
    const Clock& clock,
    Annotator annotator,
    MaintenanceOptions maintenance_options,
    const std::function<absl::Status()>& refresh) {
  const auto open = [path = std::string(directory)] { return IndexWriter::Open(path); };
  absl::StatusOr<std::unique_ptr<IndexWriter>> writer = open();
  if (!writer.ok()) {
    return writer.status();
  }
  WriteQueue::Options options;
  options.room = [path = std::string(directory)] { return CheckDiskRoom(path); };
  if (refresh) {
    // An error is met again, and reported, by the next look of whoever follows the index.
    options.committed = [refresh] { return refresh().ok(); };
  }
  Attendants attendants;
  attendants.calls = std::make_unique<WriterCalls>();
  attendants.maintenance = std::make_unique<Maintenance>(clock, std::move(maintenance_options));
  options.maintain = [maintenance = attendants.maintenance.get(),
                      calls = attendants.calls.get()](IndexWriter& index) {
    absl::Status status = calls->Attend(index);
    return status.ok() ? maintenance->Attend(index) : status;
  };
  options.closed = [calls = attendants.calls.get()](const absl::Status& why) {
    calls->Refuse(why);
  };
  auto queue = std::make_unique<WriteQueue>(*std::move(writer), open, std::move(options));
  std::unique_ptr<LocalIndexingEngine> engine(
      new LocalIndexingEngine(std::move(attendants),
                              std::move(queue),
                              std::move(annotator),
                              clock,
                              /*searchable=*/refresh != nullptr));
  engine->directory_ = directory;
  return engine;
}

void LocalIndexingEngine::StartMaintenance() {
  attendants_.maintenance->Start([this] { queue_->Wake(); });
}

LocalIndexingEngine::LocalIndexingEngine(Attendants attendants,
                                         std::unique_ptr<WriteQueue> queue,
                                         Annotator annotator,
                                         const Clock& clock,
                                         bool searchable)
    : attendants_(std::move(attendants)),
      queue_(std::move(queue)),
      annotator_(std::move(annotator)),
      reannotation_({*queue_, *attendants_.calls, *attendants_.maintenance}, annotator_),
      clock_(clock),
      searchable_(searchable) {}

absl::StatusOr<WriteOperation> LocalIndexingEngine::Prepare(Article article,
                                                            const CallContext& context,
                                                            DocumentBuilder& builder) const {
  if (absl::Status status = ValidateArticle(article); !status.ok()) {
    return status;
  }
  absl::AsciiStrToLower(&article.language);
  StoredArticle stored{.received = WholeMicroseconds(clock_.Now())};
  stored.entities = annotator_.Annotate(article, context);
  stored.article = std::move(article);
  absl::StatusOr<PreparedDocument> built = builder.Build(stored);
  if (!built.ok()) {
    return built.status();
  }
  return WriteOperation(*std::move(built));
}

void LocalIndexingEngine::Index(std::vector<Article> articles,
                                const CallContext& context,
                                IndexDone done) {
  LocalOperations prepared;
  std::unique_ptr<DocumentBuilder> builder = TakeBuilder();
  for (Article& article : articles) {
    if (absl::Status status = context.Check(); !status.ok()) {
      done(std::move(status));
      return;
    }
    std::string id = article.id;
    prepared.AddPut(std::move(id), Prepare(std::move(article), context, *builder));
  }
  GiveBack(std::move(builder));
  queue_->Submit(std::move(prepared.operations),
                 context,
                 MergeInto(std::move(prepared.results), std::move(done)));
}

std::unique_ptr<PreparedOperations> LocalIndexingEngine::Prepare(
    std::vector<ArticleOperation> operations) {
  auto prepared = std::make_unique<LocalOperations>();
  std::unique_ptr<DocumentBuilder> builder = TakeBuilder();
  for (ArticleOperation& operation : operations) {
    if (auto* const article = std::get_if<Article>(&operation)) {
      std::string id = article->id;
      prepared->AddPut(std::move(id), Prepare(std::move(*article), CallContext(), *builder));
    } else {
      prepared->AddDeletion(std::move(std::get<ArticleDeletion>(operation).id));
    }
  }
  GiveBack(std::move(builder));
  return prepared;
}

void LocalIndexingEngine::Write(std::unique_ptr<PreparedOperations> prepared, IndexDone done) {
  auto& local = static_cast<LocalOperations&>(*prepared);
  WriteQueue::Done merge = MergeInto(std::move(local.results), std::move(done));
  if (local.patient) {
    queue_->SubmitPatiently(std::move(local.operations), std::move(merge));
  } else {
    queue_->SubmitAlways(std::move(local.operations), std::move(merge));
  }
}

std::unique_ptr<BulkLoad> LocalIndexingEngine::BeginBulk() {
  return std::make_unique<LocalBulkLoad>(*attendants_.maintenance);
}

absl::StatusOr<bool> LocalIndexingEngine::Contains(std::string_view commit_token) const {
  const absl::StatusOr<CommitToken> token = DecodeCommitToken(commit_token);
  if (!token.ok()) {
    return token.status();
  }
  const CommitToken position = queue_->Position();
  return token->index_id == position.index_id && token->sequence <= position.sequence;
}

IndexPosition LocalIndexingEngine::Position() const {
  const CommitToken position = queue_->Position();
  return {position.index_id, EncodeCommitToken(position)};
}

void LocalIndexingEngine::Delete(std::string id, const CallContext& context, DeleteDone done) {
  if (absl::Status status = CheckId(id); !status.ok()) {
    done(std::move(status));
    return;
  }
  std::vector<WriteOperation> operations;
  operations.emplace_back(DeleteOperation{std::move(id)});
  queue_->Submit(
      std::move(operations), context, [done = std::move(done)](absl::StatusOr<WriteReport> report) {
        if (report.ok()) {
          done(DeleteResult{report->deletes.front(), std::move(report->commit_token)});
        } else {
          done(report.status());
        }
      });
}

void LocalIndexingEngine::DeleteByQuery(const DeleteByQueryRequest& request,
                                        const CallContext& context,
                                        DeleteByQueryDone done) {
  absl::StatusOr<PlannedDeletion> plan = PlanDeletion(request, directory_, context);
  if (plan.ok()) {
    CarryOut(*std::move(plan), *queue_, std::move(done));
  } else {
    done(plan.status());
  }
}

absl::StatusOr<std::vector<Entity>> LocalIndexingEngine::Analyze(const Article& article,
                                                                 const CallContext& context) {
  if (absl::Status status = context.Check(); !status.ok()) {
    return status;
  }
  if (absl::Status status = ValidateArticleText(article); !status.ok()) {
    return status;
  }
  return annotator_.Annotate(article, context);
}

absl::Status LocalIndexingEngine::Ready() const { return queue_->Health(); }

absl::StatusOr<std::unique_ptr<BackupSource>> LocalIndexingEngine::BeginBackup(
    const CallContext& context) {
  std::unique_ptr<BackupSource> source;
  absl::Status status = attendants_.calls->Call(
      context,
      [this] { queue_->Wake(); },
      [&](IndexWriter& writer) -> absl::Status {
        absl::StatusOr<std::unique_ptr<BackupSource>> made = MakeBackupSource(directory_, writer);
        if (!made.ok()) {
          return made.status();
        }
        source = *std::move(made);
        return absl::OkStatus();
      });
  if (!status.ok()) {
    return status;
  }
  return source;
}

absl::StatusOr<ReannotationResult> LocalIndexingEngine::Reannotate(
    const ReannotationProgress& progress, const CallContext& context) {
  return reannotation_.Run(progress, context);
}

LocalIndexingEngine::~LocalIndexingEngine() {
  Shutdown();
  attendants_.maintenance->Shutdown();
}

void LocalIndexingEngine::Shutdown() {
  reannotation_.Shutdown();
  attendants_.calls->Shutdown();
  queue_->Shutdown();
  attendants_.maintenance->Stop();
}

std::unique_ptr<DocumentBuilder> LocalIndexingEngine::TakeBuilder() {
  {
    const MutexLock lock(mutex_);
    if (!builders_.empty()) {
      std::unique_ptr<DocumentBuilder> builder = std::move(builders_.back());
      builders_.pop_back();
      return builder;
    }
  }
  return std::make_unique<DocumentBuilder>();
}

void LocalIndexingEngine::GiveBack(std::unique_ptr<DocumentBuilder> builder) {
  const MutexLock lock(mutex_);
  builders_.push_back(std::move(builder));
}

}  // namespace facetwire
