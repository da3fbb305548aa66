// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_MODEL_ENTITY_H_
#define FACETWIRE_INDEX_MODEL_ENTITY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "index/model/facet.h"

namespace facetwire {

// The parts of an article that hold text, in reading order. The numbers are part of the index
// format.
enum class TextField : std::uint8_t { kTitle = 0, kSummary = 1, kBody = 2 };

// One place in the text that speaks of an entity: the evidence.
struct Mention {
  TextField field = TextField::kBody;
  std::uint32_t begin = 0;  // offset in bytes of UTF-8, within the field
  std::uint32_t end = 0;    // one past the last byte
  std::string surface;      // the text between them: "Li", "the premier", "Kyrgyz"

  friend bool operator==(const Mention&, const Mention&) = default;
};

// Where an entity of an article comes from. The numbers are part of the index format.
enum class EntityOrigin : std::uint8_t {
  kExtracted = 0,  // found in the text by our recognisers
  kSupplied = 1,   // given by the caller with the article
  kEdited = 2,     // put there by a curator
};

// A country, person or sector in one article.
struct Entity {
  Facet facet = Facet::kCountry;
  std::string id;         // "KG", "li-qiang", "H49"
  std::string label;      // "Kyrgyzstan", "Li Qiang": the canonical name, in English where known
  double salience = 0;    // 0..1: how much the article is about it; comparable within one facet
  double confidence = 0;  // 0..1: how sure the recogniser is
  EntityOrigin origin = EntityOrigin::kExtracted;
  bool implied = false;  // a sector that is there only as the parent of another ("H" of "H49")
  std::vector<Mention> mentions;  // in reading order; empty for supplied and implied ones

  friend bool operator==(const Entity&, const Entity&) = default;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_MODEL_ENTITY_H_
