// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/finding.h"

#include <algorithm>

namespace facetwire {

void PutInOrder(std::vector<Evidence>& evidence) {
  std::sort(evidence.begin(), evidence.end(), [](const Evidence& a, const Evidence& b) {
    return a.tokens.begin != b.tokens.begin ? a.tokens.begin < b.tokens.begin
                                            : a.tokens.end > b.tokens.end;
  });
  std::uint32_t end = 0;
  std::erase_if(evidence, [&end](const Evidence& each) {
    const bool overlaps = each.tokens.begin < end;
    end = overlaps ? end : each.tokens.end;
    return overlaps;
  });
}

}  // namespace facetwire
