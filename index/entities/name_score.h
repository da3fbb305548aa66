// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_NAME_SCORE_H_
#define FACETWIRE_INDEX_ENTITIES_NAME_SCORE_H_

#include <vector>

#include "index/entities/document.h"
#include "index/entities/place_map.h"

namespace facetwire {

// How much a stretch of capitalised words reads like a person's name: a sum of small weights, one
// for each thing that speaks for or against it, above 0 for a name. The weights were set by hand on
// labelled articles; a learned tagger will take this place.
class NameScorer {
 public:
  struct Stretch {
    TokenRange tokens;
    bool titled = false;    // a title or role stands before it
    bool honoured = false;  // one that only names have: "Mr"
  };

  NameScorer(const Document& document, const PlaceMap& places)
      : document_(document), tokens_(document.tokens()), places_(places) {}

  double Score(const Stretch& stretch) const;

 private:
  // What the words of a name are.
  struct Traits {
    bool given = false;  // a given name before the last word
    bool initial = false;
    bool common = false;  // a word that mostly stands in small letters
    bool particle = false;
    bool shouted = false;  // an abbreviation
  };

  bool Is(std::uint32_t i, WordSet set) const { return document_.Is(i, set); }

  bool IsCommon(std::uint32_t i) const;
  Traits TraitsOf(const TokenRange& range) const;
  double WordScore(const TokenRange& range, const Traits& traits) const;
  static double LengthScore(const TokenRange& range, const Traits& traits);
  bool IsChineseOrder(const TokenRange& range) const;
  double ScoreAfter(const TokenRange& range) const;
  double ScoreBefore(const Stretch& stretch) const;
  bool IsAppositive(std::uint32_t begin) const;

  const Document& document_;
  const std::vector<Token>& tokens_;
  const PlaceMap& places_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_NAME_SCORE_H_
