// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/known_names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "index/entities/person_id.h"
#include "index/entities/tsv.h"
#include "index/taxonomy/countries.h"
#include "index/taxonomy/sectors.h"

namespace facetwire {
namespace {

// Of a country itself, not of what lies in it.
constexpr std::array<std::string_view, 4> kKindsOfNames = {
    "name", "official", "former", "adjective"};

constexpr std::string_view kEnoughOnItsOwn = "3";  // the weight, see data/sectors.tsv

std::string_view WithoutMarks(std::string_view name) {
  while (!name.empty() && (name.back() == '!' || name.back() == '~')) {
    name.remove_suffix(1);
  }
  return name;
}

void AddNames(Facet facet,
              const std::string& id,
              std::string_view names,
              std::vector<KnownName>& known) {
  for (const std::string_view name : SplitAt(names, '|')) {
    known.push_back({facet, id, std::string(WithoutMarks(name))});
  }
}

void AddCountries(const std::vector<std::string_view>& lines, std::vector<KnownName>& known) {
  for (std::string_view line : lines) {
    if (!line.empty() && line.back() == '\r') {
      line.remove_suffix(1);
    }
    const std::vector<std::string_view> fields = SplitAt(line, '\t');
    if (fields.size() != 3 ||
        std::find(kKindsOfNames.begin(), kKindsOfNames.end(), fields[1]) == kKindsOfNames.end()) {
      continue;
    }
    if (const std::optional<std::string> id = CanonicalCountry(fields[0])) {
      AddNames(Facet::kCountry, *id, fields[2], known);
    }
  }
}

}  // namespace

std::vector<KnownName> KnownNames(std::string_view gazetteer) {
  std::vector<KnownName> known;
  AddCountries(gazetteer.empty() ? CountryLines() : SplitAt(gazetteer, '\n'), known);
  for (const std::string_view line : PersonAliasLines()) {
    const std::vector<std::string_view> fields = SplitAt(line, '\t');
    const std::string id = PersonId(fields[0]);
    known.push_back({Facet::kPerson, id, std::string(fields[0])});
    AddNames(Facet::kPerson, id, fields.back(), known);
  }
  for (const std::string_view line : SectorLines()) {
    const std::vector<std::string_view> fields = SplitAt(line, '\t');
    if (fields.size() == 3 && fields[1] == kEnoughOnItsOwn && IsSector(fields[0])) {
      AddNames(Facet::kSector, std::string(fields[0]), fields[2], known);
    }
  }
  return known;
}

}  // namespace facetwire
