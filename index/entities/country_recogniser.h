// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_COUNTRY_RECOGNISER_H_
#define FACETWIRE_INDEX_ENTITIES_COUNTRY_RECOGNISER_H_

#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "index/entities/country_signs.h"
#include "index/entities/finding.h"
#include "index/entities/lexicon.h"

namespace facetwire {

// Countries from the gazetteer's matches and from the signs of data/country_signs.tsv. Runs after
// the people, since a place inside a person's name ("Jordan Henderson") is none; place_filter.h
// says what else is none. Then, in this order:
//
// 1. What stands before a comma and a state, a region or its country lies there: "Blakely,
// Georgia",
//    "LONDON, Ky.", "Birmingham, England". The name keeps that meaning in the whole article.
// 2. Names that mean one country only, and signs, say what the article speaks of and where it is at
//    home (country_context.h).
// 3. Where a name has several countries ("Georgia", "Congo", "Alexandria"), the first is meant
//    unless the article speaks enough of another one and not of the first.
// 4. A country is there for a name, an adjective, a capital, a large city or a region; for towns
// and
//    signs only where they are enough together. A single large city late in an article that names
//    another country is none of what the article is about.
//
// A mention weighs by its kind: a country's name 1, an adjective 0.8, a capital 0.6, a city or
// region 0.5, a town 0.4, a sign up to 0.3; inside the name of an organisation ("Bank of China")
// 0.4 of that.
class CountryRecogniser : public Recogniser {
 public:
  // Takes the rows of data/country_signs.tsv. Errors as CountrySigns::Add.
  static absl::StatusOr<std::unique_ptr<CountryRecogniser>> Create(
      const std::vector<std::string_view>& signs, Lexicon& lexicon);

  void Recognise(Analysis& analysis) const override;

  std::string_view name() const override { return "countries"; }

 private:
  CountryRecogniser() = default;

  CountrySigns signs_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_COUNTRY_RECOGNISER_H_
