// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_TEXT_TYPO_H_
#define FACETWIRE_INDEX_TEXT_TYPO_H_

#include <cstddef>
#include <string_view>

// What a person meant to type. Words are folded (see fold.h); all counts are of code points. Pure
// functions: any number of threads.
namespace facetwire {

// In shorter words a typo makes too much of anything.
inline constexpr std::size_t kMinTypoLetters = 4;

// Whether a typo in the word may be forgiven: it has kMinTypoLetters or more.
bool ForgivesTypo(std::string_view typed);

// Whether `word` begins with something that one typo makes `typed` of: a letter too many, one
// missing, another one, or two neighbours the wrong way round (the distance of Damerau and
// Levenshtein is at most 1). True as well where it begins with `typed` itself.
bool BeginsWithTypo(std::string_view word, std::string_view typed);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_TEXT_TYPO_H_
