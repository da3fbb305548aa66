// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_DIRECTORY_LISTING_H_
#define FACETWIRE_CLIENTS_FORMATS_DIRECTORY_LISTING_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

// Which files of a directory are read, and in which order. The same answer for everyone who walks
// one: names that begin with a dot, links to directories (they could lead back), pipes, sockets and
// devices are passed over.
namespace facetwire::formats {

struct DirectoryEntry {
  std::string path;  // the directory's, and the name
  bool is_directory = false;
};

// What is in a directory, sorted by name. INVALID_ARGUMENT where it cannot be read.
absl::StatusOr<std::vector<DirectoryEntry>> ListDirectory(const std::string& directory);

// All files in it and below it, in the order in which they are read. What cannot be read is
// passed over.
std::vector<std::string> FilesBelow(const std::string& directory);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_DIRECTORY_LISTING_H_
