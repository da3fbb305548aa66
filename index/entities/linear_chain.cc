// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/linear_chain.h"

#include <algorithm>
#include <cmath>

namespace facetwire {
namespace {

constexpr float kNever = -1e9F;
constexpr float kLeast = -60;  // of a word's score below its largest: no sum becomes 0

// Scales the labels so that they add up to 1; what they added up to.
double Normalise(LabelScores& scores) {
  double total = 0;
  for (std::size_t y = 0; y < kNameLabels; ++y) {
    total += scores[y];
  }
  for (std::size_t y = 0; y < kNameLabels && total > 0; ++y) {
    scores[y] = static_cast<float>(scores[y] / total);
  }
  return total;
}

}  // namespace

bool MayFollow(std::size_t from, std::size_t to) {
  const bool inside = to != 0 && to % 2 == 0;
  return !inside || from == to || from + 1 == to;
}

LinearChain::LinearChain(const Transitions& transitions) : transitions_(transitions), factors_() {
  for (std::size_t from = 0; from <= kNameLabels; ++from) {
    for (std::size_t to = 0; to < kNameLabels; ++to) {
      const bool may = MayFollow(from, to);
      factors_[from][to] = may ? std::exp(transitions[from][to]) : 0;
      transitions_[from][to] = may ? transitions[from][to] : kNever;
    }
  }
}

// alphas[i][y]: the share of the prefixes that end with y at i. factors: the exponentials of the
// scores, each word's divided by its largest. Returns the logarithm of the total.
double LinearChain::Forward(const std::vector<LabelScores>& scores,
                            std::vector<LabelScores>& alphas,
                            std::vector<LabelScores>& factors) const {
  alphas.assign(scores.size(), {});
  factors.assign(scores.size(), {});
  double log_total = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const float top = *std::max_element(scores[i].begin(), scores[i].begin() + kNameLabels);
    for (std::size_t y = 0; y < kNameLabels; ++y) {
      float sum = i == 0 ? factors_[kNameLabels][y] : 0;
      for (std::size_t from = 0; i > 0 && from < kNameLabels; ++from) {
        sum += alphas[i - 1][from] * factors_[from][y];
      }
      factors[i][y] = std::exp(std::max(scores[i][y] - top, kLeast));
      alphas[i][y] = sum * factors[i][y];
    }
    log_total += std::log(Normalise(alphas[i])) + top;
  }
  return log_total;
}

// What the labels from a word on are worth, by the label of the word before it.
LabelScores LinearChain::Backward(const LabelScores& worth) const {
  LabelScores before = {};
  for (std::size_t from = 0; from < kNameLabels; ++from) {
    for (std::size_t y = 0; y < kNameLabels; ++y) {
      before[from] += factors_[from][y] * worth[y];
    }
  }
  return before;
}

// The probability of each pair of a label and the next one. `alphas` are of the word before.
Transitions LinearChain::PairsAt(const LabelScores& alphas, const LabelScores& worth) const {
  Transitions pairs = {};
  float total = 0;
  for (std::size_t from = 0; from < kNameLabels; ++from) {
    for (std::size_t y = 0; y < kNameLabels; ++y) {
      pairs[from][y] = alphas[from] * factors_[from][y] * worth[y];
      total += pairs[from][y];
    }
  }
  for (auto& row : pairs) {
    for (float& pair : row) {
      pair /= total;
    }
  }
  return pairs;
}

void LinearChain::Infer(const std::vector<LabelScores>& scores,
                        Marginals& marginals,
                        Pairs* pairs) const {
  std::vector<LabelScores> factors;
  marginals.log_total = Forward(scores, marginals.labels, factors);
  std::vector<LabelScores>& alphas = marginals.labels;
  if (pairs != nullptr) {
    pairs->assign(scores.size(), {});
  }
  LabelScores after = {1, 1, 1, 1, 1, 1, 1, 0};
  for (std::size_t i = scores.size(); i-- > 0;) {
    LabelScores worth = {};
    for (std::size_t y = 0; y < kNameLabels; ++y) {
      worth[y] = factors[i][y] * after[y];
      alphas[i][y] *= after[y];
    }
    Normalise(alphas[i]);
    if (i > 0 && pairs != nullptr) {
      (*pairs)[i] = PairsAt(alphas[i - 1], worth);
    }
    after = Backward(worth);
    Normalise(after);
  }
}

// The label before `to` on the best way there, and what that way is worth without the word's score.
LinearChain::Step LinearChain::BestStep(const LabelScores& best, std::size_t to) const {
  Step step;
  step.worth = kNever * 2;
  for (std::size_t from = 0; from < kNameLabels; ++from) {
    const float worth = best[from] + transitions_[from][to];
    if (worth > step.worth) {
      step = {static_cast<std::uint8_t>(from), worth};
    }
  }
  return step;
}

void LinearChain::Decode(const std::vector<LabelScores>& scores,
                         std::vector<NameLabel>& labels) const {
  std::vector<std::array<std::uint8_t, kNameLabels>> from(scores.size());
  LabelScores best = {};
  for (std::size_t i = 0; i < scores.size(); ++i) {
    LabelScores next = {};
    for (std::size_t y = 0; y < kNameLabels; ++y) {
      const Step step = i == 0 ? Step{0, transitions_[kNameLabels][y]} : BestStep(best, y);
      from[i][y] = step.from;
      next[y] = step.worth + scores[i][y];
    }
    best = next;
  }
  labels.resize(scores.size());
  auto label = static_cast<std::size_t>(std::max_element(best.begin(), best.begin() + kNameLabels) -
                                        best.begin());
  for (std::size_t i = scores.size(); i-- > 0;) {
    labels[i] = static_cast<NameLabel>(label);
    label = from[i][label];
  }
}

}  // namespace facetwire
