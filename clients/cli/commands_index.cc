// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "clients/cli/article_upload.h"
#include "clients/cli/errors.h"
#include "clients/cli/files.h"
#include "clients/cli/follow_run.h"
#include "clients/cli/journal.h"
#include "clients/cli/progress_line.h"
#include "clients/cli/session.h"
#include "clients/cli/text.h"
#include "clients/formats/article_reader.h"
#include "clients/formats/directory_follower.h"

namespace facetwire::cli {

using formats::ArticleReader;

namespace {

constexpr absl::Duration kSaveInterval = absl::Milliseconds(200);

// One run of `index` over files that are there.
class LoadRun {
 public:
  // `total`: how many articles there are, where that is known.
  LoadRun(Session& session, ArticleReader& reader, std::optional<size_t> total)
      : session_(session),
        reader_(reader),
        total_(total),
        upload_(
            session,
            {[this](const v1::StreamProgress& progress) { Took(progress); }, [this] { Save(); }},
            nullptr) {
    MakeJournal();
  }

  int Run() {
    const Journal::State known = LoadJournal();
    absl::Status status = upload_.Open(known.commit_token);
    if (status.ok()) {
      status = upload_.Begin(Resume(known));
    }
    if (status.ok()) {
      status = Send();
    }
    Keep(status);
    const int exit_code = upload_.End(status);
    if (!status.ok() && journal_ && state_.offset > 0) {
      upload_.Say("run the same command again to go on from there");
    }
    return exit_code == kExitOk && upload_.report().rejected_count() > 0 ? kExitError : exit_code;
  }

 private:
  void MakeJournal() {
    const Options& options = session_.options;
    std::vector<std::string> settings = {options.source, options.language, options.format};
    if (IdRule(options) == formats::FileIds::Rule::kPath) {
      // Ids are paths as they are named: another name for the same file makes another id.
      settings.insert(settings.end(), options.files.begin(), options.files.end());
    }
    const std::optional<std::string> key =
        Journal::KeyOf(upload_.address(), options.files, settings);
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
      upload_.Say(absl::StrCat(
          "the journal ", journal_->path(), " is ignored: ", state.status().message()));
      return {};
    }
    return state->value_or(Journal::State());
  }

  // Skips what an earlier run has done, where the server still knows of it; returns whether it
  // does.
  bool Resume(const Journal::State& known) {
    const v1::StreamOpened& opened = upload_.opened();
    state_.index_id = opened.index_id();
    state_.commit_token = opened.commit_token();
    if (known.offset == 0) {
      return false;
    }
    if (!opened.resumed() || known.index_id != state_.index_id) {
      upload_.Say(
          "the journal of an earlier run is ignored: the server has another index, or an earlier "
          "state of it");
      return false;
    }
    state_ = known;
    upload_.report().by_outcome = known.by_outcome;
    upload_.Say(
        absl::StrCat("going on after ", WithCommas(known.offset), " articles of an earlier run"));
    return true;
  }

  absl::Status Send() {
    const uint64_t skip = state_.offset;
    uint64_t offset = 0;
    upload_.progress().Show(skip, total_);
    absl::Status status = reader_.ForEach(
        [&](v1::Article article) {
          return ++offset <= skip
                     ? absl::OkStatus()
                     : upload_.Add(
                           offset, std::move(article), {reader_.file(), reader_.position()});
        },
        [this](const formats::Rejection& rejection) { upload_.Reject(rejection); });
    status.Update(upload_.Finish());
    return status;
  }

  void Took(const v1::StreamProgress& progress) {
    state_.offset = progress.durable_offset();
    state_.commit_token = progress.commit_token();
    state_.by_outcome = upload_.report().by_outcome;
    upload_.progress().Show(upload_.report().answered(), total_);
    if (const absl::Time now = absl::Now(); now >= next_save_) {
      next_save_ = now + kSaveInterval;
      Save();
    }
  }

  void Save() {
    if (!journal_) {
      return;
    }
    if (absl::Status status = journal_->Save(state_); !status.ok()) {
      upload_.Say(absl::StrCat("no journal is kept: ", status.message()));
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

  Session& session_;
  ArticleReader& reader_;
  std::optional<size_t> total_;
  ArticleUpload upload_;
  std::optional<Journal> journal_;
  Journal::State state_;
  absl::Time next_save_ = absl::InfinitePast();
};

int Follow(Session& session) {
  auto follower = formats::DirectoryFollower::Open(session.options.files);
  if (!follower.ok()) {
    return Report(session,
                  absl::Status(follower.status().code(),
                               absl::StrCat("--follow: ", follower.status().message())));
  }
  formats::DirectoryFollower& files = **follower;
  StopSignal stop([&files] { files.Stop(); });
  FollowRun run(session, stop);
  files.PassOver([&run](const std::string& file) { return run.IsKnown(file); });
  return run.Run([&](const std::function<absl::Status()>& before_waiting) {
    return files.Next([&] {
      for (const std::string& trouble : files.TakeTroubles()) {
        run.CannotRead(trouble);
      }
      return before_waiting();
    });
  });
}

// How many articles there are, where somebody looks at the progress and all can be read twice.
std::optional<size_t> CountArticles(Session& session, ArticleReader& reader) {
  const std::vector<std::string>& files = session.options.files;
  if (!session.streams.err_is_terminal ||
      !std::all_of(files.begin(), files.end(), CanBeReadTwice)) {
    return std::nullopt;
  }
  ProgressLine progress(session);
  size_t count = 0;
  const absl::Status status = reader.ForEach(
      [&](const v1::Article&) {
        progress.Show("counting", ++count, std::nullopt);
        return absl::OkStatus();
      },
      [](const formats::Rejection&) {});
  progress.Clear();
  return status.ok() ? std::optional(count) : std::nullopt;
}

// With --rejects nothing is held back: what is bad is listed on the way.
int LoadWithRejects(Session& session) {
  ArticleReader reader = OpenFiles(session, session.options.files, true);
  const std::optional<size_t> total = CountArticles(session, reader);
  return LoadRun(session, reader, total).Run();
}

}  // namespace

int RunIndex(Session& session) {
  const Options& options = session.options;
  if (absl::Status status = CheckOutputs(options); !status.ok()) {
    return Report(session, status);
  }
  if (options.follow) {
    return Follow(session);
  }
  if (!options.rejects.empty()) {
    return LoadWithRejects(session);
  }
  ArticleReader reader = OpenFiles(session, options.files, true);
  const ArticleReader::Summary summary = CheckFiles(reader, session);
  if (!AllGood(summary, session)) {
    session.streams.err << "facetwire: nothing was sent; with --rejects FILE what is good is, and "
                           "FILE lists the rest\n";
    return kExitUsage;
  }
  return LoadRun(session, reader, summary.articles).Run();
}

}  // namespace facetwire::cli
