// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_ARTICLE_UPLOAD_H_
#define FACETWIRE_CLIENTS_CLI_ARTICLE_UPLOAD_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"

#include "facetwire/v1/indexing_service.pb.h"

#include "clients/cli/connection.h"
#include "clients/cli/progress_line.h"
#include "clients/cli/rejects_file.h"
#include "clients/cli/session.h"
#include "clients/cli/stop_signal.h"
#include "clients/cli/stream_uploader.h"
#include "clients/formats/article_reader.h"

namespace facetwire::cli {

// What `index` does with articles, from a list of files or as they come: sends them, tells a person
// how it goes, and lists what is rejected. Open Begin (Add | Reject | Flush)* Finish; one thread.
class ArticleUpload {
 public:
  struct Events {
    std::function<void(const v1::StreamProgress&)> took;  // answers have come
    std::function<void()> lost;                           // the server; it will be tried again
  };

  // `stop`: null, or what ends the waiting for a lost server. It must outlive the upload.
  ArticleUpload(Session& session, Events events, const StopSignal* stop);

  // Opens the stream; see StreamOpen for the token.
  absl::Status Open(const std::string& resume_token);

  const v1::StreamOpened& opened() const { return uploader_.opened(); }

  // Opens --rejects, if it is given. `going_on`: where an earlier run was interrupted.
  absl::Status Begin(bool going_on);

  // As StreamUploader's, with errors for a person.
  absl::Status Add(uint64_t offset, v1::Article article, ArticlePlace place);
  absl::Status Flush();
  absl::Status Finish();

  // What is no article that could be sent.
  void Reject(const formats::Rejection& rejection);

  const std::string& address() const { return connection_.indexing.address(); }

  UploadReport& report() { return uploader_.report(); }

  ProgressLine& progress() { return progress_; }

  // To the person, on standard error.
  void Say(const std::string& what);

  // The sum of it all, unless --json; the exit code.
  int End(const absl::Status& status);

 private:
  StreamUploader::Options MakeOptions(const StopSignal* stop);
  void Lost(const grpc::Status& why);
  void Took(const v1::StreamProgress& progress);
  void Rejected(const RejectedArticle& rejected);

  Session& session_;
  Events events_;
  Connection connection_;
  ProgressLine progress_;
  std::optional<RejectsFile> rejects_;
  StreamUploader uploader_;
  bool rejects_failed_ = false;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_ARTICLE_UPLOAD_H_
