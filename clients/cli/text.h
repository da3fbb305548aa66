// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_TEXT_H_
#define FACETWIRE_CLIENTS_CLI_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

// UTF-8 for the columns of a terminal. Pure functions; what is not UTF-8 counts as U+FFFD.
namespace facetwire::cli {

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
