// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_STREAM_UPLOADER_H_
#define FACETWIRE_CLIENTS_CLI_STREAM_UPLOADER_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>
#include <grpcpp/support/sync_stream.h>

#include "facetwire/v1/article.pb.h"
#include "facetwire/v1/indexing_service.grpc.pb.h"

#include "clients/cli/retry.h"
#include "clients/cli/upload_report.h"

namespace facetwire::cli {

// Sends articles over StreamIndexArticles. When the stream breaks, the server goes away or its disk
// is full, it waits, longer each time, opens another stream and sends again what has no answer yet.
// It gives up after `patience` without an answer; of a server that never answered after 5 tries,
// unless that is awaited.
//
// Open (Add | Flush)* Finish. Not thread-safe; what it calls, it calls on the caller's thread.
class StreamUploader {
 public:
  struct Options {
    absl::Duration patience = absl::Minutes(1);  // waiting in all, since the last answer
    std::chrono::duration<double> answer_timeout =
        std::chrono::seconds(30);  // or so; then: another try
    bool bulk = false;             // as in StreamOpen
    bool await_server = false;     // it may be started later
    Sleep sleep;
    std::function<void(const grpc::Status& why)> lost;  // it will be tried again
    std::function<void()> back;                         // a stream is open again, or at last
    std::function<void(const v1::StreamProgress&)> progress;
    std::function<void(const RejectedArticle&)> rejected;
    std::function<bool()> stopped;  // not given, or whether to wait for a lost server no longer
  };

  // What has no answer yet is kept in memory: at most so many bytes, unless one is bigger.
  static constexpr size_t kMaxBytes = 16U << 20U;

  StreamUploader(v1::IndexingService::Stub& stub, Options options);
  StreamUploader(const StreamUploader&) = delete;
  StreamUploader& operator=(const StreamUploader&) = delete;
  ~StreamUploader();

  // Opens the first stream. `resume_token`: as in StreamOpen.
  grpc::Status Open(const std::string& resume_token);

  // What the server said to the first Open.
  const v1::StreamOpened& opened() const { return opened_; }

  // `offset`: greater than that of the article before. `place` comes back where it is rejected. OK:
  // it is on its way; else the upload has failed, and nothing more is sent.
  grpc::Status Add(uint64_t offset, v1::Article article, ArticlePlace place);

  // Waits for all answers. OK: there are, and more may be added.
  grpc::Status Flush();

  // Flush, and the end of the stream.
  grpc::Status Finish();

  UploadReport& report() { return report_; }

 private:
  using Stream =
      grpc::ClientReaderWriter<v1::StreamIndexArticlesRequest, v1::StreamIndexArticlesResponse>;

  struct Pending {
    v1::StreamIndexArticlesRequest request;
    ArticlePlace place;
    size_t bytes = 0;
  };

  // One stream and the thread that reads it.
  struct Session;

  grpc::Status Start(v1::StreamOpened& opened);
  grpc::Status Reopen(grpc::Status why);
  grpc::Status Retry(grpc::Status why);
  bool MayRetry(const grpc::Status& why) const;
  void BeginTries();
  bool IsPatient() const;
  bool IsStopped() const;
  // Takes what has come; waits for it where `wait`. OK: the stream goes on.
  grpc::Status Pump(bool wait);
  void Take(const v1::StreamProgress& progress);
  void Send();
  // Waits until the session has ended; never OK: why it did.
  grpc::Status Close();

  v1::IndexingService::Stub& stub_;
  const Options options_;
  std::string resume_token_;
  v1::StreamOpened opened_;
  std::unique_ptr<Session> session_;
  std::deque<Pending> pending_;  // without an answer, in order
  size_t pending_bytes_ = 0;
  size_t sent_ = 0;       // of pending_, in this session
  grpc::Status failure_;  // where there is no session any more
  UploadReport report_;
  bool ever_open_ = false;
  int tries_ = 0;  // since the last answer
  absl::Duration waited_;
  absl::Duration next_wait_;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_STREAM_UPLOADER_H_
