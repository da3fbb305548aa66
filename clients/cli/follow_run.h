// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_FOLLOW_RUN_H_
#define FACETWIRE_CLIENTS_CLI_FOLLOW_RUN_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "clients/cli/article_upload.h"
#include "clients/cli/file_ledger.h"
#include "clients/cli/follow_journal.h"
#include "clients/cli/session.h"
#include "clients/cli/stop_signal.h"
#include "clients/formats/file_ids.h"

namespace facetwire::cli {

// One run of `index --follow`: sends the articles of each file that it is given until there is no
// other, or it is to stop. One thread.
class FollowRun {
 public:
  // As DirectoryFollower::Next: nothing at the end; calls `before_waiting` first where it waits,
  // and returns its failure.
  using NextFile = std::function<absl::StatusOr<std::optional<std::string>>(
      const std::function<absl::Status()>& before_waiting)>;

  // All must outlive it.
  FollowRun(Session& session, const StopSignal& stop);

  // Whether an earlier run has sent the file, as it is. From Run's first call of `next` on.
  bool IsKnown(const std::string& file) const;

  // That something below a directory cannot be read: told, and it goes on.
  void CannotRead(const std::string& what) { upload_.Say(what); }

  // The exit code: 0 where everything that was sent has been answered, whatever was rejected.
  int Run(const NextFile& next);

 private:
  void MakeJournal();
  FollowJournal::State LoadJournal();
  bool Resume(FollowJournal::State known);
  absl::Status Follow(const NextFile& next);
  absl::Status SendFile(const std::string& file);
  absl::Status BeforeWaiting();
  void Took(const v1::StreamProgress& progress);
  void TakeFinished();
  void DropJournal(const absl::Status& why);

  Session& session_;
  const StopSignal& stop_;
  ArticleUpload upload_;
  formats::FileIds ids_;
  FileLedger ledger_;
  std::optional<FollowJournal> journal_;
  FollowJournal::State state_;  // what the journal holds
  uint64_t offset_ = 0;
  bool waited_ = false;  // what was there is done
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_FOLLOW_RUN_H_
