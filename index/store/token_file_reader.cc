// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/token_file_reader.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/mman.h>

#include "index/base/str_cat.h"
#include "index/store/file_util.h"
#include "index/store/manifest.h"
#include "index/store/token_codes.h"

namespace facetwire {
namespace {

using token_internal::LoadLittle;

// Address space is reserved for the file to grow into, so that it is seldom mapped anew. Pages past
// the end of the file are never touched.
constexpr std::size_t kReserve = std::size_t{16} << 20U;

std::uint64_t EndOf(const std::uint8_t* base, std::size_t index) {
  return LoadLittle<std::uint64_t>(base + index * sizeof(std::uint64_t));
}

absl::Status TooShort(const std::string& path) {
  return DamagedIndex(StrCat(path, " is too short"));
}

}  // namespace

class TokenMapping {
 public:
  static absl::StatusOr<std::shared_ptr<TokenMapping>> Map(const std::string& path) {
    absl::StatusOr<FileHandle> file = OpenFile(path, O_RDONLY);
    if (!file.ok()) {
      return file.status();
    }
    const absl::StatusOr<std::uint64_t> size = FileSize(file->get(), path);
    if (!size.ok()) {
      return size.status();
    }
    const std::size_t length = std::max(kReserve, 2 * static_cast<std::size_t>(*size));
    void* base = mmap(nullptr, length, PROT_READ, MAP_SHARED, file->get(), 0);
    if (base == MAP_FAILED) {
      return FileError("map", path);
    }
    return std::shared_ptr<TokenMapping>(new TokenMapping(*std::move(file), base, length));
  }

  ~TokenMapping() { munmap(base_, length_); }

  TokenMapping(const TokenMapping&) = delete;
  TokenMapping& operator=(const TokenMapping&) = delete;

  const std::uint8_t* base() const { return static_cast<const std::uint8_t*>(base_); }

  std::size_t length() const { return length_; }

  int fd() const { return file_.get(); }

 private:
  TokenMapping(FileHandle file, void* base, std::size_t length)
      : file_(std::move(file)), base_(base), length_(length) {}

  FileHandle file_;
  void* base_;
  std::size_t length_;
};

TokenStreamView TokenFilesView::Get(Docid docid) const {
  const std::size_t number = docid >> kTokenFileBits;
  if (number >= files_.size()) {
    return {};
  }
  const File& file = files_[number];
  const std::size_t index = docid & kTokenFileMask;
  const std::uint64_t begin = index == 0 ? 0 : EndOf(file.base, index - 1);
  const std::uint64_t end = EndOf(file.base, index);
  if (begin > end || end > file.size) {
    return {};
  }
  const auto* records = reinterpret_cast<const char*>(file.base) + kTokenFileHeader;
  return TokenStreamView(std::string_view(records + begin, end - begin));
}

void TokenFilesView::PrefetchPlace(Docid docid) const {
  const std::size_t number = docid >> kTokenFileBits;
  if (number < files_.size()) {
    __builtin_prefetch(files_[number].base + (docid & kTokenFileMask) * sizeof(std::uint64_t));
  }
}

void TokenFilesView::PrefetchRecord(Docid docid) const {
  constexpr std::size_t kLine = 64;
  constexpr std::size_t kLines = 5;  // most of a short article
  const std::size_t number = docid >> kTokenFileBits;
  const std::size_t index = docid & kTokenFileMask;
  if (number >= files_.size()) {
    return;
  }
  const File& file = files_[number];
  const std::uint64_t begin = index == 0 ? 0 : EndOf(file.base, index - 1);
  if (begin < file.size) {
    for (std::size_t line = 0; line < kLines; ++line) {
      __builtin_prefetch(file.base + kTokenFileHeader + begin + line * kLine);
    }
  }
}

absl::Status TokenFileReader::Extend(Docid last_docid) {
  if (last_docid == 0) {
    return absl::OkStatus();
  }
  const std::size_t last_file = last_docid >> kTokenFileBits;
  for (std::size_t number = last_docid_ >> kTokenFileBits; number <= last_file; ++number) {
    const Docid documents =
        number == last_file ? (last_docid & kTokenFileMask) + 1 : kTokenFileDocs;
    if (absl::Status status = ExtendFile(number, documents); !status.ok()) {
      return status;
    }
  }
  last_docid_ = last_docid;
  return absl::OkStatus();
}

absl::Status TokenFileReader::ExtendFile(std::size_t number, std::size_t documents) {
  const std::string path = TokenFilePath(directory_, number);
  if (view_.files_.size() <= number) {
    view_.files_.resize(number + 1);
    view_.owners_.resize(number + 1);
  }
  std::shared_ptr<const TokenMapping> mapping = view_.owners_[number];
  for (bool fresh = mapping == nullptr;; fresh = true) {
    if (fresh) {
      absl::StatusOr<std::shared_ptr<TokenMapping>> mapped = TokenMapping::Map(path);
      if (!mapped.ok()) {
        return absl::IsNotFound(mapped.status()) ? DamagedIndex(StrCat(path, " is missing"))
                                                 : mapped.status();
      }
      mapping = *std::move(mapped);
    }
    const absl::StatusOr<std::uint64_t> size = FileSize(mapping->fd(), path);
    if (!size.ok()) {
      return size.status();
    }
    if (*size < kTokenFileHeader) {
      return TooShort(path);
    }
    const std::uint64_t records = EndOf(mapping->base(), documents - 1);
    if (records > *size || kTokenFileHeader + records + kTokenPad > *size) {
      return TooShort(path);
    }
    if (kTokenFileHeader + records + kTokenPad <= mapping->length()) {
      view_.files_[number] = {mapping->base(), static_cast<std::size_t>(records)};
      view_.owners_[number] = std::move(mapping);
      return absl::OkStatus();
    }
  }
}

}  // namespace facetwire
