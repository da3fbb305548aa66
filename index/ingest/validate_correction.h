// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_VALIDATE_CORRECTION_H_
#define FACETWIRE_INDEX_INGEST_VALIDATE_CORRECTION_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "index/model/correction.h"

namespace facetwire {

// Limits in bytes of UTF-8 or in items; the proto says the same to clients.
struct CorrectionLimits {
  static constexpr std::size_t kPersonId = 200;
  static constexpr std::size_t kName = 200;
  static constexpr std::size_t kAuthor = 200;
  static constexpr std::size_t kArticles = 10000;  // by their ids
};

absl::Status ValidateAuthor(std::string_view author);

// OK where the request can be tried; makes its ids canonical ("kg" -> "KG") and its name one
// without blanks around it. INVALID_ARGUMENT as CurationEngine::Correct.
absl::Status ValidateCorrection(CorrectionRequest& request);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_VALIDATE_CORRECTION_H_
