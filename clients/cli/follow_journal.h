// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_FOLLOW_JOURNAL_H_
#define FACETWIRE_CLIENTS_CLI_FOLLOW_JOURNAL_H_

#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "clients/cli/file_ledger.h"

namespace facetwire::cli {

// Which files of followed directories are finished, in a file: a line each, added when it is. Not
// synced, and what cannot be read at its end is left out: a file that is sent twice does no harm.
// Not thread-safe.
class FollowJournal {
 public:
  struct State {
    std::string index_id;
    std::string commit_token;
    std::map<std::string, FileStamp> files;

    friend bool operator==(const State&, const State&) = default;
  };

  // `key` tells one set of directories, flags and a server from another.
  FollowJournal(std::string path, std::string key) : path_(std::move(path)), key_(std::move(key)) {}

  const std::string& path() const { return path_; }

  // Nothing where there is no file. INVALID_ARGUMENT where it is not a journal, or that of other
  // directories.
  absl::StatusOr<std::optional<State>> Load() const;

  // Replaces the file by one with this in it. Before the first Add.
  absl::Status Begin(const State& state);

  // Files without a stamp are not kept.
  absl::Status Add(const std::vector<FileLedger::File>& finished, const std::string& commit_token);

 private:
  std::string path_;
  std::string key_;
  std::ofstream file_;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_FOLLOW_JOURNAL_H_
