// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_ANNOTATOR_H_
#define FACETWIRE_INDEX_INGEST_ANNOTATOR_H_

#include <memory>
#include <utility>
#include <vector>

#include "index/base/call_context.h"
#include "index/entities/extractor.h"
#include "index/ingest/outside_help.h"
#include "index/model/article.h"
#include "index/model/entity.h"
#include "index/model/outside_annotator.h"

namespace facetwire {

// Salience of an entity that the caller supplied and the text does not show: the caller found it
// worth saying, and nothing tells how much the article is about it.
inline constexpr double kSuppliedSalience = 0.5;

// All entities of an article: those found in its text, here or by an annotator outside of this
// process, and those that came with it. Thread-safe.
class Annotator {
 public:
  // Who else is asked.
  struct Outside {
    std::shared_ptr<OutsideHelp> help;  // null: nobody
    OutsideMode mode = OutsideMode::kBeside;
  };

  explicit Annotator(std::shared_ptr<const EntityExtractor> extractor)
      : Annotator(std::move(extractor), Outside()) {}

  Annotator(std::shared_ptr<const EntityExtractor> extractor, Outside outside);

  // By facet, then most salient first, then by id; each (facet, id) once. An entity both supplied
  // and found keeps its evidence and counts as supplied; one found here and outside has the
  // evidence of both, without overlaps. Supplied ids are made canonical ("kg" -> "KG"), persons
  // without an id get that of their name, and a division implies its section. A subject that is a
  // sector and nothing else (media_topics.h) counts as a supplied sector. The article must have
  // passed ValidateArticle. Blocks where somebody outside is asked, no longer than the context's
  // deadline; where there is no answer, what is found here stands alone.
  std::vector<Entity> Annotate(const Article& article, const CallContext& context = {}) const;

 private:
  std::vector<Entity> Found(const Article& article, const CallContext& context) const;

  std::shared_ptr<const EntityExtractor> extractor_;
  Outside outside_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_ANNOTATOR_H_
