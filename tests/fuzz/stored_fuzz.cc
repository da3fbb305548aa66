// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the disk may be damaged: it reads as damaged, or as something, and does no harm.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "index/store/document_revision.h"
#include "index/store/document_row.h"
#include "index/store/manifest.h"
#include "index/store/stored_record.h"
#include "index/store/token_stream.h"

namespace {

void ScanTokens(std::string_view record) {
  std::string padded(record);
  padded.resize(record.size() + facetwire::kTokenPad);
  const facetwire::TokenStreamView view(std::string_view(padded).substr(0, record.size()));
  const facetwire::PhrasePattern pattern({1, 2});
  static_cast<void>(view.ContainsPhrase(pattern, facetwire::TextZone::kAny));
  static_cast<void>(view.ContainsNear(pattern, 3, facetwire::TextZone::kTitle));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(facetwire::ParseManifest(bytes, "data"));
  facetwire::DocumentRow row;
  static_cast<void>(facetwire::DecodeRow(bytes, row));
  facetwire::DocumentRevision revision;
  static_cast<void>(facetwire::DecodeRevision(bytes, revision));
  static_cast<void>(facetwire::DecodeStoredArticle(bytes, facetwire::LoadMode::kFull));
  static_cast<void>(facetwire::DecodeStoredArticle(bytes, facetwire::LoadMode::kHead));
  ScanTokens(bytes);
  return 0;
}
