// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_PLACE_CANDIDATE_H_
#define FACETWIRE_INDEX_ENTITIES_PLACE_CANDIDATE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "index/entities/finding.h"

namespace facetwire {

// A place of an article with all that its name may mean.
struct PlaceCandidate {
  TokenRange tokens;
  std::vector<const PlaceSense*> senses;  // of countries.tsv, then of places.tsv; no suffix
  std::vector<const PlaceSense*> suffixes;
  std::uint64_t name = 0;  // alike for the same words
  std::string fixed;       // the country that the text itself says

  // The sense that lies in `country`; nullptr for none.
  const PlaceSense* In(const std::string& country) const;

  // Whether it can mean one country only.
  bool IsSure() const;
};

// The places of the article that count, in reading order, disjoint: those of countries.tsv, and
// those of places.tsv that do not lie across them ("New London" takes "London" in, "York" stays
// inside "New York").
std::vector<PlaceCandidate> FindCandidates(const Analysis& analysis);

// Sets `fixed` where the text says in which country a place lies, by a comma ("LONDON, Ky.") and by
// the same name elsewhere in the article, and takes out suffixes that qualify nothing.
void FixQualified(const Document& document, std::vector<PlaceCandidate>& places);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_PLACE_CANDIDATE_H_
