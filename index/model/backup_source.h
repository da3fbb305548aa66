// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_MODEL_BACKUP_SOURCE_H_
#define FACETWIRE_INDEX_MODEL_BACKUP_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace facetwire {

struct BackupFileInfo {
  std::string path;  // in the index directory, e.g. "part-000001/postlist.glass"
  std::uint64_t size = 0;
};

// One state of an index, as the files of a directory that would hold it and nothing else. It stays
// as it is while this is held, whatever is written meanwhile. Not thread-safe.
class BackupSource {
 public:
  virtual ~BackupSource() = default;

  virtual const std::string& index_id() const = 0;
  virtual const std::string& commit_token() const = 0;

  // In the order in which they are to be copied: MANIFEST, without which the others are none, last.
  // A file of a later backup of the same index under the same path has the same bytes, but for
  // MANIFEST and token files; those have the same bytes where the earlier state read them.
  virtual const std::vector<BackupFileInfo>& files() const = 0;

  // Exactly `size` bytes of files()[file]; offset + size <= its size.
  virtual absl::StatusOr<std::string> Read(std::size_t file,
                                           std::uint64_t offset,
                                           std::size_t size) = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_MODEL_BACKUP_SOURCE_H_
