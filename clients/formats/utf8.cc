// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/utf8.h"

#include <cstdint>
#include <memory>
#include <unicode/brkiter.h>
#include <unicode/filteredbrk.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace facetwire::formats {
namespace {

// How many bytes a character with this first byte has, and what the byte says of the character; 0
// where no character begins so.
struct Lead {
  size_t length = 0;
  char32_t bits = 0;
};

Lead ReadLead(unsigned char byte) {
  if (byte < 0x80) {
    return {1, byte};
  }
  if (byte >= 0xC2 && byte < 0xE0) {
    return {2, byte & 0x1FU};
  }
  if (byte >= 0xE0 && byte < 0xF0) {
    return {3, byte & 0x0FU};
  }
  return byte >= 0xF0 && byte < 0xF5 ? Lead{4, byte & 0x07U} : Lead{};
}

constexpr char32_t kDelete = 0x7F;

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

char32_t NextCharacter(absl::string_view text, size_t& at) {
  static constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const size_t begin = at++;
  const Lead lead = ReadLead(static_cast<unsigned char>(text[begin]));
  if (lead.length == 0 || lead.length > text.size() - begin) {
    return kNoCharacter;
  }
  char32_t c = lead.bits;
  for (size_t i = 1; i < lead.length; ++i) {
    const auto byte = static_cast<unsigned char>(text[begin + i]);
    if ((byte & 0xC0U) != 0x80U) {
      return kNoCharacter;
    }
    c = c * 64 + (byte & 0x3FU);
  }
  if (c < kLeast[lead.length] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) {
    return kNoCharacter;
  }
  at = begin + lead.length;
  return c;
}

std::optional<size_t> FindInvalidUtf8(absl::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = at;
    if (NextCharacter(text, at) == kNoCharacter) {
      return begin;
    }
  }
  return std::nullopt;
}

std::string EscapeForText(absl::string_view text) {
  std::string result;
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = at;
    const char32_t c = NextCharacter(text, at);
    if (c == kNoCharacter || c < ' ' || c == kDelete) {
      absl::StrAppendFormat(&result, "%%%02X", static_cast<unsigned char>(text[begin]));
    } else {
      absl::StrAppend(&result, text.substr(begin, at - begin));
    }
  }
  return result;
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

}  // namespace facetwire::formats
