// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <deque>
#include <future>
#include <string>
#include <utility>

#include "absl/time/clock.h"

#include "clients/cli/connection.h"
#include "clients/cli/errors.h"
#include "clients/cli/files.h"
#include "clients/cli/render.h"
#include "clients/cli/retry.h"
#include "clients/cli/session.h"
#include "clients/cli/text.h"
#include "clients/formats/article_reader.h"

namespace facetwire::cli {
namespace {

constexpr size_t kAnalysesInFlight = 4;

// Asks what is in articles, several at the same time, and prints the answers in order.
class Annotator {
 public:
  explicit Annotator(Session& session) : session_(session), connection_(session.options) {}

  // Fails where it makes no sense to go on. That one article is refused is printed and counted.
  absl::Status Add(v1::Article article) {
    while (waiting_.size() >= kAnalysesInFlight) {
      if (absl::Status status = PrintOldest(); !status.ok()) {
        return status;
      }
    }
    v1::AnalyzeArticleRequest request;
    *request.mutable_article() = std::move(article);
    request.set_label_language(session_.options.label_language);
    waiting_.push_back(std::async(
        std::launch::async, [this, request = std::move(request)] { return Analyze(request); }));
    return session_.streams.out ? absl::OkStatus() : absl::CancelledError("output closed");
  }

  absl::Status Finish() {
    while (!waiting_.empty()) {
      if (absl::Status status = PrintOldest(); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  bool any_refused() const { return any_refused_; }

 private:
  struct Answer {
    v1::Article article;
    grpc::Status status;
    v1::AnalyzeArticleResponse response;
  };

  Answer Analyze(const v1::AnalyzeArticleRequest& request) {
    Answer answer{request.article(), {}, {}};
    Peer& peer = connection_.indexing;
    const auto call = [&] {
      return peer.Call([&](grpc::ClientContext* context) {
        return peer.indexing().AnalyzeArticle(context, request, &answer.response);
      });
    };
    answer.status = CallWithRetry(call, absl::SleepFor);
    return answer;
  }

  absl::Status PrintOldest() {
    const Answer answer = waiting_.front().get();
    waiting_.pop_front();
    absl::Status status = FromGrpc(answer.status, connection_.indexing.address());
    if (absl::IsInvalidArgument(status)) {
      any_refused_ = true;
      session_.streams.err << "facetwire: " << Printable(answer.article.id(), true) << ": "
                           << status.message() << "\n";
      return absl::OkStatus();
    }
    if (status.ok()) {
      Print(answer);
    }
    return status;
  }

  void Print(const Answer& answer) {
    std::ostream& out = session_.streams.out;
    if (session_.options.jsonl) {
      out << AnnotationLine(answer.article.id(), answer.response.entities()) << "\n";
    } else if (session_.options.json) {
      out << ToJson(answer.response) << "\n";
    } else {
      out << (first_ ? "" : "\n")
          << RenderAnnotation(answer.article,
                              answer.response.entities(),
                              session_.style,
                              session_.options.explain);
    }
    first_ = false;
  }

  Session& session_;
  Connection connection_;
  std::deque<std::future<Answer>> waiting_;
  bool any_refused_ = false;
  bool first_ = true;
};

}  // namespace

int RunAnnotate(Session& session) {
  formats::ArticleReader reader = OpenFiles(session, session.options.files, false);
  if (!AllGood(CheckFiles(reader, session), session)) {
    return kExitUsage;
  }
  Annotator annotator(session);
  absl::Status status =
      reader.ForEach([&](v1::Article article) { return annotator.Add(std::move(article)); });
  status.Update(annotator.Finish());
  if (!session.streams.out) {
    return kExitOk;  // nobody reads on: `| head`
  }
  if (!status.ok()) {
    return Report(session, status);
  }
  return annotator.any_refused() ? kExitError : kExitOk;
}

}  // namespace facetwire::cli
