// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_COUNTRY_CONTEXT_H_
#define FACETWIRE_INDEX_ENTITIES_COUNTRY_CONTEXT_H_

#include <map>
#include <string>
#include <vector>

#include "index/entities/country_signs.h"
#include "index/entities/place_candidate.h"

namespace facetwire {

// What an article speaks of and where it is at home, from the places that mean one country only and
// from signs. Each name counts once:
//   named   a country's name 3, an adjective 2, and all of `local`
//   local   a place fixed by the text 3, a capital, city or region 2, a province 1.5, a town 0.75
//           (1.25 behind a preposition); half where the name is doubtful; and the signs' score
class CountryContext {
 public:
  CountryContext(const Document& document,
                 const std::vector<PlaceCandidate>& places,
                 const std::vector<CountrySigns::Sum>& signs);

  // The sense that is meant here; `place` has one at least. One that the text itself fixes is
  // meant; else the first, unless another one's local weight is as much as the first one's `named`
  // and what speaks for the first beforehand: a name 5 (2 against a region: a state), a capital 4,
  // a city or region 2.5, else nothing.
  const PlaceSense& Choose(const PlaceCandidate& place) const;

  double Local(const std::string& country) const { return Of(local_, country); }

 private:
  using Weights = std::map<std::string, double>;

  static double Of(const Weights& weights, const std::string& country) {
    const auto found = weights.find(country);
    return found == weights.end() ? 0 : found->second;
  }

  const PlaceSense& ChooseNamed(const PlaceCandidate& place) const;

  Weights named_;
  Weights local_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_COUNTRY_CONTEXT_H_
