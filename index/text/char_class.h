// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_TEXT_CHAR_CLASS_H_
#define FACETWIRE_INDEX_TEXT_CHAR_CLASS_H_

#include <cstdint>

// What the tokeniser sees in a code point. Part of the index format, as words.h is.
namespace facetwire {

enum class CharClass : std::uint8_t {
  kOther,  // parts words
  kLetter,
  kDigit,       // numbers of every kind
  kMark,        // belongs to the letter before it
  kInvisible,   // soft hyphen, joiners: inside a word they are passed over
  kIdeograph,   // a letter of a script written without spaces: a word of its own
  kApostrophe,  // ' and its typographic forms
};

CharClass ClassOf(char32_t value);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_TEXT_CHAR_CLASS_H_
