// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_CANONICAL_ENTITY_H_
#define FACETWIRE_INDEX_INGEST_CANONICAL_ENTITY_H_

#include "index/model/entity.h"

namespace facetwire {

// Makes id and label of an entity that came from outside what they are in the index: "kg" -> "KG"
// and "Kyrgyzstan"; a person without an id gets that of the label. False where there is no such
// country, sector or person; then id and label mean nothing. Pure.
bool Canonicalise(Entity& entity);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_CANONICAL_ENTITY_H_
