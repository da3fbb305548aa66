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
    LabelScores before = {};
    if (i > 0) {
      float total = 0;
      for (std::size_t from = 0; from < kNameLabels; ++from) {
        for (std::size_t y = 0; y < kNameLabels; ++y) {
          const float mass = factors_[from][y] * factors[i][y] * after[y];
          before[from] += mass;
          total += alphas[i - 1][from] * mass;
        }
      }
      for (std::size_t from = 0; pairs != nullptr && from < kNameLabels; ++from) {
        for (std::size_t y = 0; y < kNameLabels; ++y) {
          (*pairs)[i][from][y] =
              alphas[i - 1][from] * factors_[from][y] * factors[i][y] * after[y] / total;
        }
      }
    }
    for (std::size_t y = 0; y < kNameLabels; ++y) {
      alphas[i][y] *= after[y];
    }
    Normalise(alphas[i]);
    Normalise(before);
    after = before;
  }
}

void LinearChain::Decode(const std::vector<LabelScores>& scores,
                         std::vector<NameLabel>& labels) const {
  std::vector<std::array<std::uint8_t, kNameLabels>> from(scores.size());
  LabelScores best = {};
  for (std::size_t i = 0; i < scores.size(); ++i) {
    LabelScores next = {};
    for (std::size_t y = 0; y < kNameLabels; ++y) {
      float top = i == 0 ? transitions_[kNameLabels][y] : kNever * 2;
      for (std::size_t before = 0; i > 0 && before < kNameLabels; ++before) {
        const float value = best[before] + transitions_[before][y];
        if (value > top) {
          top = value;
          from[i][y] = static_cast<std::uint8_t>(before);
        }
      }
      next[y] = top + scores[i][y];
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
