// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_UPLOADER_H_
#define FACETWIRE_CLIENTS_CLI_UPLOADER_H_

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <string>
#include <unordered_set>
#include <vector>

#include <grpcpp/support/status.h>

#include "facetwire/v1/article.pb.h"
#include "facetwire/v1/indexing_service.pb.h"

namespace facetwire::cli {

// What became of the articles so far.
struct UploadReport {
  struct Rejection {
    std::string id;
    std::string reason;
  };

  size_t done = 0;  // answered
  std::array<size_t, v1::IndexOutcome_ARRAYSIZE> by_outcome{};
  std::vector<Rejection> rejected;

  // "40 articles: 38 created, 1 updated, 1 unchanged"
  std::string Summary() const;
};

// Sends articles in batches, several at the same time; articles of the same id arrive in their
// order. Not thread-safe; `send` is called on other threads, several at once.
class Uploader {
 public:
  using Send = std::function<grpc::Status(const v1::BatchIndexArticlesRequest&,
                                          v1::BatchIndexArticlesResponse*)>;
  // Called on the caller's thread whenever a batch was answered, with the answer.
  using Progress = std::function<void(const UploadReport&, const v1::BatchIndexArticlesResponse&)>;

  static constexpr size_t kMaxArticles = 100;     // in a batch
  static constexpr size_t kMaxBytes = 2U << 20U;  // in a batch, unless one article is bigger
  static constexpr size_t kMaxInFlight = 4;       // batches

  Uploader(Send send, Progress progress);
  Uploader(const Uploader&) = delete;
  Uploader& operator=(const Uploader&) = delete;
  // Waits for what is under way.
  ~Uploader() = default;

  // Either the article is on its way or an earlier batch has failed: then nothing more is sent.
  grpc::Status Add(v1::Article article);

  // Sends the rest and waits for all answers. Also to be called after a failed Add, so that the
  // report is complete; returns the first failure.
  grpc::Status Finish();

  const UploadReport& report() const { return report_; }

 private:
  struct Answer {
    grpc::Status status;
    v1::BatchIndexArticlesResponse response;
  };

  struct Batch {
    std::unordered_set<std::string> ids;
    std::future<Answer> answer;
  };

  void Launch();
  void AwaitOldest();
  void AwaitSharedIds();
  void Record(const v1::BatchIndexArticlesResponse& response);

  Send send_;
  Progress progress_;
  UploadReport report_;
  grpc::Status failure_;
  v1::BatchIndexArticlesRequest pending_;
  std::unordered_set<std::string> pending_ids_;
  size_t pending_bytes_ = 0;
  std::deque<Batch> in_flight_;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_UPLOADER_H_
