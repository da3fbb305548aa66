// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_TRAINING_NAME_MEASURE_H_
#define FACETWIRE_INDEX_ENTITIES_TRAINING_NAME_MEASURE_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "index/entities/training/labelled_text.h"

namespace facetwire {

// How many places of people's names a model finds: exact begin and end.
struct NameMeasure {
  std::size_t right = 0;
  std::size_t wrong = 0;   // found, but not there
  std::size_t missed = 0;  // there, but not found

  // 0..1, 0 where nothing is to be divided by.
  double Precision() const;
  double Recall() const;
  double F1() const;
};

// An error where the bytes are no model for this program; see NameModel::Parse.
absl::StatusOr<NameMeasure> MeasureNames(std::string_view model,
                                         const std::vector<LabelledDocument>& documents);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_TRAINING_NAME_MEASURE_H_
