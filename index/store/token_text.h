// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_TOKEN_TEXT_H_
#define FACETWIRE_INDEX_STORE_TOKEN_TEXT_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "index/store/token_codes.h"

// The codes of a record in their three layouts, and how each finds the places worth a look.
namespace facetwire::token_internal {

// Whether fn says true for a place in [begin, end); asks no further then.
template <typename Fn>
bool AnyPlace(std::size_t begin, std::size_t end, Fn fn) {
  for (std::size_t i = begin; i < end; ++i) {
    if (fn(i))
      return true;
  }
  return false;
}

// 32- or 64-bit codes, one after the other.
template <typename Code>
class WideText {
 public:
  WideText(const std::uint8_t* codes, std::size_t) : codes_(codes) {}

  Code operator[](std::size_t i) const { return LoadLittle<Code>(codes_ + i * sizeof(Code)); }

  // As in NarrowText.
  template <typename Fn>
  bool Candidates(std::size_t begin, std::size_t end, std::span<const Code>, Fn fn) const {
    return AnyPlace(begin, end, fn);
  }

  template <typename Fn>
  bool PairCandidates(std::size_t end, Code first, Code, Fn fn) const {
    return AnyPlace(0, end, [&](std::size_t i) { return (*this)[i] == first && fn(i); });
  }

 private:
  const std::uint8_t* codes_;
};

// 16-bit codes in two planes.
class NarrowText {
 public:
  NarrowText(const std::uint8_t* codes, std::size_t count) : low_(codes), high_(codes + count) {}

  std::uint16_t operator[](std::size_t i) const {
    return static_cast<std::uint16_t>(low_[i] | high_[i] << 8U);
  }

  // Calls fn(position) for positions in [begin, end), among them all that hold one of `codes`,
  // until it says true.
  template <typename Fn>
  bool Candidates(std::size_t begin, std::size_t end, std::span<const std::uint16_t>, Fn fn) const {
    return AnyPlace(begin, end, fn);
  }

  // The same for positions in [0, end), among them all where `first` is followed by `second`.
  template <typename Fn>
  bool PairCandidates(std::size_t end, std::uint16_t first, std::uint16_t, Fn fn) const {
    return AnyPlace(0, end, [&](std::size_t i) { return (*this)[i] == first && fn(i); });
  }

 protected:
  const std::uint8_t* low_;
  const std::uint8_t* high_;
};

#if defined(__SSE2__)

// The same, 16 positions at a time. Reads up to 32 bytes past the low plane.
class FastNarrowText : public NarrowText {
 public:
  using NarrowText::NarrowText;

  template <typename Fn>
  bool Candidates(std::size_t begin,
                  std::size_t end,
                  std::span<const std::uint16_t> codes,
                  Fn fn) const {
    if (codes.size() > kMaxCodes) {
      return NarrowText::Candidates(begin, end, codes, fn);
    }
    for (std::size_t i = begin; i < end; i += kLanes) {
      const __m128i here = Load(i);
      __m128i any = _mm_setzero_si128();
      for (const std::uint16_t code : codes) {
        any = _mm_or_si128(any, _mm_cmpeq_epi8(here, Low(code)));
      }
      if (Visit(i, end, any, fn))
        return true;
    }
    return false;
  }

  template <typename Fn>
  bool PairCandidates(std::size_t end, std::uint16_t first, std::uint16_t second, Fn fn) const {
    const __m128i a = Low(first);
    const __m128i b = Low(second);
    for (std::size_t i = 0; i < end; i += kLanes) {
      const __m128i both =
          _mm_and_si128(_mm_cmpeq_epi8(Load(i), a), _mm_cmpeq_epi8(Load(i + 1), b));
      if (Visit(i, end, both, fn))
        return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t kLanes = 16;
  static constexpr std::size_t kMaxCodes = 16;

  static __m128i Low(std::uint16_t code) { return _mm_set1_epi8(static_cast<char>(code & 0xffU)); }

  __m128i Load(std::size_t i) const {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(low_ + i));
  }

  template <typename Fn>
  static bool Visit(std::size_t at, std::size_t end, __m128i lanes, Fn& fn) {
    auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(lanes));
    for (; bits != 0; bits &= bits - 1) {
      const std::size_t position = at + static_cast<std::size_t>(std::countr_zero(bits));
      if (position >= end)
        return false;
      if (fn(position))
        return true;
    }
    return false;
  }
};

#else
using FastNarrowText = NarrowText;
#endif

}  // namespace facetwire::token_internal

#endif  // FACETWIRE_INDEX_STORE_TOKEN_TEXT_H_
