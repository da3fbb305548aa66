// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_TEXT_WORDS_H_
#define FACETWIRE_INDEX_TEXT_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"

// The one tokeniser: articles and queries are taken apart by it alike. Part of the index format: a
// change to what it gives needs a new format version.
//
// A word is a run of letters, digits and their marks. Beyond that:
//   "high-quality"      -> high, quality      a hyphen parts words, as every other sign does
//   "people's", "PM’s"  -> people, pm         the possessive is no part of the word or its span
//   "O'Brien", "don't"  -> obrien, dont       an apostrophe between letters is dropped
//   "AT&T"              -> at&t               & between letters stays
//   "1,500.5", "3.14"   -> 1,500.5, 3.14      a point or comma between digits stays
//   "U.S.", "U.S"       -> u.s                initials keep their inner points, so that the country
//                                             is not the pronoun; the span holds the last point too
//   "中国", "ไทย"       -> 中, 国 / ไ, ท, ย    scripts written without spaces: one word a letter
//   (with
//                                             its marks). Hangul is written with spaces and is not.
// The folded form is Fold() of the word (see fold.h), cut to 64 bytes between code points.
namespace facetwire {

inline constexpr std::size_t kMaxWordBytes = 64;

// Where a word stands: byte offsets in the text that was taken apart.
struct WordSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;  // one past the last byte

  friend bool operator==(const WordSpan&, const WordSpan&) = default;
};

// Calls `word` for each word of `text` in order. `folded` is never empty and is valid during the
// call only. `text` must be shorter than 4 GiB; ill-formed bytes part words. Linear in the size of
// the text whatever it holds. Thread-safe.
void ForEachWord(std::string_view text,
                 absl::FunctionRef<void(const WordSpan& span, std::string_view folded)> word);

struct FoldedWord {
  WordSpan span;
  std::string folded;

  friend bool operator==(const FoldedWord&, const FoldedWord&) = default;
};

// The same as a vector: for queries and other short texts.
std::vector<FoldedWord> SplitWords(std::string_view text);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_TEXT_WORDS_H_
