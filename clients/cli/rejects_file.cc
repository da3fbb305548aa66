// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/rejects_file.h"

#include <cerrno>

#include "absl/strings/str_cat.h"

#include <nlohmann/json.hpp>

namespace facetwire::cli {

absl::Status RejectsFile::Open(bool going_on) {
  bool cut_off = false;  // in the middle of its last line
  if (going_on) {
    std::ifstream earlier(path_);
    for (std::string line; std::getline(earlier, line);) {
      cut_off = earlier.eof();
      known_.insert(std::move(line));
    }
  }
  errno = 0;
  file_.open(path_, going_on ? std::ios::app : std::ios::trunc);
  if (!file_) {
    return absl::ErrnoToStatus(errno == 0 ? EIO : errno, absl::StrCat("cannot write ", path_));
  }
  if (cut_off) {
    file_ << "\n";
  }
  return absl::OkStatus();
}

absl::Status RejectsFile::Write(const RejectedArticle& rejected) {
  const std::string line = JsonLine(rejected);
  if (failed_ || known_.contains(line)) {
    return absl::OkStatus();
  }
  errno = 0;
  file_ << line << "\n" << std::flush;
  if (!file_) {
    failed_ = true;
    return absl::ErrnoToStatus(errno == 0 ? EIO : errno, absl::StrCat("cannot write ", path_));
  }
  return absl::OkStatus();
}

std::string RejectsFile::JsonLine(const RejectedArticle& rejected) {
  nlohmann::ordered_json line;
  line["file"] = rejected.place.file;
  if (rejected.place.position.line > 0) {
    line["line"] = rejected.place.position.line;
  }
  if (rejected.place.position.item > 0) {
    line["item"] = rejected.place.position.item;
  }
  if (!rejected.id.empty()) {
    line["id"] = rejected.id;
  }
  line["reason"] = rejected.reason;
  // A file's name may be any bytes.
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace facetwire::cli
