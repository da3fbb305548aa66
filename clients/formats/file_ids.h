// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_FILE_IDS_H_
#define FACETWIRE_CLIENTS_FORMATS_FILE_IDS_H_

#include <cstddef>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

namespace facetwire::formats {

// A file, or one in an archive.
struct NamedFile {
  std::string shown;     // to a person: "./wire//old.tar!./a.txt"; "-" for standard input
  std::string archives;  // those that it is in, "wire/old.tar!"; of standard input nothing
  std::string name;      // its path within them, "a.txt", without needless steps

  // As it was named, or found in a directory that was.
  static NamedFile At(const std::string& path);
  // In this archive; no path: the only one in it, which has no other name.
  NamedFile Entry(const std::string& path) const;
};

// The ids of articles that can't say their own, texts: made of the names of their files, without
// the endings. Bytes that are not UTF-8 and control characters are written as "%E9". Keeps what it
// has given, so that no article takes the place of another. Not thread-safe.
class FileIds {
 public:
  enum class Rule {
    kName,  // "wire/2023-10-26.txt.gz" gives "2023-10-26", as does "wire.tar!x/2023-10-26.txt"
    kPath,  // "wire/2023-10-26", and "wire.tar!x/2023-10-26"
  };

  static constexpr std::size_t kMaxBytes = 200;  // of an id, as Article.id

  explicit FileIds(Rule rule) : rule_(rule) {}

  // The id that the name makes; empty where it makes none.
  static std::string Of(const NamedFile& file, Rule rule);

  // The same, and nobody else's. INVALID_ARGUMENT where another file has the same id, and is still
  // there; or where the name gives none.
  absl::StatusOr<std::string> Take(const NamedFile& file);

  // The same, with an id that was given.
  absl::StatusOr<std::string> Take(const NamedFile& file, const std::string& id);

  void Forget() { files_.clear(); }

 private:
  Rule rule_;
  absl::flat_hash_map<std::string, NamedFile> files_;  // by id
};

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_FILE_IDS_H_
