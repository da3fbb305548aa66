// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/convert_facet.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"

namespace facetwire {

namespace {

constexpr std::array kEntityFacets = {Facet::kCountry, Facet::kPerson, Facet::kSector};

std::string Quoted(std::string_view name) { return StrCat("\"", name, "\""); }

std::vector<std::string> NamesOf(std::span<const Facet> facets) {
  std::vector<std::string> names;
  for (const Facet facet : facets) {
    names.push_back(Quoted(FacetName(facet)));
  }
  return names;
}

absl::Status NotOneOf(const std::vector<std::string>& names,
                      std::string_view name,
                      std::string_view field) {
  const std::string known = absl::StrJoin(names, ", ");
  return InvalidField(field,
                      name.empty() ? StrCat("is required: one of ", known)
                                   : StrCat(Quoted(name), " is unknown here; use one of ", known));
}

absl::StatusOr<Facet> OneOf(std::span<const Facet> known,
                            std::string_view name,
                            std::string_view field) {
  const std::optional<Facet> facet = ParseFacet(name);
  if (facet.has_value() && std::find(known.begin(), known.end(), *facet) != known.end()) {
    return *facet;
  }
  return NotOneOf(NamesOf(known), name, field);
}

}  // namespace

absl::StatusOr<Facet> FacetFromProto(std::string_view name, std::string_view field) {
  return OneOf(kAllFacets, name, field);
}

absl::StatusOr<Facet> EntityFacetFromProto(std::string_view name, std::string_view field) {
  return OneOf(kEntityFacets, name, field);
}

absl::StatusOr<std::optional<Facet>> CountedFacetFromProto(std::string_view name,
                                                           std::string_view field) {
  if (name == kPublishedFacet) {
    return std::nullopt;
  }
  const std::optional<Facet> facet = ParseFacet(name);
  if (facet.has_value()) {
    return facet;
  }
  std::vector<std::string> names = NamesOf(kAllFacets);
  names.push_back(Quoted(kPublishedFacet));
  return NotOneOf(names, name, field);
}

absl::Status UnknownEnumNumber(std::string_view field, int number) {
  return InvalidField(field, StrCat("has the unknown number ", number));
}

}  // namespace facetwire
