// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/file_ids.h"

#include <filesystem>

#include "absl/strings/str_cat.h"

#include "clients/formats/utf8.h"

namespace facetwire::formats {
namespace {

std::filesystem::path WithoutEndings(std::filesystem::path path) {
  for (const char* packed : {".gz", ".zst", ".xz", ".bz2"}) {
    if (path.extension() == packed) {
      path.replace_extension();
    }
  }
  return path.replace_extension();
}

}  // namespace

absl::StatusOr<std::string> FileIds::Take(const std::string& file) {
  const size_t entry = file.rfind('!') + 1;  // 0: it is in no archive
  const std::filesystem::path path = WithoutEndings(file.substr(entry));
  std::string id = EscapeInvalidUtf8(
      rule_ == Rule::kName ? path.filename().string()
                           : std::filesystem::path(file.substr(0, entry) + path.string())
                                 .lexically_normal()
                                 .string());
  const auto [found, is_new] = files_.try_emplace(id, file);
  if (!is_new && found->second != file) {
    return absl::InvalidArgumentError(
        absl::StrCat("its id would be \"",
                     id,
                     "\", as that of ",
                     found->second,
                     rule_ == Rule::kName ? ": give --ids path, or rename one" : ": rename one"));
  }
  return id;
}

}  // namespace facetwire::formats
