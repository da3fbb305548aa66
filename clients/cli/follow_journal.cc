// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/follow_journal.h"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace facetwire::cli {
namespace {

namespace fs = std::filesystem;

constexpr char kMagic[] = "facetwire-follow-1";

std::string TokenLine(const std::string& token) { return absl::StrCat("token ", token, "\n"); }

std::string FileLine(const std::string& path, const FileStamp& stamp) {
  return absl::StrCat("file ", stamp.size, " ", stamp.time, " ", absl::CEscape(path), "\n");
}

// False where the line says nothing.
bool Take(const std::string& line, FollowJournal::State& state) {
  const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits(' ', 3));
  if (parts.size() == 2 && parts[0] == "token") {
    state.commit_token = parts[1];
    return true;
  }
  FileStamp stamp;
  std::string path;
  if (parts.size() != 4 || parts[0] != "file" || !absl::SimpleAtoi(parts[1], &stamp.size) ||
      !absl::SimpleAtoi(parts[2], &stamp.time) || !absl::CUnescape(parts[3], &path)) {
    return false;
  }
  state.files[path] = stamp;
  return true;
}

absl::Status CannotWrite(const std::string& path) {
  return absl::ErrnoToStatus(errno == 0 ? EIO : errno, absl::StrCat("cannot write ", path));
}

}  // namespace

absl::StatusOr<std::optional<FollowJournal::State>> FollowJournal::Load() const {
  std::error_code error;
  if (!fs::exists(path_, error)) {
    return std::nullopt;
  }
  std::ifstream file(path_);
  std::string magic;
  std::string key;
  State state;
  if (!std::getline(file, magic) || magic != kMagic || !std::getline(file, key) ||
      !std::getline(file, state.index_id)) {
    return absl::InvalidArgumentError("it cannot be read as a journal of followed directories");
  }
  if (key != key_) {
    return absl::InvalidArgumentError("it is of other directories, other flags or another server");
  }
  // A line that was cut off, and what comes after it, counts as not written.
  for (std::string line; std::getline(file, line) && !file.eof() && Take(line, state);) {
  }
  return state;
}

absl::Status FollowJournal::Begin(const State& state) {
  std::error_code error;
  const fs::path path(path_);
  if (path.has_parent_path()) {
    fs::create_directories(path.parent_path(), error);
  }
  const std::string fresh = path_ + ".tmp";
  errno = 0;
  file_.open(fresh, std::ios::trunc);
  file_ << kMagic << "\n" << key_ << "\n" << state.index_id << "\n";
  for (const auto& [name, stamp] : state.files) {
    file_ << FileLine(name, stamp);
  }
  file_ << TokenLine(state.commit_token) << std::flush;
  if (!file_) {
    return CannotWrite(fresh);
  }
  fs::rename(fresh, path, error);
  return error ? absl::ErrnoToStatus(error.value(), absl::StrCat("cannot write ", path_))
               : absl::OkStatus();
}

absl::Status FollowJournal::Add(const std::vector<FileLedger::File>& finished,
                                const std::string& commit_token) {
  errno = 0;
  for (const FileLedger::File& file : finished) {
    if (file.stamp) {
      file_ << FileLine(file.path, *file.stamp);
    }
  }
  file_ << TokenLine(commit_token) << std::flush;
  return file_ ? absl::OkStatus() : CannotWrite(path_);
}

}  // namespace facetwire::cli
