// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/pinned_index.h"

#include <utility>

#include "index/base/str_cat.h"
#include "index/store/part.h"

namespace facetwire {
namespace {

constexpr int kMaxAttempts = 100;

absl::StatusOr<PinnedIndex> Pin(std::string_view directory, Manifest manifest) {
  PinnedIndex pinned;
  for (const PartInfo& part : manifest.parts) {
    auto pin = PartPin::Acquire(PartPath(directory, part.name));
    if (!pin.ok()) {
      return pin.status();
    }
    pinned.pins.push_back(*std::move(pin));
  }
  pinned.manifest = std::move(manifest);
  return pinned;
}

}  // namespace

absl::StatusOr<PinnedIndex> PinIndex(std::string_view directory) {
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    absl::StatusOr<Manifest> manifest = ReadManifest(directory);
    if (!manifest.ok()) {
      return manifest.status();
    }
    const Manifest before = *manifest;
    absl::StatusOr<PinnedIndex> pinned = Pin(directory, *std::move(manifest));
    // A part can be gone only because the manifest was replaced meanwhile.
    if (const absl::StatusOr<Manifest> after = ReadManifest(directory); after.ok()) {
      if (pinned.ok() && *after == before) {
        return pinned;
      }
      if (!pinned.ok() && *after == before) {
        return DamagedIndex(StrCat(pinned.status().message(), ", though MANIFEST names it"));
      }
    }
  }
  return absl::UnavailableError(StrCat(directory, " changes too quickly to be looked at"));
}

}  // namespace facetwire
