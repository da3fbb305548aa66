// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_TOKEN_RECORDS_H_
#define FACETWIRE_INDEX_STORE_TOKEN_RECORDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/store/docid.h"
#include "index/store/file_util.h"

namespace facetwire {

// Reads records of token files one by one, as bytes, for checks and copies; searches use
// TokenFileReader. Keeps the last file open. Entries of committed documents only. Not thread-safe.
class TokenRecords {
 public:
  explicit TokenRecords(std::string_view index_directory) : directory_(index_directory) {}

  // The record of a document. DATA_LOSS where the file is missing, or its ends cannot be.
  absl::StatusOr<std::string> Read(Docid docid);

  // Where the record ends, in bytes after the first record of its file.
  absl::StatusOr<std::uint64_t> End(Docid docid);

 private:
  absl::Status OpenFor(Docid docid);
  absl::Status ReadAt(std::uint64_t offset, char* bytes, std::size_t size) const;

  std::string directory_;
  std::string path_;
  FileHandle file_;
  std::size_t number_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_TOKEN_RECORDS_H_
