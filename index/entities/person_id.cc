// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/person_id.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include "index/text/fold.h"
#include "index/text/words.h"

namespace facetwire {
namespace {

// FNV-1a, 64 bits, as 16 hexadecimal digits: the same on every machine.
std::string HashOf(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  std::string digits;
  for (unsigned shift = 64; shift > 0; shift -= 4) {
    digits.push_back("0123456789abcdef"[(hash >> (shift - 4)) & 0xFU]);
  }
  return digits;
}

bool IsAscii(std::string_view text) {
  return std::all_of(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string ToAscii(std::string_view name) {
  if (IsAscii(name)) {
    return std::string(name);
  }
  UErrorCode error = U_ZERO_ERROR;
  // Made for each call: a Transliterator must not be used by two threads at a time.
  const std::unique_ptr<icu::Transliterator> transliterator(
      icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, error));
  if (U_FAILURE(error) != 0 || transliterator == nullptr) {
    return std::string(name);
  }
  auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
  transliterator->transliterate(text);
  std::string ascii;
  text.toUTF8String(ascii);
  return ascii;
}

bool IsIdChar(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::string PersonId(std::string_view canonical_name) {
  std::string id;
  for (const FoldedWord& word : SplitWords(ToAscii(canonical_name))) {
    if (!id.empty() && id.back() != '-') {
      id.push_back('-');
    }
    for (const char c : word.folded) {
      if (IsIdChar(c)) {
        id.push_back(c);
      }
    }
  }
  while (!id.empty() && id.back() == '-') {
    id.pop_back();
  }
  if (id.empty()) {
    return SplitWords(canonical_name).empty() ? id : "x-" + HashOf(Fold(canonical_name));
  }
  if (id.size() > kMaxPersonIdBytes) {
    const std::string hash = HashOf(id);
    id.resize(kMaxPersonIdBytes - hash.size() - 1);
    id += "-" + hash;
  }
  return id;
}

}  // namespace facetwire
