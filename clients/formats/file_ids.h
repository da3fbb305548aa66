// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_FILE_IDS_H_
#define FACETWIRE_CLIENTS_FORMATS_FILE_IDS_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

namespace facetwire::formats {

// The ids of articles that can't say their own, texts: made of the names of their files, without
// the endings. Bytes that are not UTF-8 are written as "%E9". Not thread-safe.
class FileIds {
 public:
  enum class Rule {
    kName,  // "./wire/2023-10-26.txt.gz" gives "2023-10-26", as does "wire.tar!x/2023-10-26.txt"
    kPath,  // "wire/2023-10-26", and "wire.tar!x/2023-10-26"
  };

  explicit FileIds(Rule rule) : rule_(rule) {}

  // `file` is called as a person named it or the directory or archive that it is in: as in
  // Rejection. INVALID_ARGUMENT where another file has taken the same id since Forget: one article
  // would replace the other.
  absl::StatusOr<std::string> Take(const std::string& file);

  void Forget() { files_.clear(); }

 private:
  Rule rule_;
  absl::flat_hash_map<std::string, std::string> files_;  // by id
};

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_FILE_IDS_H_
