// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_CONVERT_FACET_H_
#define FACETWIRE_SERVICES_COMMON_CONVERT_FACET_H_

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"

#include "index/model/facet.h"

// Names and numbers of requests that must be known. Pure functions; `field` is the path that errors
// name.
namespace facetwire {

// A histogram over the time of publication is asked for and answered like a facet of this name.
inline constexpr std::string_view kPublishedFacet = "published";

// INVALID_ARGUMENT that lists the facets there are.
absl::StatusOr<Facet> FacetFromProto(std::string_view name, std::string_view field);

// The same for those that are in an article as entities: country, person, sector.
absl::StatusOr<Facet> EntityFacetFromProto(std::string_view name, std::string_view field);

// The same for what can be counted: nothing for "published".
absl::StatusOr<std::optional<Facet>> CountedFacetFromProto(std::string_view name,
                                                           std::string_view field);

// INVALID_ARGUMENT: the contract has no such number in the enum of this field.
absl::Status UnknownEnumNumber(std::string_view field, int number);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_CONVERT_FACET_H_
