// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/entities/tsv.h"

#include "index/base/str_cat.h"

namespace facetwire {

std::vector<std::string_view> SplitAt(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

absl::Status RowError(std::string_view file,
                      std::size_t row,
                      std::size_t column,
                      std::string_view line) {
  return absl::InvalidArgumentError(
      StrCat(file, ", line ", row + 1, ", column ", column, ": ", line));
}

}  // namespace facetwire
