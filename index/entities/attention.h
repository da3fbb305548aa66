// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_ATTENTION_H_
#define FACETWIRE_INDEX_ENTITIES_ATTENTION_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/entities/people.h"

namespace facetwire {

// How much each person is being spoken of at a point in the text: what has been said, less with
// each sentence since. Sentences must not go back.
class Attention {
 public:
  explicit Attention(std::size_t people) : levels_(people) {}

  double Of(People::Key person, std::uint32_t sentence) const {
    const Level& level = levels_[person];
    return level.value * std::exp((level.sentence - static_cast<double>(sentence)) / kMemory);
  }

  void Add(People::Key person, std::uint32_t sentence, double weight) {
    levels_[person] = {Of(person, sentence) + weight, static_cast<double>(sentence)};
  }

 private:
  static constexpr double kMemory = 1.5;  // sentences after which a mention counts a third

  struct Level {
    double value = 0;
    double sentence = 0;
  };

  std::vector<Level> levels_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_ATTENTION_H_
