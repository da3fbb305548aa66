// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_TOKEN_FILE_WRITER_H_
#define FACETWIRE_INDEX_STORE_TOKEN_FILE_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/store/docid.h"
#include "index/store/file_util.h"
#include "index/store/token_files.h"

namespace facetwire {

// Writes the token files of an index. Not thread-safe; one writer.
class TokenFileWriter {
 public:
  explicit TokenFileWriter(std::string_view index_directory) : directory_(index_directory) {}

  // Writes the records of documents first, first + 1, ... and makes them durable. Overwrites what
  // stands there from `first` on: call it with the docid after the last committed one.
  absl::Status Append(Docid first, std::span<const std::string_view> records);

 private:
  absl::Status AppendToFile(Docid first, std::span<const std::string_view> records);
  absl::Status OpenFor(std::size_t number);
  absl::StatusOr<std::uint64_t> EndBefore(Docid docid) const;
  absl::Status EnsureSize(std::uint64_t wanted);

  std::string directory_;
  std::string path_;  // of the file that is open
  FileHandle file_;
  std::size_t number_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_TOKEN_FILE_WRITER_H_
