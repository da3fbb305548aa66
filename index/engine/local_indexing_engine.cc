// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/engine/local_indexing_engine.h"

#include <utility>

#include "absl/strings/ascii.h"

#include "index/base/errors.h"
#include "index/ingest/validate_article.h"

namespace facetwire {

namespace {

absl::Time WholeMicroseconds(absl::Time time) {
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

// Puts the outcomes of the documents that were written into the places of their articles.
IndexBatchResult Merge(std::vector<IndexResult> results, WriteReport report) {
  std::size_t next = 0;
  for (IndexResult& result : results) {
    if (result.status.ok()) {
      result.outcome = report.puts[next++];
    }
  }
  return {std::move(results), std::move(report.commit_token)};
}

}  // namespace

absl::StatusOr<std::unique_ptr<LocalIndexingEngine>> LocalIndexingEngine::Open(
    std::string_view directory,
    const Clock& clock,
    Annotator annotator,
    std::function<absl::Status()> refresh) {
  const auto open = [path = std::string(directory)] { return IndexWriter::Open(path); };
  absl::StatusOr<std::unique_ptr<IndexWriter>> writer = open();
  if (!writer.ok()) {
    return writer.status();
  }
  WriteQueue::Options options;
  if (refresh) {
    // An error is met again, and reported, by the next look of whoever follows the index.
    options.committed = [refresh = std::move(refresh)] { refresh().IgnoreError(); };
  }
  auto queue = std::make_unique<WriteQueue>(*std::move(writer), open, std::move(options));
  return std::unique_ptr<LocalIndexingEngine>(
      new LocalIndexingEngine(std::move(queue), std::move(annotator), clock));
}

LocalIndexingEngine::LocalIndexingEngine(std::unique_ptr<WriteQueue> queue,
                                         Annotator annotator,
                                         const Clock& clock)
    : queue_(std::move(queue)), annotator_(std::move(annotator)), clock_(clock) {}

absl::Status LocalIndexingEngine::Prepare(Article article,
                                          DocumentBuilder& builder,
                                          PreparedDocument& document) const {
  if (absl::Status status = ValidateArticle(article); !status.ok()) {
    return status;
  }
  absl::AsciiStrToLower(&article.language);
  StoredArticle stored{.received = WholeMicroseconds(clock_.Now())};
  stored.entities = annotator_.Annotate(article);
  stored.article = std::move(article);
  absl::StatusOr<PreparedDocument> built = builder.Build(stored);
  if (!built.ok()) {
    return built.status();
  }
  document = *std::move(built);
  return absl::OkStatus();
}

void LocalIndexingEngine::Index(std::vector<Article> articles,
                                const CallContext& context,
                                IndexDone done) {
  std::vector<IndexResult> results;
  std::vector<WriteOperation> operations;
  std::unique_ptr<DocumentBuilder> builder = TakeBuilder();
  for (Article& article : articles) {
    if (absl::Status status = context.Check(); !status.ok()) {
      done(std::move(status));
      return;
    }
    IndexResult& result = results.emplace_back();
    result.id = article.id;
    PreparedDocument document;
    result.status = Prepare(std::move(article), *builder, document);
    if (result.status.ok()) {
      operations.emplace_back(std::move(document));
    }
  }
  GiveBack(std::move(builder));
  queue_->Submit(std::move(operations),
                 context,
                 [results = std::move(results),
                  done = std::move(done)](absl::StatusOr<WriteReport> report) mutable {
                   if (report.ok()) {
                     done(Merge(std::move(results), *std::move(report)));
                   } else {
                     done(report.status());
                   }
                 });
}

void LocalIndexingEngine::Delete(std::string id, const CallContext& context, DeleteDone done) {
  if (id.empty()) {
    done(InvalidField("id", "is required"));
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

absl::StatusOr<std::vector<Entity>> LocalIndexingEngine::Analyze(const Article& article,
                                                                 const CallContext& context) {
  if (absl::Status status = context.Check(); !status.ok()) {
    return status;
  }
  if (absl::Status status = ValidateArticleText(article); !status.ok()) {
    return status;
  }
  return annotator_.Annotate(article);
}

absl::Status LocalIndexingEngine::Ready() const { return queue_->Health(); }

void LocalIndexingEngine::Shutdown() { queue_->Shutdown(); }

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
