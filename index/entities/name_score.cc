// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/name_score.h"

#include <string_view>

namespace facetwire {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "47" in "Elsbeth Brunold, 47, ...".
bool IsAge(std::string_view word) {
  return word.size() == 2 && word[0] != '0' && IsDigit(word[0]) && IsDigit(word[1]);
}

bool IsArticle(std::string_view word) {
  return word == "the" || word == "The" || word == "a" || word == "an";
}

double When(bool condition, double weight) { return condition ? weight : 0; }

}  // namespace

double NameScorer::Score(const Stretch& stretch) const {
  const bool several = stretch.tokens.end - stretch.tokens.begin > 1;
  const Traits traits = TraitsOf(stretch.tokens);
  double score = several ? -1.95 : -2.2;
  if (stretch.honoured) {
    score += 4;
  } else if (stretch.titled) {
    score += several ? 2.2 : 1.5;
  }
  return score + WordScore(stretch.tokens, traits) + LengthScore(stretch.tokens, traits) +
         ScoreAfter(stretch.tokens) + ScoreBefore(stretch);
}

bool NameScorer::IsCommon(std::uint32_t i) const {
  const Token& token = tokens_[i];
  return !token.initial && !Is(i, WordSet::kParticle) &&
         (Is(i, WordSet::kCommon) || document_.SeenInSmallLetters(token.word));
}

NameScorer::Traits NameScorer::TraitsOf(const TokenRange& range) const {
  Traits traits;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    const Token& token = tokens_[i];
    const bool name = Is(i, WordSet::kGivenName) || Is(i, WordSet::kSurname);
    traits.given = traits.given || (i + 1 < range.end && Is(i, WordSet::kGivenName));
    traits.initial = traits.initial || token.initial;
    traits.particle = traits.particle || Is(i, WordSet::kParticle);
    traits.shouted = traits.shouted || (token.all_capitals && !token.initial &&
                                        !document_.IsHeadline(token.sentence));
    traits.common = traits.common || (IsCommon(i) && !(name && traits.given));
  }
  return traits;
}

double NameScorer::WordScore(const TokenRange& range, const Traits& traits) const {
  const std::uint32_t last = range.end - 1;
  const bool several = last > range.begin;
  double score = When(traits.given, 2.2);
  score += When(!several && Is(last, WordSet::kGivenName), 0.4);
  score += When(Is(last, WordSet::kSurname), 0.8);
  score += When(IsChineseOrder(range), 1.4);
  score += When(traits.initial && several && !tokens_[last].initial, 1);
  score -= When(traits.shouted, 1.5);
  score -= When(traits.common, 1.5);
  score -= When(several && Is(range.begin, WordSet::kPlaceOpener), 2);
  score -= When(places_.At(last) != nullptr && !Is(last, WordSet::kSurname), 1.2);
  return score;
}

double NameScorer::LengthScore(const TokenRange& range, const Traits& traits) {
  const std::uint32_t size = range.end - range.begin;
  double score = When(size == 2, 0.6) + When(size == 3, 0.5);
  score += When(!traits.common && (size == 2 || size == 3), 1.5);
  score -= When(size > 4 && !traits.particle, 1.5);
  return score;
}

bool NameScorer::IsChineseOrder(const TokenRange& range) const {
  const std::uint32_t size = range.end - range.begin;
  const Token& first = tokens_[range.begin];
  return (size == 2 || size == 3) && Is(range.begin, WordSet::kChineseSurname) &&
         first.end - first.begin <= 6;
}

double NameScorer::ScoreAfter(const TokenRange& range) const {
  const std::uint32_t next = range.end;
  if (next >= tokens_.size() || tokens_[next].gap == Gap::kBreak) {
    return 0;
  }
  const std::string_view word = document_.Surface(next);
  double score = When(word == "who" || word == "whose", 2);
  if (tokens_[next].gap == Gap::kSpace) {
    score += When(!tokens_[next].capital && Is(next, WordSet::kSpeech), 1.6);
  } else if (tokens_[next].gap == Gap::kComma) {
    score += When(IsAge(word), 2) + When(IsAppositive(next), 1.2);
  }
  return score;
}

double NameScorer::ScoreBefore(const Stretch& stretch) const {
  const std::uint32_t begin = stretch.tokens.begin;
  if (begin == 0 || (tokens_[begin].gap != Gap::kSpace && tokens_[begin].gap != Gap::kComma)) {
    return 0;
  }
  const std::uint32_t before = begin - 1;
  double score = When(Is(before, WordSet::kSpeech) && !tokens_[before].capital, 1);
  if (tokens_[begin].gap == Gap::kSpace) {
    const bool titled = stretch.titled || stretch.honoured;
    score -= When(Is(before, WordSet::kPreposition), 1.5);
    score -= When(!titled && IsArticle(document_.Surface(before)), 2);
  }
  return score;
}

// ", the lawyer", ", a Kenyan activist", ", president of ...": a role within four words.
bool NameScorer::IsAppositive(std::uint32_t begin) const {
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

}  // namespace facetwire
