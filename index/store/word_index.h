// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_WORD_INDEX_H_
#define FACETWIRE_INDEX_STORE_WORD_INDEX_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/functional/function_ref.h"

#include "index/store/docid.h"

namespace facetwire {

// Which values have a word in their names. Words are looked up whole, by how they begin, and by how
// they begin but for one typo, in time that hardly grows with their number; what was added since
// words were last looked up by their beginning is sorted in then. Not thread-safe.
class WordIndex {
 public:
  using Ordinals = std::span<const Ordinal>;

  // `word` is folded. An ordinal is none less than what was added before; a word that it has
  // already changes nothing.
  void Add(std::string_view word, Ordinal ordinal);

  // Ascending; empty where no value has the word. Valid until the next Add.
  Ordinals Find(std::string_view word) const;

  // Calls fn(ordinals) for each word that begins with `begin`.
  void ForEachBeginning(std::string_view begin, absl::FunctionRef<void(Ordinals)> fn);

  // The same for each word of which BeginsWithTypo(word, typed) holds; for some more than once.
  void ForEachWithTypo(std::string_view typed, absl::FunctionRef<void(Ordinals)> fn);

 private:
  using Lists = absl::node_hash_map<std::string, std::vector<Ordinal>>;
  using Words = std::span<const Lists::value_type* const>;  // sorted

  void Sort();

  Lists lists_;
  // All words: sorted, the many; sorted, the latest; not yet sorted.
  std::vector<const Lists::value_type*> main_;
  std::vector<const Lists::value_type*> recent_;
  std::vector<const Lists::value_type*> fresh_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_WORD_INDEX_H_
