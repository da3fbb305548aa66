// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_UTF8_H_
#define FACETWIRE_CLIENTS_FORMATS_UTF8_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

// UTF-8 as it comes from files. Pure functions.
namespace facetwire::formats {

constexpr char32_t kNoCharacter = 0xFFFFFFFF;

// The character at `at` (below text.size()), and moves past it; kNoCharacter where none begins
// there: then moves by one byte.
char32_t NextCharacter(absl::string_view text, size_t& at);

// Where the first byte stands that begins no UTF-8 character, or nothing.
std::optional<size_t> FindInvalidUtf8(absl::string_view text);

// The text with each byte that begins no UTF-8 character, and each control character, written as
// "%" and two hexadecimal digits: "caf\xE9" gives "caf%E9". For names of files, which may be any
// bytes.
std::string EscapeForText(absl::string_view text);

// One past the first sentence of English text: abbreviations ("Mr.", "U.S.") do not end it, nor
// does a single line break; an empty line does. 0 for empty text.
size_t FirstSentenceEnd(absl::string_view text);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_UTF8_H_
