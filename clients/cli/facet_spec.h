// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_CLI_FACET_SPEC_H_
#define FACETWIRE_CLIENTS_CLI_FACET_SPEC_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "facetwire/v1/query.pb.h"

namespace facetwire::cli {

// What a person writes for --facets:
//
//   country                   the ten most frequent
//   person:20:significance    twenty, those that set the articles apart first (also: label)
//   published:month           a histogram (also: year, quarter, week, day)
//   country:5/sector:3        within each of five countries three sectors
//
// INVALID_ARGUMENT that names the part at fault. Names of facets and limits the server checks.
absl::StatusOr<v1::FacetRequest> ParseFacetSpec(absl::string_view text);

}  // namespace facetwire::cli

#endif  // FACETWIRE_CLIENTS_CLI_FACET_SPEC_H_
