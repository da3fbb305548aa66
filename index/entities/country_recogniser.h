// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_COUNTRY_RECOGNISER_H_
#define FACETWIRE_INDEX_ENTITIES_COUNTRY_RECOGNISER_H_

#include "index/entities/finding.h"

namespace facetwire {

// Countries from the gazetteer's matches. Runs after the people, since a place inside a person's
// name
// ("Jordan Henderson") is none.
//
// A name counts by its kind: a country's name 1, an adjective 0.8, a capital 0.6, a city or region
// 0.5; inside the name of an organisation ("Bank of China") 0.4 of that. A doubtful name ("Chad",
// "Paris") does not count beside a given name or before a surname. Where a name has several
// countries ("Georgia", "Congo", "Korean"), the first is meant unless the article speaks of another
// one elsewhere and not of the first.
class CountryRecogniser : public Recogniser {
 public:
  void Recognise(Analysis& analysis) const override;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_COUNTRY_RECOGNISER_H_
