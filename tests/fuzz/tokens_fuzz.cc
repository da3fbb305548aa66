// SPDX-License-Identifier: GPL-3.0-or-later
// A token that somebody made up is refused; one that is taken is the one that was given out.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "index/search/page_token.h"
#include "index/store/commit_token.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(facetwire::DecodePageToken(text, 1));
  const auto token = facetwire::DecodeCommitToken(text);
  if (token.ok()) {
    const auto again = facetwire::DecodeCommitToken(facetwire::EncodeCommitToken(*token));
    if (!again.ok() || again->index_id != token->index_id || again->sequence != token->sequence) {
      std::abort();
    }
  }
  return 0;
}
