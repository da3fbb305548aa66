// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_MANIFEST_H_
#define FACETWIRE_INDEX_STORE_MANIFEST_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/store/docid.h"

// The file MANIFEST of an index directory: which parts (Xapian databases) make up the index.
// Replacing it, by rename, is the only switch there is; it names only parts that are complete and
// synced. Only the last part is ever written.
namespace facetwire {

struct PartInfo {
  std::string name;       // of the directory: "part-000001"
  Docid first_docid = 1;  // its documents are from here to the next part's first; maybe none

  friend bool operator==(const PartInfo&, const PartInfo&) = default;
};

struct Manifest {
  std::string index_id;               // 32 hexadecimal digits, random, made with the index
  std::uint64_t next_part = 1;        // number of the next part to make
  std::uint64_t sealed_sequence = 0;  // of the last commit before the last part was begun
  // One more each time documents that stay are given other rows or terms under the same docids.
  // Who follows the index then loads it anew. Sealing, folding and purging leave it as it is.
  std::uint64_t generation = 0;
  std::vector<PartInfo> parts;  // by ascending first_docid; none while the index is being made

  friend bool operator==(const Manifest&, const Manifest&) = default;
};

std::string ManifestPath(std::string_view directory);

// NOT_FOUND where the directory is absent, empty or just being made; FAILED_PRECONDITION where it
// holds something else, or an index of another format version; DATA_LOSS where the file is damaged.
// The messages say what to do.
absl::StatusOr<Manifest> ReadManifest(std::string_view directory);

// Durable when it returns OK. The directory must exist.
absl::Status WriteManifest(std::string_view directory, const Manifest& manifest);

// DATA_LOSS for a directory of which something is missing or damaged: says what, and what to do.
absl::Status DamagedIndex(std::string_view what);

// The text of the file, and back.
std::string FormatManifest(const Manifest& manifest);
absl::StatusOr<Manifest> ParseManifest(std::string_view text, std::string_view directory);

// A fresh random index id.
std::string NewIndexId();

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_MANIFEST_H_
