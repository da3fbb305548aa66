// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_JOURNAL_H_
#define FACETWIRE_CLIENTS_CLI_JOURNAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "clients/cli/upload_report.h"

namespace facetwire::cli {

// How far an upload got, in a file, so that it can go on after it was interrupted. The file is
// replaced by rename; it is not synced, for what is sent twice does no harm.
class Journal {
 public:
  struct State {
    std::string index_id;
    std::string commit_token;
    uint64_t offset = 0;  // articles that are done
    UploadReport::Counts by_outcome{};

    friend bool operator==(const State&, const State&) = default;
  };

  // `key` tells one upload from another, see KeyOf.
  Journal(std::string path, std::string key) : path_(std::move(path)), key_(std::move(key)) {}

  const std::string& path() const { return path_; }

  // Nothing where there is no file. INVALID_ARGUMENT where it is not a journal, or that of another
  // upload; or why it cannot be read.
  absl::StatusOr<std::optional<State>> Load() const;

  absl::Status Save(const State& state) const;

  // That there is no file is no error.
  void Remove() const;

  // Of the server, the files (place, size, time of the last change; of directories: those below)
  // and what else shapes the articles. Nothing where a file cannot be read twice, such as a pipe.
  static std::optional<std::string> KeyOf(const std::string& server,
                                          const std::vector<std::string>& files,
                                          const std::vector<std::string>& settings);

  // Where journals are kept: $XDG_STATE_HOME/facetwire, or ~/.local/state/facetwire. Empty where
  // the environment does not say.
  static std::string DefaultPath(const std::string& key);

 private:
  std::string path_;
  std::string key_;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_JOURNAL_H_
