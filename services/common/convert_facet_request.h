// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_CONVERT_FACET_REQUEST_H_
#define FACETWIRE_SERVICES_COMMON_CONVERT_FACET_REQUEST_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"

#include "index/model/query.h"

namespace facetwire::v1 {
class FacetRequest;
}  // namespace facetwire::v1

// Facet requests of the contract to those of the model. Pure functions; `field` is the path of the
// message in the request. Errors are INVALID_ARGUMENT with the path of the field at fault.
namespace facetwire {

// Checks names, numbers of enums, sizes and depth; which fields go together, time zones and texts
// the search checks.
absl::StatusOr<FacetRequest> FromProto(const v1::FacetRequest& request, std::string_view field);

// The value, where it is from `least` to `most`.
absl::StatusOr<std::uint32_t> InRange(std::string_view field,
                                      std::int32_t value,
                                      std::int32_t least,
                                      std::int32_t most);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_CONVERT_FACET_REQUEST_H_
