// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/text_offsets.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace facetwire {

namespace {

// How many units begin with this byte.
std::uint32_t UnitsOf(char c, OffsetUnit unit) {
  const auto byte = static_cast<unsigned char>(c);
  if ((byte & 0xC0U) == 0x80U) {
    return 0;  // within a character
  }
  constexpr unsigned char kFirstOfFour = 0xF0;  // above U+FFFF: a surrogate pair
  return unit == OffsetUnit::kUtf16Units && byte >= kFirstOfFour ? 2 : 1;
}

// The places of `values` in ascending order of the values.
std::vector<std::size_t> AscendingOrder(const std::vector<std::uint32_t>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&values](std::size_t a, std::size_t b) {
    return values[a] < values[b];
  });
  return order;
}

}  // namespace

std::vector<std::uint32_t> ConvertOffsets(std::string_view text,
                                          const std::vector<std::uint32_t>& bytes,
                                          OffsetUnit unit) {
  if (unit == OffsetUnit::kUtf8Bytes) {
    return bytes;
  }
  std::vector<std::uint32_t> converted(bytes.size());
  std::size_t at = 0;
  std::uint32_t units = 0;
  for (const std::size_t next : AscendingOrder(bytes)) {
    for (; at < bytes[next] && at < text.size(); ++at) {
      units += UnitsOf(text[at], unit);
    }
    converted[next] = units;
  }
  return converted;
}

std::vector<std::uint32_t> ConvertOffsetsToBytes(std::string_view text,
                                                 const std::vector<std::uint32_t>& offsets,
                                                 OffsetUnit unit) {
  if (unit == OffsetUnit::kUtf8Bytes) {
    return offsets;
  }
  std::vector<std::uint32_t> converted(offsets.size(), kNoOffset);
  std::size_t at = 0;
  std::uint32_t units = 0;
  for (const std::size_t next : AscendingOrder(offsets)) {
    while (at < text.size() && units < offsets[next]) {
      units += UnitsOf(text[at++], unit);
      while (at < text.size() && UnitsOf(text[at], unit) == 0) {
        ++at;
      }
    }
    if (units == offsets[next]) {
      converted[next] = static_cast<std::uint32_t>(at);
    }
  }
  return converted;
}

}  // namespace facetwire
