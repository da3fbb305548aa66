// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/name_features.h"

#include <algorithm>

#include "index/entities/name_runs.h"

namespace facetwire {
namespace {

using Count = std::uint64_t;

constexpr Count kNameSets = static_cast<Count>(WordSet::kGivenName) |
                            static_cast<Count>(WordSet::kSurname) |
                            static_cast<Count>(WordSet::kChineseSurname);

bool IsIn(const NameCue& cue, WordSet set) {
  return ((cue.lists - 1) & static_cast<std::uint32_t>(set)) != 0;
}

bool IsOther(const NameCue& cue) {
  return (IsIn(cue, WordSet::kOrganisation) || IsIn(cue, WordSet::kPlace)) &&
         !IsIn(cue, WordSet::kGivenName) && !IsIn(cue, WordSet::kSurname);
}

bool IsTitle(const NameCue& cue) {
  return IsIn(cue, WordSet::kHonorific) || IsIn(cue, WordSet::kRole);
}

const NameCue kBoundary = {.word = HashOfText("<b>")};

}  // namespace

// One word in its run, with what many features are about.
struct NameFeatures::Place {
  TokenRange run;
  std::uint32_t i = 0;
  TokenRange sentence;
  const NameCue* cue = nullptr;
  const NameCue* before = nullptr;
  const NameCue* after = nullptr;
  const NameCue* outside_before = nullptr;  // of the run
  const NameCue* outside_after = nullptr;
  std::uint16_t sign_after = 0;      // behind the word
  std::uint16_t sign_after_run = 0;  // behind the run
  Count start = 1;
  Count seat = 0;  // where in the run the word stands
  Count names = 0;
};

// Takes up features, each under the number of its question.
class NameFeatures::Sink {
 public:
  Sink(std::vector<std::uint32_t>& out, const Hidden& hide) : hidden(hide), out_(out) {}

  void Begin(std::uint64_t group) { question_ = group << 8U; }

  void Add(std::uint64_t a, std::uint64_t b = 0) {
    ++question_;
    std::uint64_t hash = (a * 0x9E3779B97F4A7C15ULL) ^ (b * 0xC2B2AE3D27D4EB4FULL) ^
                         (question_ * 0x165667B19E3779F9ULL);
    hash ^= hash >> 32U;
    hash *= 0xD6E8FEB86659FD93ULL;
    out_.push_back(static_cast<std::uint32_t>(hash >> 32U));
  }

  void Skip(std::uint64_t count) { question_ += count; }

  const Hidden& hidden;

 private:
  std::vector<std::uint32_t>& out_;
  std::uint64_t question_ = 0;
};

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

// What stands before and after the run.
void NameFeatures::AddSurroundings(const Place& place, Sink& sink) const {
  const NameCue& before = *place.outside_before;
  const NameCue& after = *place.outside_after;
  const auto begin = static_cast<std::int64_t>(place.run.begin);
  const auto end = static_cast<std::int64_t>(place.run.end);
  const NameCue& before2 = CueAt(begin - 2, place);
  const NameCue& after2 = CueAt(end + 1, place);
  const std::uint16_t sign = cues_[place.run.begin].sign;
  sink.Begin(4);
  sink.Add(before.word, place.seat);
  sink.Add(after.word, place.seat);
  sink.Add(before.word, before2.word);
  sink.Add(after.word, after2.word);
  sink.Add(before.lists, place.seat);
  sink.Add(after.lists, place.seat);
  sink.Add(before.lists, before2.lists);
  sink.Add(after.lists, after2.lists);
  sink.Add(before.lists, sign * 64U + place.seat);
  sink.Add(after.lists, place.sign_after_run * 64U + place.seat);
  sink.Add(before.word, after.word);
  sink.Add(before.word, CueAt(begin - 3, place).word);
  sink.Add(sign * 4096U + place.sign_after_run, place.seat);
  sink.Add(before.word, sign + 1U);
  sink.Add(after.word, place.sign_after_run + 1U);
}

// What the other words of the run are.
void NameFeatures::AddRun(const Place& place, Sink& sink) const {
  Count kinds = 0;
  for (std::uint32_t k = place.run.begin; k < place.run.end; ++k) {
    const NameCue& cue = cues_[k];
    if (k < place.i) {
      kinds |= (IsTitle(cue) ? 2U : 0U) | (IsIn(cue, WordSet::kGivenName) ? 1U : 0U);
      kinds |= IsOther(cue) && !IsTitle(cue) ? 16U : 0U;
    } else if (k > place.i && IsOther(cue)) {
      kinds |= 8U;
    }
  }
  const NameCue& last = cues_[place.run.end - 1];
  sink.Begin(5);
  sink.Add(kinds + 1, place.seat);
  sink.Add(kinds + 1, place.names + 1);
  sink.Add(last.lists, place.seat);
  sink.Add(cues_[place.run.begin].lists, place.seat);
  if (!sink.hidden.last) {
    sink.Add(last.word, place.seat);
  }
}

// What other places of the article tell about this word, and about the last of the run.
void NameFeatures::AddEvidence(const Place& place, Sink& sink) const {
  for (const bool of_last : {false, true}) {
    const std::uint32_t i = of_last ? place.run.end - 1 : place.i;
    sink.Begin(of_last ? 7 : 6);
    if (of_last && i == place.i) {
      continue;
    }
    const auto counts = evidence_.Elsewhere(i);
    Count told = 0;
    for (std::size_t kind = 0; kind < kEvidenceKinds; ++kind) {
      const Count count = std::min<Count>(counts[kind], 2);
      sink.Add(count + 1, kind < 2 ? place.start : 1);
      told |= (count > 0 ? 1U : 0U) << kind;
    }
    // Where it stands in its runs and sentences is no part of the summary.
    constexpr Count kAbout = 0x617F;
    const bool small = document_.SeenInSmallLetters(tokens_[i].word);
    const Count summary = (told & kAbout) | (small ? 1U << 20U : 0U);
    const Count inside =
        std::min<Count>(counts[static_cast<std::size_t>(NameEvidence::kInside)], 3);
    sink.Add(summary + 1, place.seat);
    sink.Add(summary + 1, place.names + 1);
    sink.Add(summary + 1, place.start);
    sink.Add(summary + 1, inside);
  }
}

void NameFeatures::AddRules(const Place& place, Sink& sink) const {
  const NameCue& cue = *place.cue;
  const Count rule = cue.rule + 1U;
  sink.Begin(8);
  sink.Add(rule);
  sink.Add(rule, place.seat);
  sink.Add(rule, place.after->rule + 1U);
  sink.Add(rule, place.before->rule + 1U);
  sink.Add(rule, place.names + 1);
  sink.Add(rule, cue.small * 16U + place.start);
  sink.Add(rule, cues_[place.run.end - 1].rule + 1U);
  sink.Add(rule, (cue.lists - 1) >> 16U);
}

// What the rules say of the word on the other side of a comma or "and": 0 where there is none.
std::uint64_t NameFeatures::RuleBeside(std::int64_t i, int step, const Place& place) const {
  const auto sign_at = step > 0 ? i : i + 1;
  if (sign_at < place.sentence.begin || sign_at >= place.sentence.end || i < place.sentence.begin) {
    return 0;
  }
  const Token& token = tokens_[static_cast<std::size_t>(sign_at)];
  const bool joins = document_.TextOf(tokens_[static_cast<std::size_t>(i)].word) == "and";
  if (!joins && token.gap != Gap::kComma) {
    return 0;
  }
  const NameCue& other = CueAt(joins ? i + step : i, place);
  return other.shape == 0 ? 98 : 1 + other.rule;
}

// Titles before, roles after, and the names beside it in a list.
void NameFeatures::AddLists(const Place& place, Sink& sink) const {
  const NameCue& cue = *place.cue;
  const Count rule = cue.rule + 1U;
  const Count title = reader_.TitleBefore(place.i);
  const Count run_title = reader_.TitleBefore(place.run.begin);
  const Count role = reader_.RoleAfter(place.run.end);
  sink.Begin(9);
  sink.Add(title * 16 + role + 1);
  sink.Add(title * 16 + role + 1, place.seat);
  sink.Add(run_title * 16 + role + 1, place.names + 1);
  sink.Add(run_title * 16 + role + 1, cue.small * 16U + place.start);
  sink.Add(run_title * 16 + role + 1, rule);
  const Count before = RuleBeside(static_cast<std::int64_t>(place.run.begin) - 1, -1, place);
  const Count after = RuleBeside(place.run.end, 1, place);
  const Count size = std::min<Count>(place.run.end - place.run.begin, 4);
  sink.Add(before + 1, place.seat);
  sink.Add(after + 1, place.seat);
  sink.Add(before * 100 + after + 1, rule);
  sink.Add(before * 100 + after + 1, size * 8 + place.start);
}

}  // namespace facetwire
