// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/place_map.h"

#include <algorithm>

namespace facetwire {

PlaceMap::PlaceMap(const Analysis& analysis)
    : places_(&analysis.places), index_(analysis.document->tokens().size()) {
  for (std::size_t i = 0; i < places_->size(); ++i) {
    const TokenRange& range = (*places_)[i].tokens;
    std::fill(index_.begin() + range.begin,
              index_.begin() + range.end,
              static_cast<std::uint32_t>(i + 1));
  }
}

}  // namespace facetwire
