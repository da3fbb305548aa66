// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_PART_PIN_H_
#define FACETWIRE_INDEX_STORE_PART_PIN_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "index/store/file_util.h"
#include "index/store/manifest.h"

namespace facetwire {

// Keeps a directory, a part of an index, from being removed while somebody reads it: a shared
// advisory lock on it, which counts in this process and in others, and goes with the process.
// Thread-safe.
class PartPin {
 public:
  // NOT_FOUND where the directory is absent, or just being removed.
  static absl::StatusOr<std::shared_ptr<const PartPin>> Acquire(const std::string& path);

 private:
  explicit PartPin(FileHandle directory) : directory_(std::move(directory)) {}

  FileHandle directory_;
};

// Renames a directory or file, unless somebody has it pinned, to what stands in `retired` then: a
// name in the same place that nobody else uses and a writer would clean up, so that it can be
// removed at leisure. True where nothing is left under the old name, also where nothing was there
// (`retired` is then empty).
absl::StatusOr<bool> RetireUnlessPinned(const std::string& path, std::string& retired);

// The parts that one manifest names, pinned: whoever holds this can open them, and finds all but
// the last one, the only one that is written, as they were.
struct PinnedParts {
  std::vector<PartInfo> infos;
  std::vector<std::shared_ptr<const PartPin>> pins;  // beside infos
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_PART_PIN_H_
