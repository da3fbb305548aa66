// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/text/char_class.h"

#include <algorithm>
#include <array>
#include <unicode/uchar.h>

namespace facetwire {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Han, kana, Thai, Lao, Myanmar, Khmer. Sorted.
constexpr std::array kWithoutSpaces = {
    Range{0x0E00, 0x0E7F}, Range{0x0E80, 0x0EFF},   Range{0x1000, 0x109F},   Range{0x1780, 0x17FF},
    Range{0x2E80, 0x2FDF}, Range{0x3005, 0x3007},   Range{0x3021, 0x3029},   Range{0x3031, 0x3035},
    Range{0x3038, 0x303B}, Range{0x3041, 0x30FF},   Range{0x31F0, 0x31FF},   Range{0x3400, 0x4DBF},
    Range{0x4E00, 0x9FFF}, Range{0xA9E0, 0xA9FF},   Range{0xAA60, 0xAA7F},   Range{0xF900, 0xFAFF},
    Range{0xFF66, 0xFF9F}, Range{0x1B000, 0x1B16F}, Range{0x20000, 0x3FFFD},
};

bool IsWithoutSpaces(char32_t value) {
  const auto* after = std::upper_bound(
      kWithoutSpaces.begin(), kWithoutSpaces.end(), value, [](char32_t wanted, const Range& range) {
        return wanted < range.first;
      });
  return after != kWithoutSpaces.begin() && value <= (after - 1)->last;
}

CharClass ClassOfWide(char32_t value) {
  if (value == 0x2019 || value == 0x02BC || value == 0xFF07) {
    return CharClass::kApostrophe;
  }
  const auto bit = U_GET_GC_MASK(static_cast<UChar32>(value));
  if ((bit & U_GC_L_MASK) != 0) {
    return IsWithoutSpaces(value) ? CharClass::kIdeograph : CharClass::kLetter;
  }
  if ((bit & U_GC_M_MASK) != 0) {
    return CharClass::kMark;
  }
  if ((bit & U_GC_N_MASK) != 0) {
    return value == 0x3007 ? CharClass::kIdeograph : CharClass::kDigit;
  }
  const bool invisible = value == 0x00AD || (value >= 0x200C && value <= 0x200D) || value == 0x2060;
  return invisible ? CharClass::kInvisible : CharClass::kOther;
}

CharClass ClassOfAscii(char32_t value) {
  if ((value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z')) {
    return CharClass::kLetter;
  }
  if (value >= '0' && value <= '9') {
    return CharClass::kDigit;
  }
  return value == '\'' ? CharClass::kApostrophe : CharClass::kOther;
}

constexpr char32_t kTableSize = 0x0590;  // Latin, Greek, Cyrillic

}  // namespace

CharClass ClassOf(char32_t value) {
  static const auto* table = [] {
    auto* built = new std::array<CharClass, kTableSize>;
    for (char32_t i = 0; i < kTableSize; ++i) {
      (*built)[i] = i < 0x80 ? ClassOfAscii(i) : ClassOfWide(i);
    }
    return built;
  }();
  return value < kTableSize ? (*table)[value] : ClassOfWide(value);
}

}  // namespace facetwire
