// SPDX-License-Identifier: GPL-3.0-or-later
// Every file is articles, or an error that says where: texts, JSON, feeds, pages, archives.
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>

#include "clients/formats/article_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace formats = facetwire::formats;
  std::istringstream input(std::string(reinterpret_cast<const char*>(data), size));
  formats::ArticleReader::Options options;
  options.stdin_id = "id";
  options.max_entry_bytes = std::size_t{1} << 20U;
  formats::ArticleReader reader({"-"}, options, input);
  static_cast<void>(reader.ForEach([](facetwire::v1::Article) { return absl::OkStatus(); },
                                   [](const formats::Rejection&) {}));
  return 0;
}
