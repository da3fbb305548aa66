// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/journal.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "clients/formats/directory_listing.h"

namespace facetwire::cli {

namespace {

namespace fs = std::filesystem;

constexpr char kMagic[] = "facetwire-journal-1";

// FNV-1a: names a file; nothing depends on it that a collision could harm but a second upload.
std::string Fingerprint(const std::string& text) {
  uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return absl::StrFormat("%016x", hash);
}

// Adds the place and the state of a file; false where it is no file.
bool Identify(const std::string& name, std::string& identity) {
  std::error_code error;
  if (!fs::is_regular_file(name, error)) {
    return false;
  }
  absl::StrAppend(&identity,
                  "\n",
                  fs::absolute(name, error).string(),
                  "\n",
                  fs::file_size(name, error),
                  " ",
                  fs::last_write_time(name, error).time_since_epoch().count());
  return !error;
}

// Empty where it is not set.
std::string Environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

absl::StatusOr<std::optional<Journal::State>> Journal::Load() const {
  std::error_code error;
  if (!fs::exists(path_, error)) {
    return std::nullopt;
  }
  std::ifstream file(path_);
  std::string magic;
  std::string key;
  State state;
  file >> magic >> key >> state.index_id >> state.commit_token >> state.offset;
  for (size_t& count : state.by_outcome) {
    file >> count;
  }
  if (!file || magic != kMagic) {
    return absl::InvalidArgumentError("it cannot be read as a journal");
  }
  if (key != key_) {
    return absl::InvalidArgumentError("it is of other files, other flags or another server");
  }
  return state;
}

absl::Status Journal::Save(const State& state) const {
  std::error_code error;
  const fs::path path(path_);
  if (path.has_parent_path()) {
    fs::create_directories(path.parent_path(), error);
  }
  const std::string fresh = path_ + ".tmp";
  std::ofstream file(fresh, std::ios::trunc);
  file << kMagic << "\n"
       << key_ << "\n"
       << state.index_id << "\n"
       << state.commit_token << "\n"
       << state.offset << "\n";
  for (const size_t count : state.by_outcome) {
    file << count << " ";
  }
  file << "\n";
  file.close();
  if (!file) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", fresh));
  }
  fs::rename(fresh, path, error);
  return error ? absl::ErrnoToStatus(error.value(), absl::StrCat("cannot write ", path_))
               : absl::OkStatus();
}

void Journal::Remove() const {
  std::error_code error;
  fs::remove(path_, error);
}

std::optional<std::string> Journal::KeyOf(const std::string& server,
                                          const std::vector<std::string>& files,
                                          const std::vector<std::string>& settings) {
  std::string identity = server;
  for (const std::string& setting : settings) {
    absl::StrAppend(&identity, "\n", setting.size(), " ", setting);
  }
  for (const std::string& name : files) {
    std::error_code error;
    if (!fs::is_directory(name, error)) {
      if (name == "-" || !Identify(name, identity)) {
        return std::nullopt;
      }
      continue;
    }
    absl::StrAppend(&identity, "\n", fs::absolute(name, error).string());
    for (const std::string& file : formats::FilesBelow(name)) {
      Identify(file, identity);  // one that is gone meanwhile makes another key
    }
  }
  return Fingerprint(identity);
}

std::string Journal::DefaultPath(const std::string& key) {
  std::string base = Environment("XDG_STATE_HOME");
  if (base.empty()) {
    base = Environment("HOME");
    if (base.empty()) {
      return "";
    }
    base += "/.local/state";
  }
  return absl::StrCat(base, "/facetwire/index-", key, ".journal");
}

}  // namespace facetwire::cli
