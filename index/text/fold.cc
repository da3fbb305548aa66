// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text/fold.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/utf16.h>

#include "index/text/utf8.h"

namespace facetwire {
namespace {

// Letters with a stroke and the like, which have no decomposition. Lower case: folding comes first.
struct PlainLetter {
  char16_t letter;
  std::string_view plain;
};

constexpr std::array kPlainLetters = {
    PlainLetter{u'\u00E6', "ae"}, PlainLetter{u'\u00F0', "d"},  PlainLetter{u'\u00F8', "o"},
    PlainLetter{u'\u00FE', "th"}, PlainLetter{u'\u0111', "d"},  PlainLetter{u'\u0127', "h"},
    PlainLetter{u'\u0131', "i"},  PlainLetter{u'\u0138', "k"},  PlainLetter{u'\u0142', "l"},
    PlainLetter{u'\u014B', "ng"}, PlainLetter{u'\u0153', "oe"}, PlainLetter{u'\u0167', "t"},
    PlainLetter{u'\u0180', "b"},  PlainLetter{u'\u0188', "c"},  PlainLetter{u'\u018C', "d"},
    PlainLetter{u'\u0192', "f"},  PlainLetter{u'\u0199', "k"},  PlainLetter{u'\u019A', "l"},
    PlainLetter{u'\u01B4', "y"},  PlainLetter{u'\u01DD', "e"},  PlainLetter{u'\u0237', "j"},
    PlainLetter{u'\u0253', "b"},  PlainLetter{u'\u0254', "o"},  PlainLetter{u'\u0257', "d"},
    PlainLetter{u'\u0259', "e"},  PlainLetter{u'\u025B', "e"},  PlainLetter{u'\u0268', "i"},
};

// Accents, which fall off: combining diacritics, Hebrew points, Arabic vowel signs.
bool IsAccent(char16_t unit) {
  return (unit >= 0x0300 && unit <= 0x036F) || (unit >= 0x0591 && unit <= 0x05BD) ||
         unit == 0x05BF || (unit >= 0x05C1 && unit <= 0x05C2) || unit == 0x05C4 || unit == 0x05C5 ||
         unit == 0x05C7 || (unit >= 0x064B && unit <= 0x065F) || unit == 0x0670 ||
         (unit >= 0x1AB0 && unit <= 0x1AFF) || (unit >= 0x1DC0 && unit <= 0x1DFF) ||
         (unit >= 0x20D0 && unit <= 0x20FF) || (unit >= 0xFE20 && unit <= 0xFE2F);
}

void AppendPlain(char16_t unit, icu::UnicodeString& out) {
  const auto* found = std::lower_bound(
      kPlainLetters.begin(),
      kPlainLetters.end(),
      unit,
      [](const PlainLetter& entry, char16_t wanted) { return entry.letter < wanted; });
  if (found == kPlainLetters.end() || found->letter != unit) {
    out.append(unit);
    return;
  }
  for (const char letter : found->plain) {
    out.append(static_cast<char16_t>(letter));
  }
}

// Any text, by the book; about a microsecond a word.
void AppendByIcu(std::string_view text, std::string& out) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* case_folder = icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::Normalizer2* decomposer = icu::Normalizer2::getNFDInstance(error);
  const icu::Normalizer2* composer = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error) != 0) {  // ICU without its data: the words stay as they are
    out.append(text);
    return;
  }
  const auto source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  const icu::UnicodeString decomposed =
      decomposer->normalize(case_folder->normalize(source, error), error);
  icu::UnicodeString plain;
  for (std::int32_t i = 0; i < decomposed.length(); ++i) {
    if (!IsAccent(decomposed[i])) {
      AppendPlain(decomposed[i], plain);
    }
  }
  composer->normalize(plain, error).toUTF8String(out);
}

// Latin, Greek, Cyrillic and Armenian fold letter by letter whatever stands beside them, so their
// foldings are looked up.
constexpr char32_t kTableSize = 0x0590;

using FoldTable = std::array<std::string, kTableSize>;

void AppendUtf8(char32_t value, std::string& out) {
  icu::UnicodeString(static_cast<UChar32>(value)).toUTF8String(out);
}

const FoldTable& Table() {
  static const FoldTable* table = [] {
    auto* built = new FoldTable;
    for (char32_t value = 0; value < kTableSize; ++value) {
      std::string letter;
      AppendUtf8(value, letter);
      AppendByIcu(letter, (*built)[value]);
    }
    return built;
  }();
  return *table;
}

}  // namespace

void AppendFolded(std::string_view text, std::string& out) {
  const std::size_t before = out.size();
  const FoldTable* table = nullptr;
  for (std::size_t offset = 0; offset < text.size();) {
    const auto byte = static_cast<unsigned char>(text[offset]);
    if (byte < 0x80) {
      const bool upper = byte >= 'A' && byte <= 'Z';
      out.push_back(static_cast<char>(upper ? byte + ('a' - 'A') : byte));
      ++offset;
      continue;
    }
    const CodePoint point = DecodeAt(text, offset);
    if (point.value >= kTableSize) {
      out.resize(before);
      AppendByIcu(text, out);
      return;
    }
    if (table == nullptr) {
      table = &Table();
    }
    out.append((*table)[point.value]);
    offset += point.size;
  }
}

std::string Fold(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  AppendFolded(text, folded);
  return folded;
}

}  // namespace facetwire
