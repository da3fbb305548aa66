// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_SERVER_OPTION_VALUES_H_
#define FACETWIRE_SERVICES_SERVER_OPTION_VALUES_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"

#include "services/server/options.h"

// What flags and the configuration file have in common.
namespace facetwire {

// "indexing", "query" or both with a comma; INVALID_ARGUMENT for anything else.
absl::Status ParseRoles(std::string_view text, ServerOptions& out);

// "beside" or "instead"; INVALID_ARGUMENT for anything else.
absl::Status ParseAnnotatorMode(std::string_view text, ServerOptions& out);

// A number and its unit ("500ms", "2s"), 1ms to 60s; else INVALID_ARGUMENT.
absl::Status ParseAnnotatorTimeout(std::string_view text, ServerOptions& out);

// 1 to 1,000,000; else INVALID_ARGUMENT.
absl::Status SetSealDocuments(std::int64_t documents, ServerOptions& out);

// 0 to 65,536; else INVALID_ARGUMENT.
absl::Status SetCacheMegabytes(std::int64_t megabytes, ServerOptions& out);

// 1 to 1,024; else INVALID_ARGUMENT.
absl::Status SetWorkers(std::int64_t workers, ServerOptions& out);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_SERVER_OPTION_VALUES_H_
