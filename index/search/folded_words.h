// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_FOLDED_WORDS_H_
#define FACETWIRE_INDEX_SEARCH_FOLDED_WORDS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/text/words.h"

namespace facetwire {

// The words of a short text as they are compared, in order. Thread-safe.
inline std::vector<std::string> FoldedWords(std::string_view text) {
  std::vector<std::string> words;
  for (FoldedWord& word : SplitWords(text)) {
    words.push_back(std::move(word.folded));
  }
  return words;
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_FOLDED_WORDS_H_
