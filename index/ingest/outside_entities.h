// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_OUTSIDE_ENTITIES_H_
#define FACETWIRE_INDEX_INGEST_OUTSIDE_ENTITIES_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "index/model/article.h"
#include "index/model/outside_annotator.h"

namespace facetwire {

inline constexpr std::size_t kMaxOutsideEntities = 1000;   // in one article
inline constexpr std::size_t kMaxOutsideMentions = 10000;  // in one article

// What was left out of an answer: why ("unknown country"), how often.
using LeftOut = std::map<std::string, std::size_t>;

// The entities of an answer that the contract (proto AnnotatedEntity) allows, each (facet, id)
// once, ids canonical, labels known, surfaces as the text has them, mentions in reading order and
// disjoint. What it does not allow is added to `left_out`. `article` is the one that was asked
// about.
std::vector<Entity> Accept(OutsideAnswer answer, const Article& article, LeftOut& left_out);

// Makes one of two entities with the same facet and id: `into` keeps its label, gets the higher
// salience and confidence and the mentions of both.
void Unite(Entity from, Entity& into);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_OUTSIDE_ENTITIES_H_
