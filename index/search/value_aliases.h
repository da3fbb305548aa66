// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_VALUE_ALIASES_H_
#define FACETWIRE_INDEX_SEARCH_VALUE_ALIASES_H_

#include <array>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/model/facet.h"
#include "index/model/known_name.h"

namespace facetwire {

// Names beside its label by which a value of a facet can be found, whatever the index: known ones,
// and the titles of sectors. Immutable: any number of threads.
class ValueAliases {
 public:
  ValueAliases() = default;
  explicit ValueAliases(std::span<const KnownName> names);

  struct OfValue {
    std::vector<std::string> names;  // in the order in which they came
    std::vector<std::string> words;  // of all of them, folded, each once
  };

  using ById = std::map<std::string, OfValue, std::less<>>;

  const ById& of(Facet facet) const { return by_facet_[static_cast<std::size_t>(facet)]; }

  // Null for a value without any.
  const OfValue* Find(Facet facet, std::string_view id) const;

 private:
  std::array<ById, kAllFacets.size()> by_facet_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_VALUE_ALIASES_H_
