// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENTITIES_FINDING_H_
#define FACETWIRE_INDEX_ENTITIES_FINDING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/entities/document.h"
#include "index/entities/gazetteer.h"
#include "index/model/facet.h"

// What passes between the recognisers, and from them to salience. This is the seam at which a
// recogniser can be replaced by a better one, or by an annotator outside the process.
namespace facetwire {

// One place in the text, as evidence for an entity.
struct Evidence {
  TokenRange tokens;
  // 0..1: how much this place speaks of the entity: a full name 1, an adjective less, a place
  // inside the name of an organisation little. Not yet where it stands: that is for salience.
  double weight = 1;
};

// Makes the places of one entity what Finding promises: in reading order and disjoint. Of two that
// overlap ("Georgia President" and "the Georgia President") the one that begins first stays, of two
// that begin together the longer.
void PutInOrder(std::vector<Evidence>& evidence);

// An entity of the article, with all places that speak of it.
struct Finding {
  Facet facet = Facet::kCountry;
  std::string id;
  std::string label;
  double confidence = 0;  // 0..1
  std::vector<Evidence>
      evidence;  // in reading order, never empty; ranges of one finding are disjoint
};

// One article under way. Recognisers run in a fixed order and may use what earlier ones left.
struct Analysis {
  const Document* document = nullptr;
  std::vector<PlaceMatch> places;        // every name of the gazetteer, in reading order, disjoint
  std::vector<PlaceMatch> minor_places;  // its provinces, towns and suffixes; may overlap `places`
  std::vector<Finding> findings;
};

// Finds the entities of one facet. Recognise() adds to analysis.findings; it is const and may be
// called by any number of threads, each with an analysis of its own. Linear in the article's size.
class Recogniser {
 public:
  Recogniser() = default;
  Recogniser(const Recogniser&) = delete;
  Recogniser& operator=(const Recogniser&) = delete;
  virtual ~Recogniser() = default;

  virtual void Recognise(Analysis& analysis) const = 0;

  // What measurements call it: "people".
  virtual std::string_view name() const = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENTITIES_FINDING_H_
