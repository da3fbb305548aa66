// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_DOCUMENT_REVISION_H_
#define FACETWIRE_INDEX_STORE_DOCUMENT_REVISION_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace facetwire {

// What the value in kRevisionSlot says of a document.
struct DocumentRevision {
  std::int64_t version = 0;
  std::string content_hash;

  friend bool operator==(const DocumentRevision&, const DocumentRevision&) = default;
};

std::string EncodeRevision(const DocumentRevision& revision);

// False where `bytes` is not what EncodeRevision wrote.
bool DecodeRevision(std::string_view bytes, DocumentRevision& revision);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_DOCUMENT_REVISION_H_
