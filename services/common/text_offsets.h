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

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_TEXT_OFFSETS_H_
