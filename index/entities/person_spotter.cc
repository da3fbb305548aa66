// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/person_spotter.h"

#include <algorithm>
#include <string_view>

namespace facetwire {
namespace {

constexpr std::uint32_t kLongestRun = 24;  // tokens; a longer one is read in pieces
constexpr std::uint32_t kLongestName = 8;

class Spotter {
 public:
  Spotter(const Document& document, const PlaceMap& places)
      : document_(document), tokens_(document.tokens()), places_(places) {}

  std::vector<NameCandidate> Run() {
    const auto count = static_cast<std::uint32_t>(tokens_.size());
    for (std::uint32_t i = 0; i < count;) {
      if (!StartsRun(i)) {
        ++i;
        continue;
      }
      std::uint32_t end = i + 1;
      while (end < count && end - i < kLongestRun && ContinuesRun(end)) {
        ++end;
      }
      Cut({i, end});
      i = end;
    }
    return std::move(found_);
  }

 private:
  bool Is(std::uint32_t i, WordSet set) const { return document_.Is(i, set); }

  bool IsName(std::uint32_t i) const {
    return Is(i, WordSet::kGivenName) || Is(i, WordSet::kSurname);
  }

  bool StartsRun(std::uint32_t i) const {
    if (tokens_[i].capital) {
      return true;
    }
    return Is(i, WordSet::kParticle) && i + 1 < tokens_.size() && tokens_[i + 1].capital &&
           tokens_[i + 1].gap == Gap::kHyphen;  // "al-Assad"
  }

  bool Joined(std::uint32_t i) const {
    const Token& token = tokens_[i];
    if (token.gap == Gap::kSpace || token.gap == Gap::kHyphen) {
      return true;
    }
    return token.gap == Gap::kPoint && (tokens_[i - 1].initial || Is(i - 1, WordSet::kHonorific) ||
                                        tokens_[i - 1].end - tokens_[i - 1].begin <= 3);
  }

  bool ContinuesRun(std::uint32_t i) const {
    if (!Joined(i)) {
      return false;
    }
    if (tokens_[i].capital) {
      return true;
    }
    if (SecondSyllable(i)) {
      return true;
    }
    // "Ursula von der Leyen": at most two small words, with a capital after them.
    for (std::uint32_t next = i; next < i + 3 && next < tokens_.size() && Joined(next); ++next) {
      if (tokens_[next].capital) {
        return next > i;
      }
      if (!Is(next, WordSet::kParticle)) {
        return false;
      }
    }
    return false;
  }

  // "Tam Yiu-chung", "Choi Jung-ok", "Ko Wen-je", but not "Smith-led".
  bool SecondSyllable(std::uint32_t i) const {
    if (i < 2 || tokens_[i].gap != Gap::kHyphen || tokens_[i].end - tokens_[i].begin > 6 ||
        tokens_[i - 1].gap != Gap::kSpace || !tokens_[i - 1].capital || !tokens_[i - 2].capital) {
      return false;
    }
    return Is(i - 2, WordSet::kChineseSurname) || !Is(i, WordSet::kCommon);
  }

  // Takes a run apart at titles and places, and in headlines at common words.
  void Cut(const TokenRange& run) {
    std::uint32_t begin = run.begin;
    bool titled = false;
    bool honoured = false;
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
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
           !(range.end - range.begin >= 3 && SecondSyllable(range.end - 1))) {
      --range.end;
    }
    if (range.begin >= range.end || !MayBeName(range, titled)) {
      return;
    }
    NameCandidate candidate;
    candidate.tokens = range;
    candidate.titled = titled || TitleBefore(range.begin);
    candidate.score = Score(range, candidate.titled, honoured);
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

  double Score(const TokenRange& range, bool titled, bool honoured) const {
    const std::uint32_t size = range.end - range.begin;
    double score = size > 1 ? -1.95 : -2.2;
    if (honoured) {
      score += 4;
    } else if (titled) {
      score += size > 1 ? 2.2 : 1.5;
    }
    score += ShapeScore(range) + ContextScore(range, titled || honoured);
    return score;
  }

  // What the words themselves say.
  double ShapeScore(const TokenRange& range) const {
    const std::uint32_t size = range.end - range.begin;
    const std::uint32_t last = range.end - 1;
    double score = 0;
    bool given = false;
    bool initial = false;
    bool common = false;
    bool particle = false;
    bool shouted = false;
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      given = given || (i < last && Is(i, WordSet::kGivenName));
      initial = initial || tokens_[i].initial;
      particle = particle || Is(i, WordSet::kParticle);
      shouted = shouted || (tokens_[i].all_capitals && !tokens_[i].initial &&
                            !document_.IsHeadline(tokens_[i].sentence));
      common =
          common || (!tokens_[i].initial && !Is(i, WordSet::kParticle) &&
                     (Is(i, WordSet::kCommon) || document_.SeenInSmallLetters(tokens_[i].word)) &&
                     !(IsName(i) && given));
    }
    score += given ? 2.2 : 0;
    score += size == 1 && Is(last, WordSet::kGivenName) ? 0.4 : 0;
    score += Is(last, WordSet::kSurname) ? 0.8 : 0;
    score += ChineseOrder(range) ? 1.4 : 0;
    score += size == 2 ? 0.6 : 0;
    score += size == 3 ? 0.5 : 0;
    score -= size > 4 && !particle ? 1.5 : 0;
    score -= shouted ? 1.5 : 0;
    score -= size > 1 && Is(range.begin, WordSet::kPlaceOpener) ? 2 : 0;
    score += initial && size > 1 && !tokens_[last].initial ? 1 : 0;
    score -= common ? 1.5 : 0;
    score += !common && size > 1 && size < 4 ? 1.5 : 0;
    score -= places_.At(last) != nullptr && !Is(last, WordSet::kSurname) ? 1.2 : 0;
    return score;
  }

  bool ChineseOrder(const TokenRange& range) const {
    const std::uint32_t size = range.end - range.begin;
    return (size == 2 || size == 3) && Is(range.begin, WordSet::kChineseSurname) &&
           tokens_[range.begin].end - tokens_[range.begin].begin <= 6;
  }

  // What stands beside them.
  double ContextScore(const TokenRange& range, bool titled) const {
    double score = 0;
    const std::uint32_t next = range.end;
    if (next < tokens_.size() && tokens_[next].gap != Gap::kBreak) {
      const std::string_view word = document_.Surface(next);
      const bool near = tokens_[next].gap == Gap::kSpace;
      score += near && !tokens_[next].capital && Is(next, WordSet::kSpeech) ? 1.6 : 0;
      score += word == "who" || word == "whose" ? 2 : 0;
      score += tokens_[next].gap == Gap::kComma && IsAge(word) ? 2 : 0;
      score += tokens_[next].gap == Gap::kComma && Appositive(next) ? 1.2 : 0;
    }
    if (range.begin > 0 && tokens_[range.begin].gap != Gap::kBreak) {
      const std::uint32_t before = range.begin - 1;
      const bool near = tokens_[range.begin].gap == Gap::kSpace;
      const bool verb = Is(before, WordSet::kSpeech) && !tokens_[before].capital;
      score += verb && (near || tokens_[range.begin].gap == Gap::kComma) ? 1.0 : 0;
      score -= near && Is(before, WordSet::kPreposition) ? 1.5 : 0;
      const std::string_view word = document_.Surface(before);
      score -= near && !titled && (word == "the" || word == "The" || word == "a" || word == "an")
                   ? 2
                   : 0;
    }
    return score;
  }

  static bool IsAge(std::string_view word) {
    return word.size() == 2 && word[0] >= '1' && word[0] <= '9' && word[1] >= '0' && word[1] <= '9';
  }

  // ", the lawyer", ", a Kenyan activist", ", president of ...": a role within four words.
  bool Appositive(std::uint32_t begin) const {
    for (std::uint32_t i = begin; i < begin + 4 && i < tokens_.size(); ++i) {
      if (i > begin && tokens_[i].gap != Gap::kSpace && tokens_[i].gap != Gap::kHyphen) {
        return false;
      }
      if (!tokens_[i].capital && Is(i, WordSet::kRole)) {
        return true;
      }
    }
    return false;
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  const PlaceMap& places_;
  std::vector<NameCandidate> found_;
};

}  // namespace

PlaceMap::PlaceMap(const Analysis& analysis)
    : places_(&analysis.places), index_(analysis.document->tokens().size()) {
  for (std::size_t i = 0; i < places_->size(); ++i) {
    const TokenRange& range = (*places_)[i].tokens;
    std::fill(index_.begin() + range.begin,
              index_.begin() + range.end,
              static_cast<std::uint32_t>(i + 1));
  }
}

std::vector<NameCandidate> SpotNames(const Document& document, const PlaceMap& places) {
  return Spotter(document, places).Run();
}

}  // namespace facetwire
