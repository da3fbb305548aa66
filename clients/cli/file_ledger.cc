// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/file_ledger.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace facetwire::cli {

std::optional<FileStamp> StampOf(const std::string& file) {
  std::error_code error;
  const uint64_t size = std::filesystem::file_size(file, error);
  if (error || !std::ifstream(file)) {
    return std::nullopt;
  }
  const auto time = std::filesystem::last_write_time(file, error);
  return error ? std::nullopt
               : std::optional(FileStamp{size, int64_t{time.time_since_epoch().count()}});
}

void FileLedger::Begin(std::string path, std::optional<FileStamp> stamp) {
  files_.push_back({std::move(path), stamp, {}});
}

void FileLedger::Sent(uint64_t offset) {
  files_.back().last = offset;
  ++files_.back().sent;
}

void FileLedger::Unreadable() { ++files_.back().report.unreadable; }

void FileLedger::End() { files_.back().read = true; }

void FileLedger::Answered(const v1::StreamResult& result) {
  const auto file = std::find_if(files_.begin(), files_.end(), [&](const File& candidate) {
    return candidate.last >= result.offset();
  });
  if (file != files_.end()) {
    file->report.Count(result.outcome());
  }
}

std::vector<FileLedger::File> FileLedger::TakeFinished() {
  std::vector<File> finished;
  while (!files_.empty() && files_.front().read &&
         files_.front().report.answered() == files_.front().sent) {
    finished.push_back(std::move(files_.front()));
    files_.pop_front();
  }
  return finished;
}

}  // namespace facetwire::cli
