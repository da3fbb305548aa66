// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/directory_listing.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace facetwire::formats {
namespace {

namespace fs = std::filesystem;

void AddFiles(const std::string& directory, std::vector<std::string>& files) {
  const absl::StatusOr<std::vector<DirectoryEntry>> entries = ListDirectory(directory);
  if (!entries.ok()) {
    return;
  }
  for (const DirectoryEntry& entry : *entries) {
    if (entry.is_directory) {
      AddFiles(entry.path, files);
    } else {
      files.push_back(entry.path);
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<DirectoryEntry>> ListDirectory(const std::string& directory) {
  std::error_code error;
  std::vector<DirectoryEntry> entries;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    if (at->path().filename().string().rfind('.', 0) == 0) {
      continue;
    }
    std::error_code ignored;
    const bool linked = at->is_symlink(ignored);
    const bool is_directory = at->is_directory(ignored);
    if (is_directory ? !linked : at->is_regular_file(ignored)) {
      entries.push_back({at->path().string(), is_directory});
    }
  }
  if (error) {
    return absl::InvalidArgumentError(error.message());
  }
  std::sort(entries.begin(), entries.end(), [](const DirectoryEntry& a, const DirectoryEntry& b) {
    return a.path < b.path;
  });
  return entries;
}

std::vector<std::string> FilesBelow(const std::string& directory) {
  std::vector<std::string> files;
  AddFiles(directory, files);
  return files;
}

}  // namespace facetwire::formats
