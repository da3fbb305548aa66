// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/token_records.h"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <unistd.h>

#include "index/base/str_cat.h"
#include "index/store/manifest.h"
#include "index/store/token_codes.h"
#include "index/store/token_files.h"

namespace facetwire {

absl::StatusOr<std::string> TokenRecords::Read(Docid docid) {
  const absl::StatusOr<std::uint64_t> end = End(docid);
  const bool first = (docid & kTokenFileMask) == 0 || docid == 1;
  const absl::StatusOr<std::uint64_t> begin = first ? 0 : End(docid - 1);
  if (!end.ok() || !begin.ok()) {
    return end.ok() ? begin.status() : end.status();
  }
  const absl::StatusOr<std::uint64_t> size = FileSize(file_.get(), path_);
  if (!size.ok()) {
    return size.status();
  }
  if (*begin > *end || *size < kTokenFileHeader || *end > *size - kTokenFileHeader) {
    return DamagedIndex(StrCat(path_, ": the record of document ", docid, " ends where it cannot"));
  }
  std::string record(*end - *begin, '\0');
  absl::Status status = ReadAt(kTokenFileHeader + *begin, record.data(), record.size());
  if (!status.ok()) {
    return status;
  }
  return record;
}

absl::StatusOr<std::uint64_t> TokenRecords::End(Docid docid) {
  absl::Status status = OpenFor(docid);
  std::uint8_t bytes[sizeof(std::uint64_t)] = {};
  if (status.ok()) {
    status = ReadAt(std::uint64_t{docid & kTokenFileMask} * sizeof bytes,
                    reinterpret_cast<char*>(bytes),
                    sizeof bytes);
  }
  if (!status.ok()) {
    return status;
  }
  return token_internal::LoadLittle<std::uint64_t>(bytes);
}

absl::Status TokenRecords::OpenFor(Docid docid) {
  const std::size_t number = docid >> kTokenFileBits;
  if (file_ && number == number_) {
    return absl::OkStatus();
  }
  path_ = TokenFilePath(directory_, number);
  absl::StatusOr<FileHandle> file = OpenFile(path_, O_RDONLY);
  if (!file.ok()) {
    return absl::IsNotFound(file.status()) ? DamagedIndex(StrCat(path_, " is missing"))
                                           : file.status();
  }
  file_ = *std::move(file);
  number_ = number;
  return absl::OkStatus();
}

absl::Status TokenRecords::ReadAt(std::uint64_t offset, char* bytes, std::size_t size) const {
  while (size > 0) {
    const ssize_t got = pread(file_.get(), bytes, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return FileError("read", path_);
    }
    if (got == 0) {
      return DamagedIndex(StrCat(path_, " is too short"));
    }
    bytes += got;
    offset += static_cast<std::uint64_t>(got);
    size -= static_cast<std::size_t>(got);
  }
  return absl::OkStatus();
}

}  // namespace facetwire
