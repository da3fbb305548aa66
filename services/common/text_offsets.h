// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_TEXT_OFFSETS_H_
#define FACETWIRE_SERVICES_COMMON_TEXT_OFFSETS_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace facetwire {

// What offsets in a text count.
enum class OffsetUnit : std::uint8_t { kUtf8Bytes, kUtf16Units, kCodePoints };

// The same places in the text, counted in `unit`, in the same order. `bytes` are offsets in bytes
// of UTF-8 in any order; one past the end counts as the end. `text` is UTF-8. One pass over the
// text.
std::vector<std::uint32_t> ConvertOffsets(std::string_view text,
                                          const std::vector<std::uint32_t>& bytes,
                                          OffsetUnit unit);

// The other way round: offsets counted in `unit`, in any order, as bytes. What is past the end of
// the text, or between the two halves of a character in UTF-16, is kNoOffset. One pass over the
// text.
inline constexpr std::uint32_t kNoOffset = 0xFFFFFFFFU;
std::vector<std::uint32_t> ConvertOffsetsToBytes(std::string_view text,
                                                 const std::vector<std::uint32_t>& offsets,
                                                 OffsetUnit unit);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_TEXT_OFFSETS_H_
