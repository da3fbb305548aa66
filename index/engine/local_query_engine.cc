// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/engine/local_query_engine.h"

#include <thread>
#include <utility>

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/search/searcher.h"
#include "index/store/commit_token.h"

namespace facetwire {

absl::StatusOr<std::unique_ptr<LocalQueryEngine>> LocalQueryEngine::Open(std::string_view directory,
                                                                         const Clock& clock,
                                                                         Options options) {
  absl::StatusOr<std::unique_ptr<SnapshotSource>> source = SnapshotSource::Open(directory);
  if (!source.ok()) {
    return source.status();
  }
  return std::unique_ptr<LocalQueryEngine>(
      new LocalQueryEngine(*std::move(source), directory, clock, std::move(options)));
}

LocalQueryEngine::LocalQueryEngine(std::unique_ptr<SnapshotSource> source,
                                   std::string_view directory,
                                   const Clock& clock,
                                   Options options)
    : source_(std::move(source)),
      readers_(directory, options.cache_bytes),
      clock_(clock),
      helpers_(options.threads > 0 ? options.threads : std::thread::hardware_concurrency()),
      aliases_(std::move(options.aliases)),
      follower_(*source_, options.poll_interval) {}

absl::Status LocalQueryEngine::WaitFor(std::string_view min_commit_token,
                                       const CallContext& context) {
  if (min_commit_token.empty()) {
    return absl::OkStatus();
  }
  const absl::StatusOr<CommitToken> token = DecodeCommitToken(min_commit_token);
  if (!token.ok()) {
    return InvalidField("min_commit_token", ToStd(token.status().message()));
  }
  return source_->WaitFor(*token, context).status();
}

absl::StatusOr<SearchResult> LocalQueryEngine::Search(const SearchRequest& request,
                                                      const CallContext& context) {
  if (absl::Status status = WaitFor(request.min_commit_token, context); !status.ok()) {
    return status;
  }
  const Searcher searcher(clock_, &helpers_);
  return WithReader(
      readers_, *source_, context, [&](const Snapshot& snapshot, IndexReader& reader) {
        return searcher.Search(request, snapshot, reader, context);
      });
}

absl::StatusOr<FacetValuesResult> LocalQueryEngine::ListFacetValues(
    const FacetValuesRequest& request, const CallContext& context) {
  if (absl::Status status = WaitFor(request.min_commit_token, context); !status.ok()) {
    return status;
  }
  const Searcher searcher(clock_, aliases_, &helpers_);
  return WithReader(
      readers_, *source_, context, [&](const Snapshot& snapshot, IndexReader& reader) {
        return searcher.ListFacetValues(request, snapshot, reader, context);
      });
}

absl::StatusOr<std::vector<std::optional<StoredArticle>>> LocalQueryEngine::GetArticles(
    const std::vector<std::string>& ids,
    bool include_body,
    std::string_view label_language,
    const CallContext& context) {
  const Searcher searcher(clock_);
  return WithReader(
      readers_, *source_, context, [&](const Snapshot& snapshot, IndexReader& reader) {
        return searcher.GetArticles(
            ids,
            {.include_body = include_body, .label_language = label_language},
            snapshot,
            reader);
      });
}

absl::StatusOr<CorpusInfo> LocalQueryEngine::GetCorpus(const CallContext& context) {
  if (absl::Status status = context.Check(); !status.ok()) {
    return status;
  }
  const std::shared_ptr<const Snapshot> snapshot = source_->Current();
  if (snapshot == nullptr) {
    return absl::UnavailableError("there is no index yet");
  }
  return Searcher(clock_).GetCorpus(*snapshot);
}

bool LocalQueryEngine::Sees(std::string_view commit_token) const {
  const absl::StatusOr<CommitToken> token = DecodeCommitToken(commit_token);
  const std::shared_ptr<const Snapshot> current = source_->Current();
  return token.ok() && current != nullptr && current->index_id() == token->index_id &&
         current->sequence() >= token->sequence;
}

absl::Status LocalQueryEngine::Ready() const {
  return source_->Current() == nullptr ? follower_.LastStatus() : absl::OkStatus();
}

}  // namespace facetwire
