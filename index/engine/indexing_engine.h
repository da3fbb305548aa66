// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENGINE_INDEXING_ENGINE_H_
#define FACETWIRE_INDEX_ENGINE_INDEXING_ENGINE_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/model/article.h"
#include "index/model/entity.h"
#include "index/model/query.h"
#include "index/model/results.h"

namespace facetwire {

// Operations that are ready to be written. An engine takes back only what it made itself.
class PreparedOperations {
 public:
  virtual ~PreparedOperations() = default;

  // They may wait, for some tenths of a second, for others to share a commit.
  bool patient = false;
};

// While there is one, an index is arranged for taking in much; when the last one is gone it is
// made compact, beside other work.
class BulkLoad {
 public:
  virtual ~BulkLoad() = default;
};

// The seam between the services and whatever stores articles. Thread-safe.
//
// Index and Delete return at once after the work that needs the caller's thread (checking,
// recognising entities); `done` is called exactly once, from a thread of the engine or from within
// the call, when the outcome is durable or has failed. `done` must not block.
// After an error nothing of the batch is promised: it may be sent again, ids make that harmless.
class IndexingEngine {
 public:
  using IndexDone = std::function<void(absl::StatusOr<IndexBatchResult>)>;
  using DeleteDone = std::function<void(absl::StatusOr<DeleteResult>)>;
  using DeleteByQueryDone = std::function<void(absl::StatusOr<DeleteByQueryResult>)>;

  virtual ~IndexingEngine() = default;

  // An article that is not acceptable becomes a kRejected result whose status names its field
  // relative to the article ("id"); the others are indexed. Several with the same id: in order.
  virtual void Index(std::vector<Article> articles, const CallContext& context, IndexDone done) = 0;

  // For streams: Index in two steps, so that many can be prepared at once, on worker threads, and
  // written in an order of their own. Never fails as a whole: what is not acceptable is a
  // kRejected result of Write, as with Index.
  virtual std::unique_ptr<PreparedOperations> Prepare(std::vector<ArticleOperation> operations) = 0;

  // Calls `done` as Index, with one result for each operation. Writes of one thread after the other
  // take effect in that order. Never refused because much waits: the caller bounds what it has
  // under way.
  virtual void Write(std::unique_ptr<PreparedOperations> prepared, IndexDone done) = 0;

  // For a stream of many articles. Must not outlive this.
  virtual std::unique_ptr<BulkLoad> BeginBulk() = 0;

  // Where the index stands. Cheap.
  virtual IndexPosition Position() const = 0;

  // Whether the commit of the token is part of the index; false for one of another index.
  // INVALID_ARGUMENT (without a field) where it is no commit token. Cheap.
  virtual absl::StatusOr<bool> Contains(std::string_view commit_token) const = 0;

  // Whether searches of this process see what is written before it is reported.
  virtual bool searchable() const = 0;

  // NOT_FOUND is not an error here: see DeleteResult::existed.
  virtual void Delete(std::string id, const CallContext& context, DeleteDone done) = 0;

  // Deletes what a search with the query would find in the index as it is at the beginning. An
  // article that is updated or deleted meanwhile is left alone, and not counted. Not one commit:
  // after an error some may be gone; the same call again deletes the rest. INVALID_ARGUMENT with
  // the path of the field ("query.text", "allow_all").
  virtual void DeleteByQuery(const DeleteByQueryRequest& request,
                             const CallContext& context,
                             DeleteByQueryDone done) = 0;

  // What Index would find in the article, without storing anything. The id may be empty.
  virtual absl::StatusOr<std::vector<Entity>> Analyze(const Article& article,
                                                      const CallContext& context) = 0;

  // OK while articles are accepted.
  virtual absl::Status Ready() const = 0;

  // Refuses new work, finishes what was accepted, commits, calls every `done`. Idempotent; blocks.
  // What is only tidied in the background may go on until the engine is destroyed; the process may
  // as well be ended then.
  virtual void Shutdown() = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENGINE_INDEXING_ENGINE_H_
