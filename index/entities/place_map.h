// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_PLACE_MAP_H_
#define FACETWIRE_INDEX_ENTITIES_PLACE_MAP_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/entities/finding.h"

namespace facetwire {

// Where each place of an article stands, for look-ups by token.
class PlaceMap {
 public:
  explicit PlaceMap(const Analysis& analysis);

  // The place that covers `token`; nullptr where there is none.
  const PlaceMatch* At(std::size_t token) const {
    return index_[token] == 0 ? nullptr : &(*places_)[index_[token] - 1];
  }

 private:
  const std::vector<PlaceMatch>* places_;
  std::vector<std::uint32_t> index_;  // by token: 1 + the place, 0 for none
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_PLACE_MAP_H_
