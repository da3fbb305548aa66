// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_TRAINING_NAME_TRAINER_H_
#define FACETWIRE_INDEX_ENTITIES_TRAINING_NAME_TRAINER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "index/entities/training/labelled_text.h"

namespace facetwire {

struct TrainingOptions {
  unsigned bits = 17;          // the model has 2^bits rows
  int epochs = 12;             // >= averaged
  int averaged = 8;            // the last epochs, whose weights are averaged
  double rate = 0.06;          // of AdaGrad
  double drop_features = 0.5;  // share of the features of a word that one pass does not see
  double hide_words = 0.4;     // how often the word itself is hidden
  double exchange = 0.6;       // share of the documents whose names are exchanged
  double titles = 0.15;        // how often a title is put before a person's full name
  double unit = 1.0 / 64;      // to which weights are rounded
  std::uint64_t seed = 7;
};

// Trains a model of names on labelled documents. The same documents, options and data files give
// the same bytes. Not thread-safe.
class NameTrainer {
 public:
  // Uses the project's own lists. An error says which of them is at fault.
  static absl::StatusOr<std::unique_ptr<NameTrainer>> Create(const TrainingOptions& options);

  virtual ~NameTrainer() = default;
  NameTrainer(const NameTrainer&) = delete;
  NameTrainer& operator=(const NameTrainer&) = delete;

  // Takes documents that count `weight` times as much as others.
  virtual void Add(std::vector<LabelledDocument> documents, double weight) = 0;

  // Goes through all documents; `report`, if set, is told the loss a word after each epoch.
  virtual void Train(const std::function<void(int epoch, double loss)>& report) = 0;

  // The model as a file; see name_model.h. `notes` say what it was trained on.
  virtual std::string Model(const std::vector<std::string>& notes) const = 0;

 protected:
  NameTrainer() = default;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_TRAINING_NAME_TRAINER_H_
