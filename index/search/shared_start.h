// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_SHARED_START_H_
#define FACETWIRE_INDEX_SEARCH_SHARED_START_H_

#include <vector>

#include "absl/status/statusor.h"

#include "index/search/checked_facets.h"
#include "index/search/paged_view.h"

namespace facetwire {

// The view of all pages that a request names: of hits and of facets. They must be of one answer,
// else INVALID_ARGUMENT on the facet's page_token.
absl::StatusOr<PageStart> SharedStart(const PageStart& hits,
                                      const std::vector<CheckedFacet>& facets);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_SHARED_START_H_
