// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_TOKEN_SCAN_H_
#define FACETWIRE_INDEX_STORE_TOKEN_SCAN_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "absl/container/inlined_vector.h"

#include "index/store/token_stream.h"
#include "index/store/token_text.h"

// The two searches behind TokenStreamView, for every layout of codes.
namespace facetwire::token_internal {

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
