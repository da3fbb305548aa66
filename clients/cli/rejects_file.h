// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_REJECTS_FILE_H_
#define FACETWIRE_CLIENTS_CLI_REJECTS_FILE_H_

#include <cstddef>
#include <fstream>
#include <string>
#include <unordered_set>

#include "absl/status/status.h"

#include "clients/cli/upload_report.h"

namespace facetwire::cli {

// `--rejects FILE`: a line for each article that is not in the index, see JsonLine, written as it
// comes. Open Write*. Not thread-safe.
class RejectsFile {
 public:
  explicit RejectsFile(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }

  // `going_on`: an earlier run was interrupted, and its lines stay; one that it has written is not
  // written again. Else the file begins anew.
  absl::Status Open(bool going_on);

  // After the first failure nothing more is written, and it is not told again.
  absl::Status Write(const RejectedArticle& rejected);

  // {"file":…,"line":…,"item":…,"id":…,"reason":…}: see clients/formats/README.md.
  static std::string JsonLine(const RejectedArticle& rejected);

 private:
  std::string path_;
  std::ofstream file_;
  std::unordered_set<std::string> known_;  // lines of the earlier run
  bool failed_ = false;
};

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_REJECTS_FILE_H_
