// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_CLIENTS_FORMATS_ENCODING_H_
#define FACETWIRE_CLIENTS_FORMATS_ENCODING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Texts in the encoding that they say they are in. Pure functions.
namespace facetwire::formats {

// INVALID_ARGUMENT "not UTF-8: byte 0xe9 at offset 17" where the text is not; `offset` is where the
// text begins in its file.
absl::Status CheckUtf8(absl::string_view text, size_t offset);

// A page in UTF-8, from the encoding of its byte order mark or of the first <meta> that names one;
// UTF-8 where nothing does. INVALID_ARGUMENT for an unknown encoding, and for bytes that are no
// characters in it.
absl::StatusOr<std::string> HtmlToUtf8(absl::string_view page);

}  // namespace facetwire::formats

#endif  // FACETWIRE_CLIENTS_FORMATS_ENCODING_H_
