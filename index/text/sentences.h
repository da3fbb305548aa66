// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_TEXT_SENTENCES_H_
#define FACETWIRE_INDEX_TEXT_SENTENCES_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace facetwire {

// Byte offsets of one sentence, without the white space around it.
struct SentenceSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const SentenceSpan&, const SentenceSpan&) = default;
};

// The sentences of `text`, in order. A sentence ends with . ! ? … or their full-width forms (and
// the quotes and brackets that close after them), at a blank line, and at the end of the text. The
// point of an abbreviation ("Mr.", "Oct.", "Gen."), of an initial ("J. Smith") or before a small
// letter ends none; that of "U.S." does only before a word that likes to open a sentence ("The").
// A guess good enough for snippets and for telling who said what; not part of the index format.
// Linear; thread-safe. `text` must be shorter than 4 GiB.
std::vector<SentenceSpan> SplitSentences(std::string_view text);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_TEXT_SENTENCES_H_
