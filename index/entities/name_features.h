// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_NAME_FEATURES_H_
#define FACETWIRE_INDEX_ENTITIES_NAME_FEATURES_H_

#include <cstdint>
#include <vector>

#include "index/entities/document.h"
#include "index/entities/name_cues.h"
#include "index/entities/name_evidence.h"
#include "index/entities/person_spotter.h"
#include "index/entities/place_map.h"

namespace facetwire {

// What the tagger sees of an article: for each word of a run a list of features, each a 32-bit hash
// of a question and its answer ("the word before is 'president'"). Used by the trainer and by the
// service alike; a model is good only for the features it was trained with, see
// FeatureFingerprint().
class NameFeatures {
 public:
  // Words that training hides, so that what stands beside them is learned.
  struct Hidden {
    bool word = false;
    bool before = false;
    bool after = false;
    bool last = false;  // of the run
  };

  NameFeatures(const Document& document, const PlaceMap& places, const WordHashes& hashes);

  const std::vector<TokenRange>& runs() const { return runs_; }

  // What the rules alone find.
  const std::vector<NameCandidate>& candidates() const { return candidates_; }

  std::size_t token_count() const { return tokens_.size(); }

  // Puts the features of word `i` of a run in place of what `features` holds: at most 256.
  void Extract(const TokenRange& run,
               std::uint32_t i,
               const Hidden& hidden,
               std::vector<std::uint32_t>& features) const;

 private:
  struct Place;
  class Sink;

  const NameCue& CueAt(std::int64_t i, const Place& place) const;
  void AddWord(const Place& place, Sink& sink) const;
  void AddPieces(const Place& place, Sink& sink) const;
  void AddNeighbours(const Place& place, Sink& sink) const;
  void AddSurroundings(const Place& place, Sink& sink) const;
  void AddRun(const Place& place, Sink& sink) const;
  void AddEvidence(const Place& place, Sink& sink) const;
  void AddRules(const Place& place, Sink& sink) const;
  void AddLists(const Place& place, Sink& sink) const;
  std::uint64_t RuleBeside(std::int64_t i, int step, const Place& place) const;

  const Document& document_;
  const std::vector<Token>& tokens_;
  std::vector<TokenRange> runs_;
  std::vector<NameCandidate> candidates_;
  std::vector<NameCue> cues_;
  EvidenceTable evidence_;
  EvidenceReader reader_;
};

// A number that changes with what Extract gives for a text of its own: a model holds the one it was
// trained with.
std::uint64_t FeatureFingerprint();

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_NAME_FEATURES_H_
