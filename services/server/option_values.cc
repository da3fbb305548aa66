// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers among the options.
#include "services/server/option_values.h"

#include "index/base/str_cat.h"

namespace facetwire {
namespace {

constexpr std::int64_t kMostWorkers = 1024;
constexpr std::int64_t kMostSealDocuments = 1'000'000;
constexpr std::int64_t kMostCacheMegabytes = 65'536;

}  // namespace

absl::Status SetWorkers(std::int64_t workers, ServerOptions& out) {
  if (workers < 1 || workers > kMostWorkers) {
    return absl::InvalidArgumentError(StrCat("is ", workers, "; it must be 1 to ", kMostWorkers));
  }
  out.workers = static_cast<std::size_t>(workers);
  return absl::OkStatus();
}

absl::Status SetSealDocuments(std::int64_t documents, ServerOptions& out) {
  if (documents < 1 || documents > kMostSealDocuments) {
    return absl::InvalidArgumentError(
        StrCat("is ", documents, "; it must be 1 to ", kMostSealDocuments));
  }
  out.seal_documents = static_cast<std::uint32_t>(documents);
  return absl::OkStatus();
}

absl::Status SetCacheMegabytes(std::int64_t megabytes, ServerOptions& out) {
  if (megabytes < 0 || megabytes > kMostCacheMegabytes) {
    return absl::InvalidArgumentError(
        StrCat("is ", megabytes, "; it must be 0 to ", kMostCacheMegabytes));
  }
  out.cache_megabytes = static_cast<std::uint32_t>(megabytes);
  return absl::OkStatus();
}

}  // namespace facetwire
