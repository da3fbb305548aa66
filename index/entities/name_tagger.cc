// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/name_tagger.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "index/entities/name_runs.h"

namespace facetwire {
namespace {

// Chosen on articles of world news and on the sets that training/README.md names.
constexpr double kRuleShare = 0.7;       // of the rules' score, in log-odds
constexpr double kRuleShareAlone = 0.5;  // the same against a single word: they know few of them
constexpr double kSurestRule = 4;
constexpr float kPersonBias = 0.2F;  // the trained texts name fewer people than the world's news
constexpr double kSurest = 7;        // log-odds
constexpr float kNever = -50;        // a label's score

constexpr auto kBegin = static_cast<std::size_t>(NameLabel::kPersonBegin);
constexpr auto kInside = static_cast<std::size_t>(NameLabel::kPersonInside);

// Tags one article.
class Reading {
 public:
  Reading(const Document& document,
          const NameFeatures& features,
          const PlaceMap& places,
          const NameModel& model,
          const LinearChain& chain)
      : document_(document),
        features_(features),
        places_(places),
        model_(model),
        chain_(chain),
        person_(features.token_count()) {}

  std::vector<NameCandidate> Run() {
    for (const TokenRange& run : features_.runs()) {
      Read(run);
    }
    AddOthers();
    return std::move(found_);
  }

 private:
  void Read(const TokenRange& run) {
    scores_.clear();
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      features_.Extract(run, i, {}, hashes_);
      scores_.push_back(model_.Score(hashes_));
      scores_.back()[kBegin] += kPersonBias;
      scores_.back()[kInside] += kPersonBias;
      if (InLongPlace(i)) {
        scores_.back()[kBegin] = kNever;
        scores_.back()[kInside] = kNever;
      }
    }
    AskRules(run);
    chain_.Infer(scores_, marginals_, nullptr);
    chain_.Decode(scores_, labels_);
    for (std::uint32_t i = run.begin; i < run.end; ++i) {
      const LabelScores& label = marginals_.labels[i - run.begin];
      person_[i] = label[kBegin] + label[kInside];
    }
    for (std::uint32_t k = 0; k < labels_.size(); ++k) {
      if (labels_[k] != NameLabel::kPersonBegin) {
        continue;
      }
      std::uint32_t end = k + 1;
      while (end < labels_.size() && labels_[end] == NameLabel::kPersonInside) {
        ++end;
      }
      while (end < labels_.size() && IsSecondSyllable(document_, run.begin + end)) {
        ++end;
      }
      if (InOrganisation({run.begin + k, run.begin + end}, run) ||
          EndsAsOrganisation({run.begin + k, run.begin + end})) {
        continue;
      }
      found_.push_back({{run.begin + k, run.begin + end}, 0, false});
      found_.back().score = OddsOf(found_.back().tokens);
    }
  }

  // What the rules say counts beside what was learned: they know titles that few trained texts
  // have.
  void AskRules(const TokenRange& run) {
    const std::vector<NameCandidate>& candidates = features_.candidates();
    while (next_ < candidates.size() && candidates[next_].tokens.begin < run.begin) {
      ++next_;
    }
    for (; next_ < candidates.size() && candidates[next_].tokens.end <= run.end; ++next_) {
      const TokenRange& range = candidates[next_].tokens;
      const double score = std::clamp(candidates[next_].score, -kSurestRule, kSurestRule);
      const std::uint32_t size = range.end - range.begin;
      const double share = (size == 1 && score < 0 ? kRuleShareAlone : kRuleShare) * score / size;
      for (std::uint32_t i = range.begin; i < range.end; ++i) {
        scores_[i - run.begin][i == range.begin ? kBegin : kInside] += static_cast<float>(share);
      }
    }
  }

  // "Johns Hopkins University", "John Smith International Airport": a word that tells an
  // organisation or a place stands behind the name, with at most two others between.
  bool InOrganisation(const TokenRange& range, const TokenRange& run) const {
    constexpr std::uint32_t kReach = 3;
    if (document_.IsHeadline(document_.tokens()[range.begin].sentence)) {
      return false;
    }
    for (std::uint32_t i = range.end; i < run.end && i < range.end + kReach; ++i) {
      if (document_.tokens()[i].gap != Gap::kSpace || document_.Is(i, WordSet::kRole)) {
        return false;
      }
      if (TellsOther(i)) {
        return true;
      }
    }
    return false;
  }

  // "Kishida Cabinet", and not "Mary Temple".
  bool EndsAsOrganisation(const TokenRange& range) const {
    return range.end - range.begin > 1 && TellsOther(range.end - 1) &&
           !document_.Is(range.begin, WordSet::kGivenName);
  }

  // A word of an organisation's or a place's name that is nobody's name.
  bool TellsOther(std::uint32_t i) const {
    return (document_.Is(i, WordSet::kOrganisation) || document_.Is(i, WordSet::kPlace)) &&
           !document_.Is(i, WordSet::kSurname) && !document_.Is(i, WordSet::kGivenName) &&
           document_.tokens()[i].capital;
  }

  // A place of several words that is nothing else is not cut in two: "Sri Lankan".
  bool InLongPlace(std::uint32_t i) const {
    const PlaceMatch* place = places_.At(i);
    return place != nullptr && place->tokens.end - place->tokens.begin > 1 &&
           !place->senses->front().doubtful;
  }

  // The logarithm of the odds that the words are a person's, from the mean over them.
  double OddsOf(const TokenRange& range) const {
    double sum = 0;
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      sum += person_[i];
    }
    const double mean = sum / (range.end - range.begin);
    return std::clamp(std::log(mean / (1 - mean + 1e-9)), -kSurest, kSurest);
  }

  // Candidates of the rules beside those found.
  void AddOthers() {
    std::vector<NameCandidate> all;
    auto next = found_.begin();
    for (const NameCandidate& other : features_.candidates()) {
      while (next != found_.end() && next->tokens.end <= other.tokens.begin) {
        all.push_back(*next++);
      }
      if (next == found_.end() || other.tokens.end <= next->tokens.begin) {
        all.push_back(other);
        all.back().score = std::min(OddsOf(other.tokens), 0.0);
      } else if (next->tokens == other.tokens) {
        next->titled = other.titled;
      }
    }
    all.insert(all.end(), next, found_.end());
    found_ = std::move(all);
  }

  const Document& document_;
  const NameFeatures& features_;
  const PlaceMap& places_;
  const NameModel& model_;
  const LinearChain& chain_;
  std::size_t next_ = 0;       // of the rules' candidates
  std::vector<float> person_;  // by token: how likely it is part of a person's name
  std::vector<NameCandidate> found_;
  std::vector<std::uint32_t> hashes_;
  std::vector<LabelScores> scores_;
  LinearChain::Marginals marginals_;
  std::vector<NameLabel> labels_;
};

}  // namespace

std::vector<NameCandidate> NameTagger::Tag(const Document& document, const PlaceMap& places) const {
  const NameFeatures features(document, places, hashes_);
  return Reading(document, features, places, model_, chain_).Run();
}

}  // namespace facetwire
