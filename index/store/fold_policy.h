// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_FOLD_POLICY_H_
#define FACETWIRE_INDEX_STORE_FOLD_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace facetwire {

// What a sealed part holds.
struct PartSize {
  std::uint64_t documents = 0;  // removed ones included, purged ones not
  std::uint64_t live = 0;       // of these
};

// Which sealed parts are made one, and when.
//
// The first part is the big one: it is written anew only when all the others together are a fifth
// of it, so that a document is written some six times over the whole life of an index. The others
// are folded among themselves, the newest first, like digits that carry.
struct FoldPolicy {
  std::size_t max_parts = 5;        // with the one that is being written; at least 3
  double big_fraction = 0.2;        // of the first part: when the others are folded into it
  double purge_fraction = 0.2;      // of a part's documents removed: when it is rewritten
  std::uint64_t min_purge = 1'000;  // but not for fewer documents
};

// Parts [begin, end) of the sealed ones are to be made one; or one part is rewritten.
struct FoldChoice {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool purge = false;  // without the documents that were removed

  friend bool operator==(const FoldChoice&, const FoldChoice&) = default;
};

// What to do next; nothing where all is well. After doing it, ask again: it comes to an end.
std::optional<FoldChoice> ChooseFold(std::span<const PartSize> sealed, const FoldPolicy& policy);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_FOLD_POLICY_H_
