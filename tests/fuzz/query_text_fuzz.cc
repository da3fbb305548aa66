// SPDX-License-Identifier: GPL-3.0-or-later
// Any text is a query, in the lenient mode; in the strict one it is one or an error.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "index/search/query_parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(facetwire::ParseQuery(text, facetwire::ParseMode::kLenient));
  static_cast<void>(facetwire::ParseQuery(text, facetwire::ParseMode::kStrict));
  return 0;
}
