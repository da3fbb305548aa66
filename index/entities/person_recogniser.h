// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_PERSON_RECOGNISER_H_
#define FACETWIRE_INDEX_ENTITIES_PERSON_RECOGNISER_H_

#include <string_view>
#include <utility>

#include "index/entities/finding.h"
#include "index/entities/lexicon.h"
#include "index/entities/name_tagger.h"
#include "index/entities/person_aliases.h"

namespace facetwire {

// People, by the shape of their names and the words beside them, and then every later place that
// speaks of them: "Li", "the premier", "the Kyrgyz prime minister".
//
// Where several people may be meant, as with two who share a family name, the one is taken who
//   1. is not named in full later in the same sentence (nobody is introduced after the fact),
//   2. has the title that stands beside the name, or the role that is said,
//   3. has been spoken of last and most, where a possessive ("Smith's visit") counts little,
//   4. the article as a whole is more about.
class PersonRecogniser : public Recogniser {
 public:
  // The lexicon must be complete. What `model` is a view of must outlive the recogniser.
  PersonRecogniser(const Lexicon& lexicon, const NameModel& model, PersonAliases aliases)
      : tagger_(lexicon, model), aliases_(std::move(aliases)), the_(lexicon.Find("the")) {}

  void Recognise(Analysis& analysis) const override;

  std::string_view name() const override { return "people"; }

 private:
  NameTagger tagger_;
  PersonAliases aliases_;
  WordId the_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_PERSON_RECOGNISER_H_
