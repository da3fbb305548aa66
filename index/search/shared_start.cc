// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/shared_start.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"

namespace facetwire {

absl::StatusOr<PageStart> SharedStart(const PageStart& hits,
                                      const std::vector<CheckedFacet>& facets) {
  PageStart shared = hits;
  for (std::size_t i = 0; i < facets.size(); ++i) {
    if (!facets[i].after.has_value()) {
      continue;
    }
    if (!shared.previous.has_value()) {
      shared.previous = facets[i].after;
    }
    if (shared.previous->bound != facets[i].after->bound ||
        shared.previous->now_micros != facets[i].after->now_micros ||
        shared.previous->cluster != facets[i].after->cluster) {
      return InvalidField(StrCat("facets[", i, "].page_token"),
                          "comes from another answer than another page token of this request");
    }
  }
  return shared;
}

}  // namespace facetwire
