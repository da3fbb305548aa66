// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/convert_facet.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "index/base/errors.h"
#include "index/base/str_cat.h"

namespace facetwire {

namespace {

constexpr std::array kEntityFacets = {Facet::kCountry, Facet::kPerson, Facet::kSector};

absl::StatusOr<Facet> OneOf(std::span<const Facet> known,
                            std::string_view name,
                            std::string_view field) {
  const std::optional<Facet> facet = ParseFacet(name);
  if (facet.has_value() && std::find(known.begin(), known.end(), *facet) != known.end()) {
    return *facet;
  }
  std::string names;
  for (const Facet one : known) {
    names += StrCat(names.empty() ? "\"" : ", \"", FacetName(one), "\"");
  }
  return InvalidField(field,
                      name.empty() ? StrCat("is required: one of ", names)
                                   : StrCat("\"", name, "\" is unknown here; use one of ", names));
}

}  // namespace

absl::StatusOr<Facet> FacetFromProto(std::string_view name, std::string_view field) {
  return OneOf(kAllFacets, name, field);
}

absl::StatusOr<Facet> EntityFacetFromProto(std::string_view name, std::string_view field) {
  return OneOf(kEntityFacets, name, field);
}

absl::Status UnknownEnumNumber(std::string_view field, int number) {
  return InvalidField(field, StrCat("has the unknown number ", number));
}

}  // namespace facetwire
