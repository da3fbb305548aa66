// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/manifest.h"

#include <cstddef>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <system_error>
#include <unistd.h>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "index/base/str_cat.h"
#include "index/store/file_util.h"
#include "index/store/schema.h"
#include "index/store/sha256.h"

namespace facetwire {
namespace {

constexpr std::string_view kMagic = "facetwire-index ";
constexpr std::string_view kSum = "sum ";
constexpr std::size_t kIndexIdDigits = 32;

std::string Checksum(std::string_view text) { return absl::BytesToHexString(Sha256(text)); }

absl::Status Damaged(std::string_view directory) {
  return DamagedIndex(StrCat(ManifestPath(directory), " is damaged"));
}

// Names that stand in a directory whose index is just being made.
bool IsOfNewIndex(const std::string& name) { return name == "LOCK" || name == "MANIFEST.tmp"; }

absl::Status ExplainAbsence(std::string_view directory) {
  std::error_code error;
  std::filesystem::directory_iterator entries(std::string(directory), error);
  if (error == std::errc::no_such_file_or_directory) {
    return absl::NotFoundError(StrCat(directory, " does not exist"));
  }
  if (error) {
    return absl::FailedPreconditionError(
        StrCat(directory, " cannot be read as a directory: ", error.message()));
  }
  for (; entries != std::filesystem::directory_iterator(); entries.increment(error)) {
    if (error) {
      break;
    }
    if (!IsOfNewIndex(entries->path().filename().string())) {
      // It may have been made between our two looks.
      if (std::filesystem::exists(ManifestPath(directory), error)) {
        return absl::NotFoundError(StrCat(directory, " is just being made"));
      }
      return absl::FailedPreconditionError(
          StrCat(directory,
                 " is not empty and holds no Facetwire index; give an empty or new directory "
                 "with --data-dir"));
    }
  }
  return absl::NotFoundError(StrCat(directory, " holds no index yet"));
}

// One "key value..." line; false where it is none of ours.
bool ParseLine(std::string_view line, Manifest& manifest) {
  const std::vector<std::string> words = absl::StrSplit(ToAbsl(line), ' ');
  if (words.size() == 2 && words[0] == "index") {
    manifest.index_id = words[1];
    return words[1].size() == kIndexIdDigits;
  }
  if (words.size() == 2 && words[0] == "next") {
    return absl::SimpleAtoi(words[1], &manifest.next_part);
  }
  if (words.size() == 2 && words[0] == "sequence") {
    return absl::SimpleAtoi(words[1], &manifest.sealed_sequence);
  }
  if (words.size() == 2 && words[0] == "generation") {
    return absl::SimpleAtoi(words[1], &manifest.generation);
  }
  if (words.size() == 3 && words[0] == "part") {
    PartInfo part;
    part.name = words[1];
    if (!absl::SimpleAtoi(words[2], &part.first_docid) || part.first_docid == 0 ||
        (!manifest.parts.empty() && part.first_docid < manifest.parts.back().first_docid) ||
        absl::StrContains(part.name, '/')) {
      return false;
    }
    manifest.parts.push_back(std::move(part));
    return true;
  }
  return false;
}

absl::Status CheckVersion(std::string_view text, std::string_view directory) {
  std::uint64_t version = 0;
  absl::string_view line = ToAbsl(text.substr(0, text.find('\n')));
  if (!absl::ConsumePrefix(&line, ToAbsl(kMagic)) || !absl::SimpleAtoi(line, &version)) {
    return Damaged(directory);
  }
  if (version != kFormatVersion) {
    return absl::FailedPreconditionError(
        StrCat(directory,
               " was written by format version ",
               version,
               "; this program reads version ",
               kFormatVersion,
               ": use the matching release or index the articles anew into an empty "
               "directory"));
  }
  return absl::OkStatus();
}

}  // namespace

std::string ManifestPath(std::string_view directory) { return StrCat(directory, "/MANIFEST"); }

absl::Status DamagedIndex(std::string_view what) {
  return absl::DataLossError(StrCat(what,
                                    "; restore the directory from a backup, or index the articles "
                                    "anew into an empty directory (--data-dir)"));
}

std::string FormatManifest(const Manifest& manifest) {
  std::string text = StrCat(kMagic,
                            kFormatVersion,
                            "\nindex ",
                            manifest.index_id,
                            "\nnext ",
                            manifest.next_part,
                            "\nsequence ",
                            manifest.sealed_sequence,
                            "\ngeneration ",
                            manifest.generation,
                            "\n");
  for (const PartInfo& part : manifest.parts) {
    text += StrCat("part ", part.name, " ", part.first_docid, "\n");
  }
  text += StrCat(kSum, Checksum(text), "\n");
  return text;
}

absl::StatusOr<Manifest> ParseManifest(std::string_view text, std::string_view directory) {
  // First, so that a later version may change all that follows.
  if (absl::Status status = CheckVersion(text, directory); !status.ok()) {
    return status;
  }
  const std::size_t sum_at = text.rfind(StrCat("\n", kSum));
  if (sum_at == std::string_view::npos) {
    return Damaged(directory);
  }
  const std::string_view body = text.substr(0, sum_at + 1);
  if (text.substr(body.size()) != StrCat(kSum, Checksum(body), "\n")) {
    return Damaged(directory);
  }
  Manifest manifest;
  const std::vector<std::string> lines = absl::StrSplit(ToAbsl(body), '\n', absl::SkipEmpty());
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (!ParseLine(lines[i], manifest)) {
      return Damaged(directory);
    }
  }
  if (manifest.index_id.empty()) {
    return Damaged(directory);
  }
  return manifest;
}

absl::StatusOr<Manifest> ReadManifest(std::string_view directory) {
  const absl::StatusOr<std::string> text = ReadWholeFile(ManifestPath(directory));
  if (!text.ok()) {
    return absl::IsNotFound(text.status()) ? ExplainAbsence(directory) : text.status();
  }
  return ParseManifest(*text, directory);
}

absl::Status WriteManifest(std::string_view directory, const Manifest& manifest) {
  const std::string path = ManifestPath(directory);
  const std::string temporary = StrCat(path, ".tmp");
  {
    absl::StatusOr<FileHandle> file = OpenFile(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.ok()) {
      return file.status();
    }
    absl::Status written = WriteAt(file->get(), FormatManifest(manifest), 0, temporary);
    if (!written.ok()) {
      return written;
    }
    if (fsync(file->get()) != 0) {
      return FileError("sync", temporary);
    }
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) {
    return FileError("replace", path);
  }
  return SyncPath(std::string(directory));
}

std::string NewIndexId() {
  std::random_device device;
  std::string bytes;
  while (bytes.size() < kIndexIdDigits / 2) {
    bytes.push_back(static_cast<char>(device() & 0xffU));
  }
  return absl::BytesToHexString(bytes);
}

}  // namespace facetwire
