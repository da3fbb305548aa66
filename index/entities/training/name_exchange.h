// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_TRAINING_NAME_EXCHANGE_H_
#define FACETWIRE_INDEX_ENTITIES_TRAINING_NAME_EXCHANGE_H_

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "index/entities/lexicon.h"
#include "index/entities/training/labelled_text.h"

namespace facetwire {

// Numbers that are the same on every machine: the standard says what this engine gives, and
// no distribution of the library is used.
class TrainingRandom {
 public:
  explicit TrainingRandom(std::uint64_t seed) : engine_(seed) {}

  std::size_t Below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }

  bool Chance(double probability) {
    constexpr std::size_t kFine = 1U << 20U;
    return static_cast<double>(Below(kFine)) < probability * kFine;
  }

 private:
  std::mt19937_64 engine_;
};

// Gives the people, places, organisations and nationalities of a document other names, the same one
// the same name throughout: from the project's own lists, or put together of two halves. All kinds
// alike: were it people alone, every strange name would be taken for a person's. Names that say
// what they are ("Bank", "River", a country) stay.
class NameExchange {
 public:
  // Rows as in data/people.tsv and data/countries.tsv. `lexicon` must outlive this.
  NameExchange(const std::vector<std::string_view>& people,
               const std::vector<std::string_view>& places,
               const Lexicon& lexicon);

  void Apply(LabelledDocument& document, TrainingRandom& random) const;

  // Puts one or two titles ("Deputy Mayor"), a third of them with an office ("Deputy Minister of
  // Health"), before full names of people, each with `probability`: the largest set was labelled
  // with few of them.
  void AddTitles(LabelledSentence& sentence, double probability, TrainingRandom& random) const;

 private:
  class Pass;

  void AddPlaces(const std::vector<std::string_view>& places);
  void AddCity(std::string_view name);
  void AddCountry(std::string_view name);

  const Lexicon& lexicon_;
  std::vector<std::string> titles_;
  std::vector<std::string> offices_;
  std::vector<std::string> given_;
  std::vector<std::string> families_;
  std::vector<std::string> cities_;
  std::set<std::string> countries_;  // folded words of their names and adjectives
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_TRAINING_NAME_EXCHANGE_H_
