// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_IN_STEPS_H_
#define FACETWIRE_INDEX_SEARCH_IN_STEPS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "absl/status/status.h"

namespace facetwire {

// Calls fn with some thousand places at a time, and before each time check(), which gives OK or why
// to stop: between two looks at the caller's context no more is counted than that.
template <typename Check, typename Fn>
absl::Status InSteps(std::span<const std::uint16_t> places, Check&& check, Fn&& fn) {
  constexpr std::size_t kAtOnce = 4096;
  while (!places.empty()) {
    if (absl::Status status = check(); !status.ok()) {
      return status;
    }
    const std::size_t size = std::min(kAtOnce, places.size());
    fn(places.first(size));
    places = places.subspan(size);
  }
  return absl::OkStatus();
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_IN_STEPS_H_
