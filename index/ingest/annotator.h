// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_ANNOTATOR_H_
#define FACETWIRE_INDEX_INGEST_ANNOTATOR_H_

#include <memory>
#include <vector>

#include "index/entities/extractor.h"
#include "index/model/article.h"
#include "index/model/entity.h"

namespace facetwire {

// Salience of an entity that the caller supplied and the text does not show: the caller found it
// worth saying, and nothing tells how much the article is about it.
inline constexpr double kSuppliedSalience = 0.5;

// All entities of an article: those found in its text and those that came with it. Thread-safe.
class Annotator {
 public:
  explicit Annotator(std::shared_ptr<const EntityExtractor> extractor);

  // By facet, then most salient first, then by id; each (facet, id) once. An entity both supplied
  // and found keeps its evidence and counts as supplied. Supplied ids are made canonical ("kg" ->
  // "KG"), persons without an id get that of their name, and a supplied division implies its
  // section. The article must have passed ValidateArticle.
  std::vector<Entity> Annotate(const Article& article) const;

 private:
  std::shared_ptr<const EntityExtractor> extractor_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_ANNOTATOR_H_
