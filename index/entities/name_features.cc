// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/name_features.h"

#include <algorithm>

#include "index/entities/name_feature_sink.h"
#include "index/entities/name_runs.h"

namespace facetwire {
namespace {

using Count = std::uint64_t;

constexpr Count kNameSets = static_cast<Count>(WordSet::kGivenName) |
                            static_cast<Count>(WordSet::kSurname) |
                            static_cast<Count>(WordSet::kChineseSurname);

const NameCue kBoundary = {.word = HashOfText("<b>")};

}  // namespace

NameFeatures::NameFeatures(const Document& document,
                           const PlaceMap& places,
                           const WordHashes& hashes)
    : document_(document),
      tokens_(document.tokens()),
      runs_(FindRuns(document)),
      candidates_(SpotNames(document, places, runs_)),
      cues_(CuesOf(document, places, hashes, candidates_)),
      evidence_(document, runs_),
      reader_(document) {}

const NameCue& NameFeatures::CueAt(std::int64_t i, const Place& place) const {
  return i < place.sentence.begin || i >= place.sentence.end ? kBoundary
                                                             : cues_[static_cast<std::size_t>(i)];
}

void NameFeatures::Extract(const TokenRange& run,
                           std::uint32_t i,
                           const Hidden& hidden,
                           std::vector<std::uint32_t>& features) const {
  features.clear();
  Place place;
  place.run = run;
  place.i = i;
  place.sentence = document_.Sentence(tokens_[i].sentence);
  place.cue = &cues_[i];
  const auto at = static_cast<std::int64_t>(i);
  place.before = &CueAt(at - 1, place);
  place.after = &CueAt(at + 1, place);
  place.outside_before = &CueAt(static_cast<std::int64_t>(run.begin) - 1, place);
  place.outside_after = &CueAt(run.end, place);
  place.sign_after = i + 1 < tokens_.size() ? cues_[i + 1].sign : 0;
  place.sign_after_run = run.end < tokens_.size() ? cues_[run.end].sign : 0;
  const bool headline = document_.IsHeadline(tokens_[i].sentence);
  place.start = place.cue->start + 1U + (headline ? 3U : 0U);
  place.seat = std::min<Count>(i - run.begin, 3) * 8 + std::min<Count>(run.end - run.begin, 5) + 1;
  place.names = (place.cue->lists - 1) & kNameSets;
  Sink sink(features, hidden);
  AddWord(place, sink);
  AddPieces(place, sink);
  AddNeighbours(place, sink);
  AddSurroundings(place, sink);
  AddRun(place, sink);
  AddEvidence(place, sink);
  AddRules(place, sink);
  AddLists(place, sink);
}

void NameFeatures::AddWord(const Place& place, Sink& sink) const {
  const NameCue& cue = *place.cue;
  sink.Begin(1);
  sink.Add(1);
  sink.Add(cue.shape);
  sink.Add(cue.shape, place.start);
  sink.Add(cue.lists);
  sink.Add(cue.lists, place.start * 64 + place.seat);
  sink.Add(place.seat, place.start);
  sink.Add(cue.small + 1U, place.start);
  sink.Add(cue.small + 1U, place.start * 64 + place.seat);
  const bool small_here = document_.SeenInSmallLetters(tokens_[place.i].word);
  sink.Add(small_here ? 1 : 2, place.start);
  sink.Add((small_here ? 1 : 2) + cue.small * 4U, place.seat);
  sink.Add(cue.sign, place.seat);
  sink.Add(place.sign_after, place.seat);
  if (!sink.hidden.word) {
    sink.Add(cue.word);
    sink.Add(cue.word, place.before->word);
    sink.Add(cue.word, place.after->word);
    sink.Add(cue.word, cue.shape);
  }
}

// Beginnings and ends of the word.
void NameFeatures::AddPieces(const Place& place, Sink& sink) const {
  constexpr std::size_t kLongest = 4;
  const std::string_view word = document_.TextOf(tokens_[place.i].word);
  sink.Begin(2);
  for (std::size_t size = 1; size <= kLongest; ++size) {
    if (word.size() < size) {
      sink.Skip(2);
      continue;
    }
    sink.Add(HashOfText(word.substr(word.size() - size)), size);
    if (size > 1) {
      sink.Add(HashOfText(word.substr(0, size)), size);
    } else {
      sink.Skip(1);
    }
  }
}

void NameFeatures::AddNeighbours(const Place& place, Sink& sink) const {
  const NameCue& cue = *place.cue;
  const NameCue& before = *place.before;
  const NameCue& after = *place.after;
  const auto at = static_cast<std::int64_t>(place.i);
  const NameCue& before2 = CueAt(at - 2, place);
  const NameCue& after2 = CueAt(at + 2, place);
  sink.Begin(3);
  if (sink.hidden.before && before.shape != 0) {
    sink.Skip(3);
  } else {
    sink.Add(before.word);
    sink.Add(before.word, cue.shape);
    sink.Add(before.word, cue.sign + 1U);
  }
  if (sink.hidden.after && after.shape != 0) {
    sink.Skip(3);
  } else {
    sink.Add(after.word);
    sink.Add(after.word, cue.shape);
    sink.Add(after.word, place.sign_after + 1U);
  }
  sink.Add(before2.word);
  sink.Add(after2.word);
  sink.Add(before2.word, before.word);
  sink.Add(after.word, after2.word);
  sink.Add(before.shape + 1U, cue.shape);
  sink.Add(after.shape + 1U, cue.shape);
  sink.Add(before.lists, cue.lists);
  sink.Add(after.lists, cue.lists);
  sink.Add(before2.lists, before.lists);
  sink.Add(after.lists, after2.lists);
  sink.Add(before.lists, before.small * 8U + cue.small + 1U);
  sink.Add(after.lists, after.small * 8U + cue.small + 1U);
}

}  // namespace facetwire
