// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_TEXT_UTF8_H_
#define FACETWIRE_INDEX_TEXT_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

// UTF-8 as the Unicode Standard defines it: no overlong forms, no surrogates, nothing above
// U+10FFFF. Pure functions: any number of threads.
namespace facetwire {

// The byte offset of the first sequence that is not well-formed; nothing where all of `text` is.
std::optional<std::size_t> FirstInvalidUtf8(std::string_view text);

struct CodePoint {
  char32_t value = 0;
  std::uint32_t size = 0;  // bytes it takes up, 1..4

  friend bool operator==(const CodePoint&, const CodePoint&) = default;
};

inline constexpr char32_t kReplacement = 0xFFFD;

// The code point that begins at `offset`, which must be less than text.size(). An ill-formed byte
// reads as U+FFFD of size 1, so that walking by `size` always ends.
CodePoint DecodeAt(std::string_view text, std::size_t offset);

// The code point that ends just before `offset` (0 < offset <= text.size()).
CodePoint DecodeBefore(std::string_view text, std::size_t offset);

// The largest offset <= `limit` (and <= text.size()) that does not cut a sequence in two.
std::size_t FloorToCodePoint(std::string_view text, std::size_t limit);

inline bool IsContinuationByte(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_TEXT_UTF8_H_
