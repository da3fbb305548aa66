// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/document_revision.h"

#include "index/store/varint.h"

namespace facetwire {

std::string EncodeRevision(const DocumentRevision& revision) {
  std::string bytes;
  PutVarint(ZigZag(revision.version), bytes);
  bytes += revision.content_hash;
  return bytes;
}

bool DecodeRevision(std::string_view bytes, DocumentRevision& revision) {
  std::uint64_t version = 0;
  if (!GetVarint(bytes, version) || bytes.empty()) {
    return false;
  }
  revision = {UnZigZag(version), std::string(bytes)};
  return true;
}

}  // namespace facetwire
