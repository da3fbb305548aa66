// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_NAME_TAGGER_H_
#define FACETWIRE_INDEX_ENTITIES_NAME_TAGGER_H_

#include <vector>

#include "index/entities/document.h"
#include "index/entities/name_features.h"
#include "index/entities/name_model.h"
#include "index/entities/person_spotter.h"
#include "index/entities/place_map.h"

namespace facetwire {

// The learned tagger: reads each run of capitalised words with a linear chain over hashed features
// and keeps what it takes for people. Immutable; any number of threads. Linear in the size of the
// article.
class NameTagger {
 public:
  // What the program's model or another one says. The lexicon must be complete.
  NameTagger(const Lexicon& lexicon, const NameModel& model)
      : hashes_(lexicon), model_(model), chain_(model.transitions()) {}

  // Every name that is more likely a person's than not, and the rules' other candidates, whose
  // score is at most 0: they are no people on their own, but may mean somebody named elsewhere. In
  // reading order, disjoint. The score is the logarithm of the odds that the words are a person's;
  // how true it is was measured (see training/README.md).
  std::vector<NameCandidate> Tag(const Document& document, const PlaceMap& places) const;

 private:
  WordHashes hashes_;
  NameModel model_;
  LinearChain chain_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_NAME_TAGGER_H_
