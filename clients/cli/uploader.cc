// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/uploader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace facetwire::cli {

std::string UploadReport::Summary() const {
  static constexpr std::pair<v1::IndexOutcome, const char*> kNames[] = {
      {v1::INDEX_OUTCOME_CREATED, "created"},
      {v1::INDEX_OUTCOME_UPDATED, "updated"},
      {v1::INDEX_OUTCOME_UNCHANGED, "unchanged"},
      {v1::INDEX_OUTCOME_OUTDATED, "outdated"},
      {v1::INDEX_OUTCOME_REJECTED, "rejected"}};
  std::vector<std::string> parts;
  for (const auto& [outcome, name] : kNames) {
    if (const size_t count = by_outcome[static_cast<size_t>(outcome)]; count > 0) {
      parts.push_back(absl::StrCat(WithCommas(count), " ", name));
    }
  }
  return absl::StrCat(WithCommas(done),
                      done == 1 ? " article" : " articles",
                      parts.empty() ? "" : ": ",
                      absl::StrJoin(parts, ", "));
}

Uploader::Uploader(Send send, Progress progress)
    : send_(std::move(send)), progress_(std::move(progress)) {}

grpc::Status Uploader::Add(v1::Article article) {
  const size_t bytes = article.ByteSizeLong();
  const auto count = static_cast<size_t>(pending_.articles_size());
  if (count == kMaxArticles || (count > 0 && pending_bytes_ + bytes > kMaxBytes)) {
    Launch();
  }
  if (failure_.ok()) {
    pending_bytes_ += bytes;
    pending_ids_.insert(article.id());
    *pending_.add_articles() = std::move(article);
  }
  return failure_;
}

grpc::Status Uploader::Finish() {
  if (failure_.ok() && pending_.articles_size() > 0) {
    Launch();
  }
  while (!in_flight_.empty()) {
    AwaitOldest();
  }
  return failure_;
}

void Uploader::Launch() {
  while (in_flight_.size() >= kMaxInFlight) {
    AwaitOldest();
  }
  AwaitSharedIds();
  if (!failure_.ok()) {
    return;
  }
  auto task = [this, request = std::exchange(pending_, {})] {
    Answer answer;
    answer.status = send_(request, &answer.response);
    return answer;
  };
  in_flight_.push_back(
      {std::exchange(pending_ids_, {}), std::async(std::launch::async, std::move(task))});
  pending_bytes_ = 0;
}

void Uploader::AwaitSharedIds() {
  const auto shares = [this](const Batch& batch) {
    return std::any_of(pending_ids_.begin(), pending_ids_.end(), [&batch](const std::string& id) {
      return batch.ids.contains(id);
    });
  };
  while (std::any_of(in_flight_.begin(), in_flight_.end(), shares)) {
    AwaitOldest();
  }
}

void Uploader::AwaitOldest() {
  Answer answer = in_flight_.front().answer.get();
  in_flight_.pop_front();
  if (answer.status.ok()) {
    Record(answer.response);
  } else if (failure_.ok()) {
    failure_ = answer.status;
  }
}

void Uploader::Record(const v1::BatchIndexArticlesResponse& response) {
  for (const v1::IndexResult& result : response.results()) {
    ++report_.done;
    const auto outcome = static_cast<size_t>(result.outcome());
    ++report_.by_outcome[outcome < report_.by_outcome.size() ? outcome : 0];
    if (result.outcome() == v1::INDEX_OUTCOME_REJECTED) {
      report_.rejected.push_back({result.id(), Describe(result.status())});
    }
  }
  progress_(report_, response);
}

}  // namespace facetwire::cli
