// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/value_aliases.h"

#include <algorithm>

#include "index/search/folded_words.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {

ValueAliases::ValueAliases(std::span<const KnownName> names) {
  const auto add = [&](Facet facet, const std::string& id, const std::string& name) {
    OfValue& value = by_facet_[static_cast<std::size_t>(facet)][id];
    value.names.push_back(name);
    for (std::string& word : FoldedWords(name)) {
      value.words.push_back(std::move(word));
    }
  };
  for (const std::string& sector : AllSectors()) {
    add(Facet::kSector, sector, SectorTitle(sector));
  }
  for (const KnownName& name : names) {
    add(name.facet, name.id, name.name);
  }
  for (ById& values : by_facet_) {
    for (auto& [id, value] : values) {
      std::sort(value.words.begin(), value.words.end());
      value.words.erase(std::unique(value.words.begin(), value.words.end()), value.words.end());
    }
  }
}

const ValueAliases::OfValue* ValueAliases::Find(Facet facet, std::string_view id) const {
  const ById& values = of(facet);
  const auto found = values.find(id);
  return found == values.end() ? nullptr : &found->second;
}

}  // namespace facetwire
