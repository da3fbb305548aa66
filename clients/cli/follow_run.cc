// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/follow_run.h"

#include <filesystem>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/errors.h"
#include "clients/cli/files.h"
#include "clients/cli/journal.h"
#include "clients/cli/text.h"

namespace facetwire::cli {
namespace {

// That the reading of a file was broken off.
bool IsStop(const absl::Status& status) { return absl::IsCancelled(status); }

}  // namespace

FollowRun::FollowRun(Session& session, const StopSignal& stop)
    : session_(session),
      stop_(stop),
      upload_(
          session, {[this](const v1::StreamProgress& progress) { Took(progress); }, [] {}}, &stop),
      ids_(IdRule(session.options)) {
  MakeJournal();
}

void FollowRun::MakeJournal() {
  const Options& options = session_.options;
  if (options.no_journal) {
    return;
  }
  std::vector<std::string> identity = {"follow", options.source, options.language, options.format};
  if (IdRule(options) == formats::FileIds::Rule::kPath) {
    identity.push_back(options.id_rule);
  }
  for (const std::string& directory : options.files) {
    identity.push_back(directory);
    identity.push_back(std::filesystem::absolute(directory).lexically_normal().string());
  }
  const std::string key = Journal::KeyOf(upload_.address(), {}, identity).value_or("");
  const std::string path = options.journal.empty() ? Journal::DefaultPath(key) : options.journal;
  if (!path.empty()) {
    journal_.emplace(path, key);
  }
}

FollowJournal::State FollowRun::LoadJournal() {
  if (!journal_) {
    return {};
  }
  absl::StatusOr<std::optional<FollowJournal::State>> state = journal_->Load();
  if (!state.ok()) {
    upload_.Say(
        absl::StrCat("the journal ", journal_->path(), " is ignored: ", state.status().message()));
    return {};
  }
  return (*std::move(state)).value_or(FollowJournal::State());
}

// Whether it goes on where an earlier run was.
bool FollowRun::Resume(FollowJournal::State known) {
  const v1::StreamOpened& opened = upload_.opened();
  const bool any = !known.index_id.empty();
  const bool same = any && opened.resumed() && known.index_id == opened.index_id();
  if (any && !same) {
    upload_.Say(
        "the journal of an earlier run is ignored: the server has another index, or an earlier "
        "state of it");
  }
  if (same) {
    state_ = std::move(known);
  }
  state_.index_id = opened.index_id();
  state_.commit_token = opened.commit_token();
  for (auto at = state_.files.begin(); at != state_.files.end();) {
    at = StampOf(at->first) ? std::next(at) : state_.files.erase(at);
  }
  if (journal_) {
    DropJournal(journal_->Begin(state_));
  }
  return same;
}

void FollowRun::DropJournal(const absl::Status& why) {
  if (!why.ok()) {
    upload_.Say(absl::StrCat("no journal is kept: ", why.message()));
    journal_.reset();
  }
}

bool FollowRun::IsKnown(const std::string& file) const {
  const auto found = state_.files.find(file);
  return found != state_.files.end() && StampOf(file) == found->second;
}

int FollowRun::Run(const NextFile& next) {
  FollowJournal::State known = LoadJournal();
  if (absl::Status opened = upload_.Open(known.commit_token); !opened.ok()) {
    // Nothing has begun, so whoever ends it leaves nothing undone.
    return upload_.End(stop_.asked() ? absl::OkStatus() : opened);
  }
  absl::Status status = upload_.Begin(Resume(std::move(known)));
  if (status.ok()) {
    status = Follow(next);
    status.Update(upload_.Finish());
    TakeFinished();
  }
  const int exit_code = upload_.End(status);
  if (!status.ok() && journal_) {
    upload_.Say("run the same command again to go on from there");
  }
  return exit_code;
}

absl::Status FollowRun::Follow(const NextFile& next) {
  while (true) {
    absl::StatusOr<std::optional<std::string>> file = next([this] { return BeforeWaiting(); });
    if (!file.ok()) {
      return file.status();
    }
    if (!*file) {
      return absl::OkStatus();
    }
    if (absl::Status status = SendFile(**file); !status.ok()) {
      return IsStop(status) && stop_.asked() ? absl::OkStatus() : status;
    }
  }
}

absl::Status FollowRun::SendFile(const std::string& file) {
  ledger_.Begin(file, StampOf(file));
  formats::ArticleReader reader = OpenFiles(session_, {file}, true, &ids_);
  absl::Status status = reader.ForEach(
      [&](v1::Article article) {
        if (stop_.asked()) {
          return absl::CancelledError("stopped");
        }
        ledger_.Sent(++offset_);
        return upload_.Add(offset_, std::move(article), {reader.file(), reader.position()});
      },
      [&](const formats::Rejection& rejection) {
        ledger_.Unreadable();
        upload_.Reject(rejection);
      });
  if (status.ok()) {
    ledger_.End();
    TakeFinished();
  }
  return status;
}

// There is nothing to do: whatever was sent is answered before it waits.
absl::Status FollowRun::BeforeWaiting() {
  if (absl::Status status = upload_.Flush(); !status.ok()) {
    return status;
  }
  TakeFinished();
  if (!waited_) {
    waited_ = true;
    upload_.progress().Clear();
    if (!session_.options.json) {
      const bool nothing = upload_.report().done() == 0;
      session_.streams.out << "what was there: "
                           << (nothing ? "nothing new" : upload_.report().Summary()) << "\n";
    }
    upload_.Say(absl::StrCat(
        "waiting for files in ", absl::StrJoin(session_.options.files, ", "), "; Ctrl-C ends it"));
  }
  return absl::OkStatus();
}

void FollowRun::Took(const v1::StreamProgress& progress) {
  for (const v1::StreamResult& result : progress.results()) {
    ledger_.Answered(result);
  }
  state_.commit_token = progress.commit_token();
  if (!waited_) {
    upload_.progress().Show(upload_.report().done(), std::nullopt);
  }
  TakeFinished();
}

void FollowRun::TakeFinished() {
  const std::vector<FileLedger::File> finished = ledger_.TakeFinished();
  if (finished.empty()) {
    return;
  }
  if (journal_) {
    DropJournal(journal_->Add(finished, state_.commit_token));
  }
  if (waited_ && !session_.options.json) {
    for (const FileLedger::File& file : finished) {
      session_.streams.out << Printable(file.path, true) << ": " << file.report.Summary() << "\n";
    }
  }
  session_.streams.out.flush();
}

}  // namespace facetwire::cli
