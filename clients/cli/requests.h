// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_REQUESTS_H_
#define FACETWIRE_CLIENTS_CLI_REQUESTS_H_

#include "absl/status/statusor.h"

#include "facetwire/v1/query.pb.h"
#include "facetwire/v1/query_service.pb.h"

#include "clients/cli/options.h"

// From options to requests. Errors are INVALID_ARGUMENT and name the flag; what only the server can
// know (unknown codes, limits) is left to it.
namespace facetwire::cli {

absl::StatusOr<v1::ArticleQuery> BuildQuery(const QueryOptions& options);

// For `search`, and for `facets`: no hits, and by default country, person and sector.
absl::StatusOr<v1::SearchRequest> BuildSearch(const Options& options);

absl::StatusOr<v1::ListFacetValuesRequest> BuildValues(const Options& options);

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_REQUESTS_H_
