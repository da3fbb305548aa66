// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_TRAINING_LABELLED_TEXT_H_
#define FACETWIRE_INDEX_ENTITIES_TRAINING_LABELLED_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "index/entities/document.h"
#include "index/entities/linear_chain.h"

namespace facetwire {

// A word of a labelled set.
struct LabelledWord {
  std::string text;
  NameLabel label = NameLabel::kOther;
  bool other_name = false;  // a name of another kind, such as a nationality
};

using LabelledSentence = std::vector<LabelledWord>;
using LabelledDocument = std::vector<LabelledSentence>;

// Reads a file of two columns (word, tab, IOB2 label; empty lines part sentences, -DOCSTART-
// documents; PER, LOC, ORG, anything else is other). Without document marks every `sentences`
// sentences are taken as one document. NOT_FOUND where it cannot be read, INVALID_ARGUMENT names
// the line at fault.
absl::StatusOr<std::vector<LabelledDocument>> ReadConll(const std::string& path, int sentences);

// A document written as text, one paragraph a sentence, and where its labelled words stand in it.
struct PlainText {
  struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    NameLabel label = NameLabel::kOther;
  };

  std::string text;
  std::vector<Span> spans;  // in order, disjoint; every word
};

PlainText WriteOut(const LabelledDocument& document);

// The label of every token of `document`, which was made of `plain`.
std::vector<NameLabel> LabelTokens(const Document& document, const PlainText& plain);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_TRAINING_LABELLED_TEXT_H_
