// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text/utf8.h"

#include <algorithm>
#include <cstring>

namespace facetwire {
namespace {

// What a lead byte promises: how long the sequence is and what its second byte may be. The limits
// on the second byte are what shuts out overlong forms, surrogates and code points too high.
struct Lead {
  std::uint32_t size;
  unsigned char low;
  unsigned char high;
};

constexpr Lead LeadOf(unsigned char byte) {
  if (byte < 0x80) {
    return {1, 0x80, 0xBF};
  }
  if (byte >= 0xC2 && byte <= 0xDF) {
    return {2, 0x80, 0xBF};
  }
  if (byte >= 0xE0 && byte <= 0xEF) {
    return {3,
            static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : 0x80),
            static_cast<unsigned char>(byte == 0xED ? 0x9F : 0xBF)};
  }
  if (byte >= 0xF0 && byte <= 0xF4) {
    return {4,
            static_cast<unsigned char>(byte == 0xF0 ? 0x90 : 0x80),
            static_cast<unsigned char>(byte == 0xF4 ? 0x8F : 0xBF)};
  }
  return {0, 0, 0};
}

unsigned char ByteAt(std::string_view text, std::size_t offset) {
  return static_cast<unsigned char>(text[offset]);
}

// 0 where no well-formed sequence begins at `offset`.
std::uint32_t SequenceSize(std::string_view text, std::size_t offset) {
  const Lead lead = LeadOf(ByteAt(text, offset));
  if (lead.size <= 1) {
    return lead.size;
  }
  if (text.size() - offset < lead.size) {
    return 0;
  }
  const unsigned char second = ByteAt(text, offset + 1);
  if (second < lead.low || second > lead.high) {
    return 0;
  }
  for (std::uint32_t i = 2; i < lead.size; ++i) {
    if (!IsContinuationByte(text[offset + i])) {
      return 0;
    }
  }
  return lead.size;
}

// Eight bytes at a time for as long as they are ASCII.
std::size_t SkipAscii(std::string_view text, std::size_t offset) {
  while (text.size() - offset >= sizeof(std::uint64_t)) {
    std::uint64_t chunk = 0;
    std::memcpy(&chunk, text.data() + offset, sizeof(chunk));
    if ((chunk & 0x8080808080808080ULL) != 0) {
      break;
    }
    offset += sizeof(chunk);
  }
  return offset;
}

}  // namespace

std::optional<std::size_t> FirstInvalidUtf8(std::string_view text) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    offset = SkipAscii(text, offset);
    if (offset == text.size()) {
      break;
    }
    const std::uint32_t size = SequenceSize(text, offset);
    if (size == 0) {
      return offset;
    }
    offset += size;
  }
  return std::nullopt;
}

CodePoint DecodeAt(std::string_view text, std::size_t offset) {
  const unsigned char first = ByteAt(text, offset);
  if (first < 0x80) {
    return {first, 1};
  }
  const std::uint32_t size = SequenceSize(text, offset);
  if (size == 0) {
    return {kReplacement, 1};
  }
  char32_t value = first & (0xFFU >> (size + 1));
  for (std::uint32_t i = 1; i < size; ++i) {
    value = (value << 6U) | (ByteAt(text, offset + i) & 0x3FU);
  }
  return {value, size};
}

CodePoint DecodeBefore(std::string_view text, std::size_t offset) {
  const std::size_t furthest = offset - std::min<std::size_t>(offset, 4);
  std::size_t begin = offset - 1;
  while (begin > furthest && IsContinuationByte(text[begin])) {
    --begin;
  }
  const CodePoint point = DecodeAt(text, begin);
  return begin + point.size == offset ? point : CodePoint{kReplacement, 1};
}

std::size_t FloorToCodePoint(std::string_view text, std::size_t limit) {
  if (limit >= text.size()) {
    return text.size();
  }
  std::size_t offset = limit;
  while (offset > 0 && limit - offset < 4 && IsContinuationByte(text[offset])) {
    --offset;
  }
  return offset;
}

}  // namespace facetwire
