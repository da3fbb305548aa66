// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/cli/connection.h"
#include "clients/cli/errors.h"
#include "clients/cli/files.h"
#include "clients/cli/journal.h"
#include "clients/cli/progress_line.h"
#include "clients/cli/render.h"
#include "clients/cli/session.h"
#include "clients/cli/stream_uploader.h"
#include "clients/cli/text.h"
#include "clients/formats/article_reader.h"

namespace facetwire::cli {

using formats::ArticleReader;

namespace {

constexpr absl::Duration kSaveInterval = absl::Milliseconds(200);

void Say(const std::string& what, Session& session) {
  session.streams.err << "facetwire: " << Printable(what, true) << "\n" << std::flush;
}

// One run of `index`.
class IndexRun {
 public:
  IndexRun(Session& session, ArticleReader& reader, size_t total)
      : session_(session),
        reader_(reader),
        connection_(session.options),
        total_(total),
        progress_(session),
        uploader_(connection_.indexing.indexing(), MakeOptions()) {
    MakeJournal();
  }

  int Run() {
    const Journal::State known = LoadJournal();
    absl::Status status = FromGrpc(uploader_.Open(known.commit_token), address());
    if (status.ok()) {
      Resume(known);
      status = Send();
    }
    progress_.Clear();
    Keep(status);
    PrintReport(status);
    if (!status.ok()) {
      return Report(session_, status);
    }
    return uploader_.report().rejected_count() == 0 ? kExitOk : kExitError;
  }

 private:
  const std::string& address() const { return connection_.indexing.address(); }

  StreamUploader::Options MakeOptions() {
    const Options& options = session_.options;
    return {.patience = absl::Seconds(options.retry_seconds),
            .answer_timeout = std::chrono::duration<double>(options.timeout_seconds),
            .bulk = options.bulk,
            .sleep = absl::SleepFor,
            .lost = [this](const grpc::Status& why) { Lost(why); },
            .back =
                [this] {
                  progress_.Clear();
                  Say("connected again; going on", session_);
                },
            .progress = [this](const v1::StreamProgress& progress) { Took(progress); }};
  }

  void MakeJournal() {
    const Options& options = session_.options;
    const std::optional<std::string> key = Journal::KeyOf(
        address(), options.files, {options.source, options.language, options.format});
    if (options.no_journal || !key) {
      return;
    }
    const std::string path = options.journal.empty() ? Journal::DefaultPath(*key) : options.journal;
    if (!path.empty()) {
      journal_.emplace(path, *key);
    }
  }

  Journal::State LoadJournal() {
    if (!journal_) {
      return {};
    }
    absl::StatusOr<std::optional<Journal::State>> state = journal_->Load();
    if (!state.ok()) {
      Say(absl::StrCat("the journal ", journal_->path(), " is ignored: ", state.status().message()),
          session_);
      return {};
    }
    return state->value_or(Journal::State());
  }

  // Skips what an earlier run has done, where the server still knows of it.
  void Resume(const Journal::State& known) {
    state_.index_id = uploader_.opened().index_id();
    state_.commit_token = uploader_.opened().commit_token();
    if (known.offset == 0) {
      return;
    }
    if (!uploader_.opened().resumed() || known.index_id != state_.index_id) {
      Say("the journal of an earlier run is ignored: the server has another index, or an earlier "
          "state of it",
          session_);
      return;
    }
    state_ = known;
    uploader_.report().by_outcome = known.by_outcome;
    Say(absl::StrCat("going on after ", WithCommas(known.offset), " articles of an earlier run"),
        session_);
  }

  absl::Status Send() {
    const uint64_t skip = state_.offset;
    uint64_t offset = 0;
    progress_.Show(skip, total_);
    absl::Status status = reader_.ForEach([&](v1::Article article) {
      return ++offset <= skip
                 ? absl::OkStatus()
                 : FromGrpc(uploader_.Add(offset, std::move(article), reader_.place()), address());
    });
    // What was read before a file went bad is finished.
    status.Update(FromGrpc(uploader_.Finish(), address()));
    return status;
  }

  void Took(const v1::StreamProgress& progress) {
    state_.offset = progress.durable_offset();
    state_.commit_token = progress.commit_token();
    state_.by_outcome = uploader_.report().by_outcome;
    if (session_.options.json) {
      session_.streams.out << ToJson(progress) << "\n";
    }
    progress_.Show(uploader_.report().done(), total_);
    if (const absl::Time now = absl::Now(); now >= next_save_) {
      next_save_ = now + kSaveInterval;
      Save();
    }
  }

  void Lost(const grpc::Status& why) {
    progress_.Clear();
    Save();
    Say(absl::StrCat(FromGrpc(why, address()).message(),
                     "; trying again for up to ",
                     absl::FormatDuration(absl::Seconds(session_.options.retry_seconds))),
        session_);
  }

  void Save() {
    if (!journal_) {
      return;
    }
    if (absl::Status status = journal_->Save(state_); !status.ok()) {
      Say(absl::StrCat("no journal is kept: ", status.message()), session_);
      journal_.reset();
    }
  }

  // Keeps the journal for another run, or removes it where there is nothing left to do.
  void Keep(const absl::Status& status) {
    if (journal_ && status.ok()) {
      journal_->Remove();
    } else if (state_.offset > 0) {
      Save();
    }
  }

  void PrintReport(const absl::Status& status) {
    const UploadReport& report = uploader_.report();
    for (const UploadReport::Rejection& rejection : report.rejected) {
      Say(absl::StrCat(rejection.place, ": rejected ", rejection.id, ": ", rejection.reason),
          session_);
    }
    if (!session_.options.json && (status.ok() || report.done() > 0)) {
      session_.streams.out << report.Summary() << "\n";
    }
    if (!status.ok() && journal_ && state_.offset > 0) {
      session_.streams.out.flush();
      Say("run the same command again to go on from there", session_);
    }
  }

  Session& session_;
  ArticleReader& reader_;
  Connection connection_;
  size_t total_;
  ProgressLine progress_;
  StreamUploader uploader_;
  std::optional<Journal> journal_;
  Journal::State state_;
  absl::Time next_save_ = absl::InfinitePast();
};

}  // namespace

int RunIndex(Session& session) {
  ArticleReader reader = OpenFiles(session, true);
  const ArticleReader::Summary summary = reader.Check();
  if (!AllGood(summary, session)) {
    return kExitUsage;
  }
  return IndexRun(session, reader, summary.articles).Run();
}

}  // namespace facetwire::cli
