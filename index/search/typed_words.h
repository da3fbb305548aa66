// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_TYPED_WORDS_H_
#define FACETWIRE_INDEX_SEARCH_TYPED_WORDS_H_

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/search/folded_words.h"
#include "index/text/typo.h"

namespace facetwire {

// Whether one of the words begins with what was typed, or, with `typo`, with something that one
// typo makes it of; see index/text/typo.h. All are folded.
inline bool OneBegins(std::span<const std::string> words, std::string_view typed, bool typo) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return typo ? BeginsWithTypo(word, typed) : word.starts_with(typed);
  });
}

// Whether a name has, for each word that was typed, one that begins with it; with `typo`, where one
// of those typed may have a typo.
inline bool NameMatches(std::string_view name, std::span<const std::string> typed, bool typo) {
  const std::vector<std::string> words = FoldedWords(name);
  std::size_t missing = 0;
  for (const std::string& word : typed) {
    if (!OneBegins(words, word, false)) {
      ++missing;
      if (!typo || !ForgivesTypo(word) || !OneBegins(words, word, true)) {
        return false;
      }
    }
  }
  return missing <= 1;
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_TYPED_WORDS_H_
