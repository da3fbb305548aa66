// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_CONVERT_QUERY_H_
#define FACETWIRE_SERVICES_COMMON_CONVERT_QUERY_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/model/query.h"

namespace facetwire::v1 {
class ListFacetValuesRequest;
class SearchRequest;
}  // namespace facetwire::v1

// From requests of the contract to those of the model. Pure functions. Errors are INVALID_ARGUMENT
// with the path of the field in the request ("query.filters[0].facet"). Nothing is cut or rounded
// to a limit. What the search checks itself (the query's text, codes, tokens, the order of a time
// range) is not checked here again.
namespace facetwire {

absl::StatusOr<SearchRequest> FromProto(const v1::SearchRequest& request);

absl::StatusOr<FacetValuesRequest> FromProto(const v1::ListFacetValuesRequest& request);

// The same status, with a field that the index calls by the model's name called as in the contract.
absl::Status WithContractFields(const absl::Status& status);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_CONVERT_QUERY_H_
