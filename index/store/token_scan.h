// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_TOKEN_SCAN_H_
#define FACETWIRE_INDEX_STORE_TOKEN_SCAN_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "absl/container/inlined_vector.h"

#include "index/store/token_codes.h"
#include "index/store/token_stream.h"

// The loops behind TokenStreamView: a text of codes, in three layouts, and the two searches.
namespace facetwire::token_internal {

// 32- or 64-bit codes, one after the other.
template <typename Code>
class WideText {
 public:
  WideText(const std::uint8_t* codes, std::size_t) : codes_(codes) {}

  Code operator[](std::size_t i) const { return LoadLittle<Code>(codes_ + i * sizeof(Code)); }

  // As in NarrowText.
  template <typename Fn>
  bool Candidates(std::size_t begin, std::size_t end, std::span<const Code>, Fn fn) const {
    for (std::size_t i = begin; i < end; ++i) {
      if (fn(i))
        return true;
    }
    return false;
  }

  template <typename Fn>
  bool PairCandidates(std::size_t end, Code first, Code, Fn fn) const {
    for (std::size_t i = 0; i < end; ++i) {
      if ((*this)[i] == first && fn(i))
        return true;
    }
    return false;
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
    for (std::size_t i = begin; i < end; ++i) {
      if (fn(i))
        return true;
    }
    return false;
  }

  // The same for positions in [0, end), among them all where `first` is followed by `second`.
  template <typename Fn>
  bool PairCandidates(std::size_t end, std::uint16_t first, std::uint16_t, Fn fn) const {
    for (std::size_t i = 0; i < end; ++i) {
      if ((*this)[i] == first && fn(i))
        return true;
    }
    return false;
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

// Whether `codes` (one or more) stand side by side in text[0, end).
template <typename Code, typename Text>
bool FindPhrase(const Text& text, std::size_t end, std::span<const Code> codes) {
  if (codes.size() > end) {
    return false;
  }
  const auto all_here = [&](std::size_t at) {
    for (std::size_t k = 0; k < codes.size(); ++k) {
      if (text[at + k] != codes[k])
        return false;
    }
    return true;
  };
  const std::size_t places = end - codes.size() + 1;
  if (codes.size() == 1) {
    return text.Candidates(0, places, codes, all_here);
  }
  return text.PairCandidates(places, codes[0], codes[1], all_here);
}

// The last places of each stem of a NEAR, as many as the pattern has of it.
class NearWindow {
 public:
  NearWindow(const PhrasePattern& pattern, std::uint64_t window) : window_(window) {
    std::uint32_t first = 0;
    for (const PhrasePattern::Distinct& stem : pattern.distinct()) {
      stems_.push_back({first, stem.count, 0, 0});
      first += stem.count;
    }
    places_.resize(first);
  }

  // Stem number `stem` of the pattern's distinct ones stands at `place`, beyond all before. Returns
  // whether all stems are within the window now.
  bool Add(std::size_t stem, std::size_t place) {
    Ring& ring = stems_[stem];
    places_[ring.first + ring.next] = place;
    ring.next = ring.next + 1 == ring.size ? 0 : ring.next + 1;
    if (ring.filled < ring.size && ++ring.filled == ring.size)
      ++complete_;
    if (complete_ < stems_.size()) {
      return false;
    }
    std::size_t oldest = place;
    for (const Ring& each : stems_) {
      oldest = std::min(oldest, places_[each.first + each.next]);
    }
    return place - oldest < window_;
  }

 private:
  struct Ring {
    std::uint32_t first;  // in places_
    std::uint32_t size;
    std::uint32_t next;  // where the next place goes: the oldest one, once filled
    std::uint32_t filled;
  };

  std::uint64_t window_;
  std::size_t complete_ = 0;
  absl::InlinedVector<Ring, 8> stems_;
  absl::InlinedVector<std::size_t, 16> places_;
};

struct Range {
  std::size_t begin;
  std::size_t end;
};

// `codes`: of the pattern's distinct stems.
template <typename Code, typename Text>
bool FindNear(const Text& text, Range range, std::span<const Code> codes, NearWindow& near) {
  return text.Candidates(range.begin, range.end, codes, [&](std::size_t at) {
    const Code code = text[at];
    for (std::size_t k = 0; k < codes.size(); ++k) {
      if (codes[k] == code)
        return near.Add(k, at);
    }
    return false;
  });
}

}  // namespace facetwire::token_internal

#endif  // FACETWIRE_INDEX_STORE_TOKEN_SCAN_H_
