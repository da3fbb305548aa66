// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_PERSON_SPOTTER_H_
#define FACETWIRE_INDEX_ENTITIES_PERSON_SPOTTER_H_

#include <cstdint>
#include <vector>

#include "index/entities/finding.h"
#include "index/entities/place_map.h"

namespace facetwire {

// A stretch of capitalised words that may be a person's name: without titles, countries and words
// that only open a sentence.
struct NameCandidate {
  TokenRange tokens;
  double score = 0;     // log-odds of a kind: above 0 it reads like a person where it stands
  bool titled = false;  // a title or a role stands right before it: "Premier Li", "spokesman Li"
};

// Every candidate within the runs of capitalised words (see name_runs.h), in reading order,
// disjoint. What a candidate's words do elsewhere in the article is for the resolver; here only the
// words beside it count.
std::vector<NameCandidate> SpotNames(const Document& document,
                                     const PlaceMap& places,
                                     const std::vector<TokenRange>& runs);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_PERSON_SPOTTER_H_
