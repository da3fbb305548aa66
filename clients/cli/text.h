// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_TEXT_H_
#define FACETWIRE_CLIENTS_CLI_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

// UTF-8 for files that come in and for the columns of a terminal. Pure functions; what is not
// UTF-8 counts as U+FFFD everywhere but in FindInvalidUtf8.
namespace facetwire::cli {

// Where the first byte stands that begins no UTF-8 character, or nothing.
std::optional<size_t> FindInvalidUtf8(absl::string_view text);

// One past the first sentence of English text: abbreviations ("Mr.", "U.S.") do not end it, nor
// does a single line break; an empty line does. 0 for empty text.
size_t FirstSentenceEnd(absl::string_view text);

// The text without control characters, those that turn its direction included (a line feed or a tab
// becomes a blank where `one_line`, and stays otherwise): nothing in an article may steer the
// terminal.
std::string Printable(absl::string_view text, bool one_line);

// How many columns a terminal uses for it: 2 for wide East Asian characters, 0 for combining ones.
size_t DisplayWidth(absl::string_view text);

// Cut to `width` columns, with an ellipsis where something was cut. width >= 1.
std::string Truncate(absl::string_view text, size_t width);

// Filled with blanks to `width` columns, on the right or on the left.
std::string PadRight(absl::string_view text, size_t width);
std::string PadLeft(absl::string_view text, size_t width);

// 1234567 -> "1,234,567".
std::string WithCommas(uint64_t value);

// Quoted for a POSIX shell, where that is needed.
std::string ShellQuote(absl::string_view text);

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_TEXT_H_
