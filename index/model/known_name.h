// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_MODEL_KNOWN_NAME_H_
#define FACETWIRE_INDEX_MODEL_KNOWN_NAME_H_

#include <string>

#include "index/model/facet.h"

namespace facetwire {

// A name beside its label under which a value of a facet is known: "Holland" for country "NL".
struct KnownName {
  Facet facet = Facet::kCountry;
  std::string id;
  std::string name;

  friend bool operator==(const KnownName&, const KnownName&) = default;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_MODEL_KNOWN_NAME_H_
