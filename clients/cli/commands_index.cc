// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "clients/cli/connection.h"
#include "clients/cli/errors.h"
#include "clients/cli/files.h"
#include "clients/cli/render.h"
#include "clients/cli/retry.h"
#include "clients/cli/session.h"
#include "clients/cli/text.h"
#include "clients/cli/uploader.h"
#include "clients/formats/article_reader.h"

namespace facetwire::cli {
namespace {

constexpr absl::Duration kRedraw = absl::Milliseconds(100);

// A line on a terminal that is drawn again and again, and at last removed.
class ProgressLine {
 public:
  ProgressLine(size_t total, Session& session) : total_(total), session_(session) {}

  void Show(size_t done) {
    const absl::Time now = absl::Now();
    if (!session_.streams.err_is_terminal || now < next_) {
      return;
    }
    next_ = now + kRedraw;
    shown_ = true;
    session_.streams.err << "\r" << RenderProgress(done, total_, session_.streams.width - 1)
                         << std::flush;
  }

  void Clear() {
    if (shown_) {
      session_.streams.err << "\r\x1b[K" << std::flush;
    }
    shown_ = false;
  }

 private:
  size_t total_;
  Session& session_;
  absl::Time next_ = absl::InfinitePast();
  bool shown_ = false;
};

void PrintReport(const UploadReport& report, Session& session) {
  for (const UploadReport::Rejection& rejection : report.rejected) {
    session.streams.err << "facetwire: rejected " << Printable(rejection.id, true) << ": "
                        << Printable(rejection.reason, true) << "\n";
  }
  if (!session.options.json) {
    session.streams.out << report.Summary() << "\n";
  }
}

}  // namespace

int RunIndex(Session& session) {
  formats::ArticleReader reader = OpenFiles(session, true);
  const formats::ArticleReader::Summary summary = reader.Check();
  if (!AllGood(summary, session)) {
    return kExitUsage;
  }
  Connection connection(session.options);
  Peer& peer = connection.indexing;
  const auto send = [&peer](const v1::BatchIndexArticlesRequest& request,
                            v1::BatchIndexArticlesResponse* response) {
    const auto call = [&peer, &request, response] {
      return peer.Call([&](grpc::ClientContext* context) {
        return peer.indexing().BatchIndexArticles(context, request, response);
      });
    };
    return CallWithRetry(call, absl::SleepFor);
  };
  ProgressLine progress(summary.articles, session);
  Uploader uploader(
      send, [&](const UploadReport& report, const v1::BatchIndexArticlesResponse& response) {
        if (session.options.json) {
          session.streams.out << ToJson(response) << "\n";
        }
        progress.Show(report.done);
      });
  progress.Show(0);
  absl::Status status = reader.ForEach([&](v1::Article article) {
    return FromGrpc(uploader.Add(std::move(article)), peer.address());
  });
  const absl::Status finished = FromGrpc(uploader.Finish(), peer.address());
  status.Update(finished);
  progress.Clear();
  if (status.ok() || uploader.report().done > 0) {
    PrintReport(uploader.report(), session);
  }
  if (!status.ok()) {
    return Report(session, status);
  }
  return uploader.report().rejected.empty() ? kExitOk : kExitError;
}

}  // namespace facetwire::cli
