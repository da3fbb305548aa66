// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/person_spotter.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "index/entities/name_evidence.h"
#include "index/entities/name_runs.h"
#include "index/entities/name_score.h"

namespace facetwire {
namespace {

constexpr std::uint32_t kLongestName = 8;

class Spotter {
 public:
  Spotter(const Document& document, const PlaceMap& places)
      : document_(document),
        tokens_(document.tokens()),
        places_(places),
        reader_(document),
        scorer_(document, places) {}

  std::vector<NameCandidate> Run(const std::vector<TokenRange>& runs) {
    for (const TokenRange& run : runs) {
      Cut(run);
    }
    return std::move(found_);
  }

 private:
  bool Is(std::uint32_t i, WordSet set) const { return document_.Is(i, set); }

  bool IsName(std::uint32_t i) const {
    return Is(i, WordSet::kGivenName) || Is(i, WordSet::kSurname);
  }

  // Takes a run apart at titles and places, and in headlines at common words.
  void Cut(const TokenRange& run) {
    std::uint32_t begin = BehindOffice(run);
    bool titled = begin > run.begin;
    bool honoured = false;
    for (std::uint32_t i = begin; i < run.end; ++i) {
      const bool title = IsTitle(begin, i, run.end);
      if (!title && !Parts(begin, i, run.end)) {
        continue;
      }
      Consider({begin, i}, titled, honoured);
      honoured = title && (Is(i, WordSet::kHonorific) || (honoured && begin == i));
      titled = title;
      begin = i + 1;
    }
    Consider({begin, run.end}, titled, honoured);
  }

  // Behind "Health" of "Minister of Health Ida Falk", where at least two words are left; else the
  // run's begin.
  std::uint32_t BehindOffice(const TokenRange& run) const {
    std::uint32_t end = run.begin;
    while (end + 2 < run.end && IsOfOffice(end)) {
      ++end;
    }
    return end > run.begin && reader_.TitleBefore(run.begin) > 1 ? end : run.begin;
  }

  bool IsOfOffice(std::uint32_t i) const {
    const bool other =
        Is(i, WordSet::kOrganisation) || Is(i, WordSet::kPlace) || Is(i, WordSet::kCommon);
    return other && !IsName(i) && !Is(i, WordSet::kChineseSurname) &&
           tokens_[i + 1].gap == Gap::kSpace;
  }

  bool IsTitle(std::uint32_t begin, std::uint32_t i, std::uint32_t end) const {
    if (!Is(i, WordSet::kHonorific) && !Is(i, WordSet::kRole)) {
      return false;
    }
    // "Larry King" is no king.
    const bool surname =
        Is(i, WordSet::kSurname) && i > begin && i + 1 == end && Is(i - 1, WordSet::kGivenName);
    return !surname;
  }

  bool Parts(std::uint32_t begin, std::uint32_t i, std::uint32_t end) const {
    const PlaceMatch* place = places_.At(i);
    const bool after_particle =
        i > begin && tokens_[i].gap == Gap::kHyphen && Is(i - 1, WordSet::kParticle);  // "Al-Sabah"
    if (place != nullptr && !after_particle) {
      const PlaceSense& sense = place->senses->front();
      const bool single = place->tokens.end - place->tokens.begin == 1;
      const bool after_given =
          i > begin && Is(i - 1, WordSet::kGivenName) && !Is(i - 1, WordSet::kCommon);
      const bool surname = single && i + 1 == end && after_given &&
                           sense.kind != PlaceKind::kName && sense.kind != PlaceKind::kAdjective;
      const bool name = sense.doubtful && IsName(i);
      return !surname && !name && !(sense.doubtful && after_given);
    }
    return document_.IsHeadline(tokens_[i].sentence) && !IsName(i) && !Is(i, WordSet::kParticle) &&
           (Is(i, WordSet::kCommon) || document_.SeenInSmallLetters(tokens_[i].word));
  }

  void Consider(TokenRange range, bool titled, bool honoured) {
    while (range.begin < range.end && Strippable(range)) {
      ++range.begin;
    }
    while (range.begin < range.end && !tokens_[range.end - 1].capital &&
           !(range.end - range.begin >= 3 && IsSecondSyllable(document_, range.end - 1))) {
      --range.end;
    }
    if (range.begin >= range.end || !MayBeName(range, titled)) {
      return;
    }
    NameCandidate candidate;
    candidate.tokens = range;
    candidate.titled = titled || TitleBefore(range.begin);
    candidate.score = scorer_.Score({range, candidate.titled, honoured});
    found_.push_back(candidate);
  }

  // Words at the front that are no part of a name: "When Smith", "On Monday".
  bool Strippable(const TokenRange& range) const {
    const std::uint32_t i = range.begin;
    if (Is(i, WordSet::kNever) && !Is(i, WordSet::kGivenName)) {
      return true;
    }
    if (!tokens_[i].capital) {
      return !(Is(i, WordSet::kParticle) && i + 1 < range.end &&
               tokens_[i + 1].gap == Gap::kHyphen);
    }
    if (!tokens_[i].opens && tokens_[i].gap != Gap::kOther) {
      return false;
    }
    const bool common = Is(i, WordSet::kCommon) || document_.SeenInSmallLetters(tokens_[i].word);
    return common && !(range.end - i > 1 && Is(i, WordSet::kGivenName));
  }

  bool MayBeName(const TokenRange& range, bool titled) const {
    const std::uint32_t size = range.end - range.begin;
    if (size > kLongestName) {
      return false;
    }
    std::uint32_t initials = 0;
    std::uint32_t shouted = 0;
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      const bool other = Is(i, WordSet::kOrganisation) || Is(i, WordSet::kPlace);
      if (HasDigit(i) || (other && !(IsName(i) && size > 1)) ||
          (Is(i, WordSet::kNever) && i > range.begin)) {
        return false;
      }
      initials += tokens_[i].initial ? 1 : 0;
      shouted += tokens_[i].all_capitals && !tokens_[i].initial ? 1 : 0;
    }
    if (initials == size) {
      return false;
    }
    const bool all_shouted = shouted + initials == size;
    return !all_shouted || titled || document_.IsHeadline(tokens_[range.begin].sentence);
  }

  bool HasDigit(std::uint32_t i) const {
    const std::string_view word = document_.Surface(i);
    return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  }

  // A title or role in small letters before the name: "the lawyer John Smith", "premier Li".
  bool TitleBefore(std::uint32_t begin) const {
    if (begin == 0 || (tokens_[begin].gap != Gap::kSpace && tokens_[begin].gap != Gap::kPoint &&
                       tokens_[begin].gap != Gap::kComma)) {
      return false;
    }
    const std::uint32_t before = begin - 1;
    if (tokens_[begin].gap == Gap::kComma) {
      return Is(before, WordSet::kRole) && !tokens_[before].capital && begin >= 2 &&
             document_.Surface(before - 1) == "the";
    }
    return Is(before, WordSet::kRole) || Is(before, WordSet::kHonorific);
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  const PlaceMap& places_;
  EvidenceReader reader_;
  NameScorer scorer_;
  std::vector<NameCandidate> found_;
};

}  // namespace

std::vector<NameCandidate> SpotNames(const Document& document,
                                     const PlaceMap& places,
                                     const std::vector<TokenRange>& runs) {
  return Spotter(document, places).Run(runs);
}

}  // namespace facetwire
