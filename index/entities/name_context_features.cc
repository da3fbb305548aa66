// SPDX-License-Identifier: GPL-3.0-or-later
// The features of a word that are about more than the word and its neighbours.
#include <algorithm>

#include "index/entities/name_feature_sink.h"
#include "index/entities/name_features.h"

namespace facetwire {
namespace {

using Count = std::uint64_t;

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

}  // namespace

// What stands before and after the run.
void NameFeatures::AddSurroundings(const Place& place, Sink& sink) const {
  const NameCue& before = *place.outside_before;
  const NameCue& after = *place.outside_after;
  const auto begin = static_cast<std::int64_t>(place.run.begin);
  const auto end = static_cast<std::int64_t>(place.run.end);
  const NameCue& before2 = CueAt(begin - 2, place);
  const NameCue& after2 = CueAt(end + 1, place);
  const Count sign = cues_[place.run.begin].sign;
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
  sink.Add(rule, Count{cue.small} * 16U + place.start);
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
  sink.Add(run_title * 16 + role + 1, Count{cue.small} * 16U + place.start);
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
