// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/token_files.h"

#include "absl/strings/str_format.h"

#include "index/base/str_cat.h"

namespace facetwire {

std::string TokenDirectory(std::string_view index_directory) {
  return StrCat(index_directory, "/tok");
}

std::string TokenFilePath(std::string_view index_directory, std::size_t number) {
  return StrCat(TokenDirectory(index_directory), absl::StrFormat("/%06u.tok", number));
}

}  // namespace facetwire
