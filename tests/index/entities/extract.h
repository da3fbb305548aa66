// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_INDEX_ENTITIES_EXTRACT_H_
#define FACETWIRE_TESTS_INDEX_ENTITIES_EXTRACT_H_

#include <string>
#include <string_view>
#include <vector>

#include "index/entities/extractor.h"

namespace facetwire::testing {

// One extractor for all tests of a program; it dies where it cannot be made.
const EntityExtractor& Extractor();

// What the extractor finds in a body, with or without a title.
std::vector<Entity> Extract(std::string_view body, std::string_view title = {});

// The ids of one facet, most salient first.
std::vector<std::string> Ids(const std::vector<Entity>& entities, Facet facet);

// The entity; an empty one where it is not there.
Entity Find(const std::vector<Entity>& entities, Facet facet, std::string_view id);

// The surfaces of its mentions, in reading order.
std::vector<std::string> Surfaces(const Entity& entity);

// Who is meant at the `nth` place (from 0) where `surface` stands in the body: the ids of the
// people with a mention that holds it, joined by a blank; empty for nobody.
std::string WhoAt(const std::vector<Entity>& entities,
                  std::string_view body,
                  std::string_view surface,
                  int nth = 0);

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_INDEX_ENTITIES_EXTRACT_H_
