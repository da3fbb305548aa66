// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_COMMON_CONVERT_ARTICLE_QUERY_H_
#define FACETWIRE_SERVICES_COMMON_CONVERT_ARTICLE_QUERY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <google/protobuf/repeated_field.h>

#include "index/model/query.h"

namespace facetwire::v1 {
class ArticleQuery;
}  // namespace facetwire::v1

// Wherever a request of the contract selects articles or values. Pure functions; `field` is the
// path of the message in the request. Errors are INVALID_ARGUMENT with the path of the field at
// fault.
namespace facetwire {

// Checks what convert_query.h says.
absl::StatusOr<ArticleQuery> FromProto(const v1::ArticleQuery& query, std::string_view field);

// At most 1,000.
absl::Status ReadFacetValues(std::string_view field,
                             const google::protobuf::RepeatedPtrField<std::string>& values,
                             std::vector<std::string>& out);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_COMMON_CONVERT_ARTICLE_QUERY_H_
