// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/token_file_writer.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

#include "index/base/str_cat.h"
#include "index/store/manifest.h"
#include "index/store/token_stream.h"

namespace facetwire {
namespace {

constexpr std::uint64_t kGrowth = std::uint64_t{1} << 20U;  // files grow in such steps, as holes

void AppendEnd(std::uint64_t end, std::string& out) {
  for (int i = 0; i < 8; ++i, end >>= 8U) {
    out.push_back(static_cast<char>(end & 0xffU));
  }
}

}  // namespace

absl::Status TokenFileWriter::Append(Docid first, std::span<const std::string_view> records) {
  while (!records.empty()) {
    const std::size_t room = kTokenFileDocs - (first & kTokenFileMask);
    const std::size_t count = std::min(room, records.size());
    if (absl::Status status = AppendToFile(first, records.first(count)); !status.ok()) {
      return status;
    }
    first += static_cast<Docid>(count);
    records = records.subspan(count);
  }
  return absl::OkStatus();
}

absl::Status TokenFileWriter::AppendToFile(Docid first, std::span<const std::string_view> records) {
  if (absl::Status status = OpenFor(first >> kTokenFileBits); !status.ok()) {
    return status;
  }
  const absl::StatusOr<std::uint64_t> begin = EndBefore(first);
  if (!begin.ok()) {
    return begin.status();
  }
  std::string ends;
  std::string bytes;
  for (const std::string_view record : records) {
    bytes.append(record);
    AppendEnd(*begin + bytes.size(), ends);
  }
  absl::Status status = EnsureSize(kTokenFileHeader + *begin + bytes.size() + kTokenPad);
  if (status.ok()) {
    status = WriteAt(file_.get(), bytes, kTokenFileHeader + *begin, path_);
  }
  if (status.ok()) {
    status = WriteAt(file_.get(), ends, std::uint64_t{first & kTokenFileMask} * 8, path_);
  }
  if (!status.ok()) {
    return status;
  }
  return fdatasync(file_.get()) == 0 ? absl::OkStatus() : FileError("sync", path_);
}

absl::Status TokenFileWriter::OpenFor(std::size_t number) {
  if (file_ && number == number_) {
    return absl::OkStatus();
  }
  if (absl::Status status = MakeDirectories(TokenDirectory(directory_)); !status.ok()) {
    return status;
  }
  path_ = TokenFilePath(directory_, number);
  absl::StatusOr<FileHandle> file = OpenFile(path_, O_RDWR | O_CREAT);
  if (!file.ok()) {
    return file.status();
  }
  const absl::StatusOr<std::uint64_t> size = FileSize(file->get(), path_);
  if (!size.ok()) {
    return size.status();
  }
  file_ = *std::move(file);
  number_ = number;
  size_ = *size;
  // The names must be durable as well: of the file, and of the directory itself.
  if (absl::Status status = SyncPath(TokenDirectory(directory_)); !status.ok()) {
    return status;
  }
  return SyncPath(directory_);
}

absl::StatusOr<std::uint64_t> TokenFileWriter::EndBefore(Docid docid) const {
  const Docid index = docid & kTokenFileMask;
  if (index == 0) {
    return 0;
  }
  unsigned char bytes[8] = {};
  const off_t at = static_cast<off_t>(index - 1) * 8;
  if (pread(file_.get(), bytes, sizeof bytes, at) != sizeof bytes) {
    // Docid 0 has no record; a file without its header has none either.
    if (size_ == 0 && docid == 1) {
      return 0;
    }
    return DamagedIndex(StrCat(path_, " is too short"));
  }
  std::uint64_t end = 0;
  for (int i = 7; i >= 0; --i) {
    end = end << 8U | bytes[i];
  }
  return end;
}

absl::Status TokenFileWriter::EnsureSize(std::uint64_t wanted) {
  if (wanted <= size_) {
    return absl::OkStatus();
  }
  const std::uint64_t size = (wanted / kGrowth + 1) * kGrowth;
  if (ftruncate(file_.get(), static_cast<off_t>(size)) != 0) {
    return FileError("extend", path_);
  }
  size_ = size;
  return absl::OkStatus();
}

}  // namespace facetwire
