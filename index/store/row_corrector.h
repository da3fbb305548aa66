// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_ROW_CORRECTOR_H_
#define FACETWIRE_INDEX_STORE_ROW_CORRECTOR_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "index/store/corrections.h"
#include "index/store/dictionary.h"
#include "index/store/document_row.h"

namespace facetwire {

// What corrections make of the facet values of documents. Not thread-safe.
class RowCorrector {
 public:
  // The dictionary may grow.
  RowCorrector(std::shared_ptr<const Corrections> corrections,
               std::shared_ptr<const Dictionary> dictionary)
      : corrections_(std::move(corrections)), dictionary_(std::move(dictionary)) {}

  // Changes the values of a document to those that they mean: each once, with the highest salience
  // of those that it stands for, by ascending ordinal. Returns whether there was something to
  // change. Quick where there is not.
  bool Correct(Docid docid, std::vector<RowEntry>& entries);

 private:
  enum Mark : std::uint8_t { kPlain, kLed, kMayBeSplit };

  // What the value of an ordinal means where no split is concerned; no ordinal where it is banned.
  struct Target {
    Ordinal ordinal = 0;
    Mark mark = kPlain;
  };

  Target TargetOf(Ordinal ordinal) const;
  Ordinal Meaning(Docid docid, Ordinal ordinal) const;
  void LearnNew();

  std::shared_ptr<const Corrections> corrections_;
  std::shared_ptr<const Dictionary> dictionary_;
  std::vector<Target> targets_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_ROW_CORRECTOR_H_
