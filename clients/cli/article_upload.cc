// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/article_upload.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "clients/cli/errors.h"
#include "clients/cli/render.h"
#include "clients/cli/text.h"

namespace facetwire::cli {

ArticleUpload::ArticleUpload(Session& session, Events events, const StopSignal* stop)
    : session_(session),
      events_(std::move(events)),
      connection_(session.options),
      progress_(session),
      uploader_(connection_.indexing.indexing(), MakeOptions(stop)) {}

StreamUploader::Options ArticleUpload::MakeOptions(const StopSignal* stop) {
  const Options& options = session_.options;
  StreamUploader::Options made;
  made.patience = absl::Seconds(options.retry_seconds);
  made.answer_timeout = std::chrono::duration<double>(options.timeout_seconds);
  made.bulk = options.bulk;
  made.await_server = options.follow;
  made.sleep = absl::SleepFor;
  if (stop != nullptr) {
    made.sleep = [stop](absl::Duration time) { stop->Sleep(time); };
    made.stopped = [stop] { return stop->asked(); };
  }
  made.lost = [this](const grpc::Status& why) { Lost(why); };
  made.back = [this] { Say("connected; going on"); };
  made.progress = [this](const v1::StreamProgress& progress) { Took(progress); };
  made.rejected = [this](const RejectedArticle& rejected) { Rejected(rejected); };
  return made;
}

void ArticleUpload::Say(const std::string& what) {
  progress_.Clear();
  session_.streams.out.flush();  // what was said before stands before it
  session_.streams.err << "facetwire: " << Printable(what, true) << "\n" << std::flush;
}

absl::Status ArticleUpload::Open(const std::string& resume_token) {
  return FromGrpc(uploader_.Open(resume_token), address());
}

absl::Status ArticleUpload::Begin(bool going_on) {
  if (session_.options.rejects.empty()) {
    return absl::OkStatus();
  }
  rejects_.emplace(session_.options.rejects);
  const absl::Status status = rejects_->Open(going_on);
  return status.ok() ? status
                     : absl::InvalidArgumentError(absl::StrCat("--rejects: ", status.message()));
}

absl::Status ArticleUpload::Add(uint64_t offset, v1::Article article, ArticlePlace place) {
  return FromGrpc(uploader_.Add(offset, std::move(article), std::move(place)), address());
}

absl::Status ArticleUpload::Flush() { return FromGrpc(uploader_.Flush(), address()); }

absl::Status ArticleUpload::Finish() { return FromGrpc(uploader_.Finish(), address()); }

void ArticleUpload::Reject(const formats::Rejection& rejection) {
  ++report().unreadable;
  Rejected({{rejection.file, rejection.position}, "", rejection.reason});
}

void ArticleUpload::Rejected(const RejectedArticle& rejected) {
  if (!rejects_) {
    Say(absl::StrCat(formats::PlaceText(rejected.place.file, rejected.place.position),
                     ": ",
                     rejected.id.empty() ? "" : absl::StrCat("rejected ", rejected.id, ": "),
                     rejected.reason));
  } else if (const absl::Status status = rejects_->Write(rejected); !status.ok()) {
    rejects_failed_ = true;
    Say(absl::StrCat("--rejects: ", status.message()));
  }
}

void ArticleUpload::Took(const v1::StreamProgress& progress) {
  if (session_.options.json) {
    session_.streams.out << ToJson(progress) << "\n";
  }
  events_.took(progress);
}

void ArticleUpload::Lost(const grpc::Status& why) {
  events_.lost();
  Say(absl::StrCat(FromGrpc(why, address()).message(),
                   "; trying again for up to ",
                   absl::FormatDuration(absl::Seconds(session_.options.retry_seconds))));
}

int ArticleUpload::End(const absl::Status& status) {
  progress_.Clear();
  if (!session_.options.json && (status.ok() || report().done() > 0)) {
    session_.streams.out << report().Summary() << "\n";
  }
  if (rejects_ && report().rejected_count() > 0) {
    Say(absl::StrCat("what was rejected is listed in ", rejects_->path()));
  }
  if (!status.ok()) {
    return Report(session_, status);
  }
  return rejects_failed_ ? kExitError : kExitOk;
}

}  // namespace facetwire::cli
