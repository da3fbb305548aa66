// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_DOCID_H_
#define FACETWIRE_INDEX_STORE_DOCID_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace facetwire {

// The number of a document: 1, 2, 3 ... in the order of commits, one space over all parts of an
// index. A docid is never used twice and its document never changes. 0 is no document.
using Docid = std::uint32_t;

// The number of a facet value in the index's dictionary, from 0; one space over all facets.
using Ordinal = std::uint32_t;

// Salience 0..1 as it is stored.
inline constexpr std::uint8_t kMaxSalience = 255;

// The nearest step; what is outside 0..1 as its nearer end.
inline std::uint8_t SalienceStep(double salience) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(salience, 0.0, 1.0) * kMaxSalience));
}

// "Hidden for ever", see HiddenDocument.
inline constexpr std::int64_t kForeverMicros = std::numeric_limits<std::int64_t>::max();

// Nothing is hidden.
inline constexpr std::int64_t kNeverMicros = std::numeric_limits<std::int64_t>::min();

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_DOCID_H_
