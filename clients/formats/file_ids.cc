// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/file_ids.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

#include "clients/formats/utf8.h"

namespace facetwire::formats {
namespace {

namespace fs = std::filesystem;

constexpr char kInput[] = "-";

std::string WithoutEndings(fs::path path) {
  for (const char* packed : {".gz", ".zst", ".xz", ".bz2"}) {
    if (path.extension() == packed) {
      path.replace_extension();
    }
  }
  return path.replace_extension().string();
}

// Whether it can be looked for by the name that is shown.
bool IsOnDisk(const NamedFile& file) { return file.archives.empty() && file.shown != kInput; }

bool AreTheSame(const NamedFile& a, const NamedFile& b) {
  std::error_code error;
  return (a.archives == b.archives && a.name == b.name) ||
         (IsOnDisk(a) && IsOnDisk(b) && fs::equivalent(a.shown, b.shown, error));
}

bool IsGone(const NamedFile& file) {
  std::error_code error;
  return IsOnDisk(file) && !fs::exists(file.shown, error) && !error;
}

}  // namespace

NamedFile NamedFile::At(const std::string& path) {
  return {path, "", path == kInput ? "" : fs::path(path).lexically_normal().string()};
}

NamedFile NamedFile::Entry(const std::string& path) const {
  if (path.empty()) {
    return *this;
  }
  return {shown + "!" + path,
          name.empty() ? archives : archives + name + "!",
          (fs::path("/") / path).lexically_normal().relative_path().string()};
}

std::string FileIds::Of(const NamedFile& file, Rule rule) {
  return EscapeForText(rule == Rule::kPath ? file.archives + WithoutEndings(file.name)
                                           : WithoutEndings(fs::path(file.name).filename()));
}

absl::StatusOr<std::string> FileIds::Take(const NamedFile& file) {
  return Take(file, Of(file, rule_));
}

absl::StatusOr<std::string> FileIds::Take(const NamedFile& file, const std::string& id) {
  if (id.empty()) {
    return absl::InvalidArgumentError("its name gives no id");
  }
  if (id.size() > kMaxBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("its id would be longer than ", kMaxBytes, " bytes: \"", id, "\""));
  }
  const auto [found, is_new] = files_.try_emplace(id, file);
  const NamedFile& other = found->second;
  if (is_new || AreTheSame(other, file)) {
    return id;
  }
  if (IsGone(other)) {
    found->second = file;
    return id;
  }
  const bool paths_differ = rule_ == Rule::kName && Of(other, Rule::kPath) != Of(file, Rule::kPath);
  return absl::InvalidArgumentError(
      absl::StrCat("its id would be \"",
                   id,
                   "\", as that of ",
                   other.shown == kInput ? "standard input" : other.shown,
                   paths_differ ? ": give --ids path, or rename one" : ": rename one"));
}

}  // namespace facetwire::formats
