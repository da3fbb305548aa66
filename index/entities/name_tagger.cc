// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/name_tagger.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace facetwire {
namespace {

constexpr double kSurest = 7;  // log-odds
constexpr float kNever = -50;  // a label's score

constexpr auto kBegin = static_cast<std::size_t>(NameLabel::kPersonBegin);
constexpr auto kInside = static_cast<std::size_t>(NameLabel::kPersonInside);

// Tags one article.
class Reading {
 public:
  Reading(const NameFeatures& features,
          const PlaceMap& places,
          const NameModel& model,
          const LinearChain& chain)
      : features_(features),
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
      if (InLongPlace(i)) {
        scores_.back()[kBegin] = kNever;
        scores_.back()[kInside] = kNever;
      }
    }
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
      found_.push_back({{run.begin + k, run.begin + end}, 0, false});
      found_.back().score = OddsOf(found_.back().tokens);
    }
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

  const NameFeatures& features_;
  const PlaceMap& places_;
  const NameModel& model_;
  const LinearChain& chain_;
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
  return Reading(features, places, model_, chain_).Run();
}

}  // namespace facetwire
