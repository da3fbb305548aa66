// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_PINNED_INDEX_H_
#define FACETWIRE_INDEX_STORE_PINNED_INDEX_H_

#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "index/store/manifest.h"
#include "index/store/part_pin.h"

namespace facetwire {

// A manifest and its parts, none of which is removed while this is held.
struct PinnedIndex {
  Manifest manifest;
  std::vector<std::shared_ptr<const PartPin>> pins;  // beside manifest.parts
};

// Pins what MANIFEST names now, beside a writer that may be replacing it. Errors as ReadManifest;
// DATA_LOSS where it names a part that is not there.
absl::StatusOr<PinnedIndex> PinIndex(std::string_view directory);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_PINNED_INDEX_H_
