// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_PHRASES_H_
#define FACETWIRE_INDEX_ENTITIES_PHRASES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"

#include "index/entities/lexicon.h"

namespace facetwire {

// Phrases of numbered words, found by the longest match. Filled first, then read by any number of
// threads.
class PhraseTable {
 public:
  static constexpr std::size_t kMaxWords = 12;

  struct Match {
    std::uint32_t phrase = 0;  // what Add returned
    std::size_t words = 0;
  };

  // The number of the phrase: 0, 1, 2 ... in the order in which new ones come; a phrase that is
  // there already keeps its number. Empty phrases and those over kMaxWords words are not taken.
  std::optional<std::uint32_t> Add(absl::Span<const WordId> words);

  // The longest phrase that `words` begins with. At most kMaxWords look-ups.
  std::optional<Match> Longest(absl::Span<const WordId> words) const;

  // Every phrase that `words` begins with, shortest first.
  std::vector<Match> All(absl::Span<const WordId> words) const;

  std::uint32_t size() const { return size_; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  std::uint32_t Child(std::uint32_t node, WordId word) const;

  absl::flat_hash_map<std::uint64_t, std::uint32_t> children_;  // node, word -> node
  std::vector<std::uint32_t> first_;    // by word: the node below the root, kNone for none
  std::vector<std::uint32_t> phrases_;  // by node: the phrase that ends there, kNone for none
  std::uint32_t size_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_PHRASES_H_
