// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/indexing/stream_chunk.h"

#include <exception>
#include <string>
#include <utility>

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "services/common/convert_article.h"
#include "services/common/convert_results.h"
#include "services/common/grpc_status.h"
#include "services/indexing/fill_results.h"

namespace facetwire {

namespace {

// The path within the item at fault.
std::string PrefixOf(const v1::StreamItem& item) {
  return item.has_article() ? "article." : "delete_";
}

absl::StatusOr<ArticleOperation> ReadItem(const v1::StreamItem& item) {
  if (!item.has_article()) {
    return ArticleOperation(ArticleDeletion{item.delete_id()});
  }
  absl::StatusOr<Article> article = FromProto(item.article());
  if (!article.ok()) {
    return article.status();
  }
  return ArticleOperation(*std::move(article));
}

}  // namespace

void StreamChunk::Add(v1::StreamItem item) {
  bytes_ += item.ByteSizeLong();
  items_.push_back(std::move(item));
}

absl::Status StreamChunk::Prepare(IndexingEngine& engine) {
  try {
    PrepareOrThrow(engine);
    return absl::OkStatus();
  } catch (const std::exception& error) {
    return absl::InternalError(StrCat("an exception reached the service: ", error.what()));
  } catch (...) {  // Xapian's are no std::exception
    return absl::InternalError("an exception of an unknown kind reached the service");
  }
}

void StreamChunk::PrepareOrThrow(IndexingEngine& engine) {
  std::vector<ArticleOperation> operations;
  for (const v1::StreamItem& item : items_) {
    absl::StatusOr<ArticleOperation> read = ReadItem(item);
    results_.push_back({.id = item.has_article() ? item.article().id() : item.delete_id(),
                        .status = read.status()});
    if (read.ok()) {
      operations.push_back(*std::move(read));
    }
  }
  prepared_ = engine.Prepare(std::move(operations));
}

absl::Status StreamChunk::Complete(IndexBatchResult from_engine) {
  if (absl::Status status = FillResults(std::move(from_engine.results), results_); !status.ok()) {
    return status;
  }
  commit_token_ = std::move(from_engine.commit_token);
  searchable_ = from_engine.searchable;
  return absl::OkStatus();
}

void StreamChunk::AppendTo(v1::StreamProgress& progress) const {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    LogIfForTheLog(results_[i].status);
    IndexResult result = results_[i];
    result.status = PrefixField(result.status, PrefixOf(items_[i]));
    v1::StreamResult& added = *progress.add_results();
    ToProto(result, added);
    added.set_offset(items_[i].offset());
  }
  progress.set_durable_offset(items_.back().offset());
  progress.set_commit_token(commit_token_);
}

}  // namespace facetwire
