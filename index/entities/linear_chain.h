// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_LINEAR_CHAIN_H_
#define FACETWIRE_INDEX_ENTITIES_LINEAR_CHAIN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace facetwire {

// What a word of a run is: nothing that we look for, or the first or a later word of a name.
enum class NameLabel : std::uint8_t {
  kOther,
  kPersonBegin,
  kPersonInside,
  kPlaceBegin,
  kPlaceInside,
  kOrganisationBegin,
  kOrganisationInside,
};

inline constexpr std::size_t kNameLabels = 7;

// By label; the eighth is padding.
using LabelScores = std::array<float, 8>;

// What it is worth that one label follows another: [from][to], from kNameLabels at the beginning.
using Transitions = std::array<std::array<float, kNameLabels>, kNameLabels + 1>;

// Whether `to` may follow `from` (an index of Transitions): inside comes after the same kind only.
bool MayFollow(std::size_t from, std::size_t to);

// A linear-chain conditional random field over the labels of one run: the probability of a sequence
// is proportional to the exponential of the sum of the words' scores and the transitions.
// (Lafferty, McCallum, Pereira: Conditional Random Fields, ICML 2001.)
// Immutable; any number of threads. All work is linear in the length of the run.
class LinearChain {
 public:
  explicit LinearChain(const Transitions& transitions);

  // The probability of each label at each word.
  struct Marginals {
    double log_total = 0;  // the logarithm of what the scores are divided by
    std::vector<LabelScores> labels;
  };

  // The probability of each pair of labels at a word and the one before it; nothing at the first.
  using Pairs = std::vector<Transitions>;

  // `pairs` may be null. Vectors are resized, their memory is used again.
  void Infer(const std::vector<LabelScores>& scores, Marginals& marginals, Pairs* pairs) const;

  // The most probable labels.
  void Decode(const std::vector<LabelScores>& scores, std::vector<NameLabel>& labels) const;

 private:
  struct Step {
    std::uint8_t from = 0;
    float worth = 0;
  };

  double Forward(const std::vector<LabelScores>& scores,
                 std::vector<LabelScores>& alphas,
                 std::vector<LabelScores>& factors) const;
  LabelScores Backward(const LabelScores& worth) const;
  Transitions PairsAt(const LabelScores& alphas, const LabelScores& worth) const;
  Step BestStep(const LabelScores& best, std::size_t to) const;

  Transitions transitions_;
  Transitions factors_;  // exponentials; 0 for what is not allowed
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_LINEAR_CHAIN_H_
