// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/text.h"

#include <cstdint>
#include <memory>
#include <unicode/brkiter.h>
#include <unicode/filteredbrk.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace facetwire::cli {
namespace {

constexpr UChar32 kReplacement = 0xFFFD;

// How many bytes a character with this first byte has, and what the byte says of the character; 0
// where no character begins so.
struct Lead {
  size_t length = 0;
  UChar32 bits = 0;
};

Lead ReadLead(unsigned char byte) {
  if (byte < 0x80) {
    return {1, byte};
  }
  if (byte >= 0xC2 && byte < 0xE0) {
    return {2, byte & 0x1F};
  }
  if (byte >= 0xE0 && byte < 0xF0) {
    return {3, byte & 0x0F};
  }
  return byte >= 0xF0 && byte < 0xF5 ? Lead{4, byte & 0x07} : Lead{};
}

// The character at `at`, and moves past it; negative where there is none: then moves by one byte.
UChar32 Next(absl::string_view text, size_t& at) {
  static constexpr UChar32 kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const size_t begin = at++;
  const Lead lead = ReadLead(static_cast<unsigned char>(text[begin]));
  if (lead.length == 0 || lead.length > text.size() - begin) {
    return -1;
  }
  UChar32 c = lead.bits;
  for (size_t i = 1; i < lead.length; ++i) {
    const auto byte = static_cast<unsigned char>(text[begin + i]);
    if ((byte & 0xC0U) != 0x80U) {
      return -1;
    }
    c = c * 64 + (byte & 0x3F);
  }
  if (c < kLeast[lead.length] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) {
    return -1;
  }
  at = begin + lead.length;
  return c;
}

size_t WidthOf(UChar32 c) {
  if (c < 0) {
    return 1;
  }
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

bool Breaks(char c) { return c == '\n' || c == '\r'; }

// The same text, of the same length, with single line breaks as blanks: a wrapped line does not
// end a sentence. Empty lines stay.
std::string Unwrap(absl::string_view text) {
  std::string result(text);
  for (size_t i = 0; i < text.size(); ++i) {
    if (!Breaks(text[i])) {
      continue;
    }
    size_t end = i;
    int lines = 0;
    while (end < text.size() && (Breaks(text[end]) || text[end] == ' ' || text[end] == '\t')) {
      lines += text[end] == '\n' ? 1 : 0;
      ++end;
    }
    if (lines <= 1) {
      result.replace(i, end - i, end - i, ' ');
    }
    i = end;
  }
  return result;
}

// English sentences; not null unless `error` says so.
std::unique_ptr<icu::BreakIterator> MakeSentences(UErrorCode& error) {
  const icu::Locale english("en");
  std::unique_ptr<icu::BreakIterator> plain(
      icu::BreakIterator::createSentenceInstance(english, error));
  // What "en@ss=standard" gives: ICU's list of abbreviations. It lacks some that news is full of.
  const std::unique_ptr<icu::FilteredBreakIteratorBuilder> filter(
      icu::FilteredBreakIteratorBuilder::createInstance(english, error));
  if (U_FAILURE(error)) {
    return nullptr;
  }
  for (const char* abbreviation : {"Dr.", "Gen.", "Gov.", "Sen.", "St.", "Hon.", "Messrs."}) {
    filter->suppressBreakAfter(icu::UnicodeString::fromUTF8(abbreviation), error);
  }
  return std::unique_ptr<icu::BreakIterator>(
      filter->wrapIteratorWithFilter(plain.release(), error));
}

}  // namespace

std::optional<size_t> FindInvalidUtf8(absl::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = at;
    if (Next(text, at) < 0) {
      return begin;
    }
  }
  return std::nullopt;
}

size_t FirstSentenceEnd(absl::string_view text) {
  const std::string flat = Unwrap(text);
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> sentences = MakeSentences(error);
  UText* utf8 = utext_openUTF8(nullptr, flat.data(), static_cast<int64_t>(flat.size()), &error);
  size_t end = text.size();
  if (U_SUCCESS(error)) {
    sentences->setText(utf8, error);
    sentences->first();
    const int32_t boundary = sentences->next();
    if (U_SUCCESS(error) && boundary != icu::BreakIterator::DONE) {
      end = static_cast<size_t>(boundary);
    }
  }
  utext_close(utf8);
  return end;
}

std::string Printable(absl::string_view text, bool one_line) {
  std::string result;
  result.reserve(text.size());
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = at;
    const UChar32 c = Next(text, at);
    if (c == '\n' || c == '\t') {
      result += one_line ? ' ' : static_cast<char>(c);
    } else if (c < 0) {
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
    const UChar32 c = Next(text, at);
    width += WidthOf(c < 0 ? kReplacement : c);
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
