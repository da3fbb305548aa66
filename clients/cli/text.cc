// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/text.h"

#include <cstdint>
#include <unicode/uchar.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

#include "clients/formats/utf8.h"

namespace facetwire::cli {
namespace {

constexpr UChar32 kReplacement = 0xFFFD;

// The character at `at`, and moves past it; U+FFFD where there is none: then moves by one byte.
UChar32 Next(absl::string_view text, size_t& at) {
  const char32_t c = formats::NextCharacter(text, at);
  return c == formats::kNoCharacter ? kReplacement : static_cast<UChar32>(c);
}

size_t WidthOf(UChar32 c) {
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  const int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

// Embeds, overrides or isolates a direction of writing, until another character ends that: it could
// turn what comes after the text.
bool TurnsText(UChar32 c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

}  // namespace

std::string Printable(absl::string_view text, bool one_line) {
  std::string result;
  result.reserve(text.size());
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = at;
    const UChar32 c = Next(text, at);
    if (c == '\n' || c == '\t') {
      result += one_line ? ' ' : static_cast<char>(c);
    } else if (c == kReplacement) {
      result += "\uFFFD";
    } else if (u_charType(c) != U_CONTROL_CHAR && !TurnsText(c)) {
      result.append(text.data() + begin, at - begin);
    }
  }
  return result;
}

size_t DisplayWidth(absl::string_view text) {
  size_t width = 0;
  size_t at = 0;
  while (at < text.size()) {
    width += WidthOf(Next(text, at));
  }
  return width;
}

std::string Truncate(absl::string_view text, size_t width) {
  if (DisplayWidth(text) <= width) {
    return std::string(text);
  }
  size_t used = 0;
  size_t at = 0;
  size_t kept = 0;
  while (at < text.size()) {
    used += WidthOf(Next(text, at));
    if (used + 1 > width) {
      break;
    }
    kept = at;
  }
  return absl::StrCat(text.substr(0, kept), "…");
}

std::string PadRight(absl::string_view text, size_t width) {
  const size_t used = DisplayWidth(text);
  return absl::StrCat(text, std::string(width > used ? width - used : 0, ' '));
}

std::string PadLeft(absl::string_view text, size_t width) {
  const size_t used = DisplayWidth(text);
  return absl::StrCat(std::string(width > used ? width - used : 0, ' '), text);
}

std::string WithCommas(uint64_t value) {
  std::string digits = absl::StrCat(value);
  for (size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string ShellQuote(absl::string_view text) {
  constexpr absl::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./:,+@%";
  if (!text.empty() && text.find_first_not_of(kPlain) == absl::string_view::npos) {
    return std::string(text);
  }
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

}  // namespace facetwire::cli
