// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_NAME_MODEL_H_
#define FACETWIRE_INDEX_ENTITIES_NAME_MODEL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "index/entities/linear_chain.h"

namespace facetwire {

// The weights of the name tagger. A file of two parts: lines of text, then, after an empty line,
// 8 signed bytes for each of 2^bits rows, one for each label and one unused. The lines:
//   facetwire-names 1
//   features <FeatureFingerprint, hexadecimal>
//   bits <10..20>
//   unit <what 1 in a row is worth, in millionths>
//   transitions <8 x 7 integers, in thousandths; the last row is for the beginning of a run>
//   # anything, such as what it was trained on
// A feature's row is given by the upper bits of its hash. Immutable; any number of threads.
class NameModel {
 public:
  // `bytes` must outlive the model. INVALID_ARGUMENT says what is wrong with them: another format,
  // a line that is missing, a wrong size, or a fingerprint other than this program's.
  static absl::StatusOr<NameModel> Parse(std::string_view bytes);

  // The bytes of a model. `rows` holds the weights, 8 for each of 2^bits rows; each is rounded to a
  // multiple of `unit` and cut to a byte. `notes` are put into the head, without line breaks.
  struct Source {
    unsigned bits = 0;
    double unit = 0;
    double factor = 1;  // that every weight is multiplied by
    Transitions transitions = {};
    std::vector<std::string> notes;
  };

  static std::string Write(const Source& source, const std::vector<float>& rows);

  const Transitions& transitions() const { return transitions_; }

  // The sums of the rows of `features`.
  LabelScores Score(const std::vector<std::uint32_t>& features) const;

 private:
  NameModel() = default;

  std::string_view rows_;
  unsigned bits_ = 0;
  float unit_ = 0;
  Transitions transitions_ = {};
};

// The model in the program.
std::string_view NameModelBytes();

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_NAME_MODEL_H_
