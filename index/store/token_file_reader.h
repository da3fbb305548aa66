// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_TOKEN_FILE_READER_H_
#define FACETWIRE_INDEX_STORE_TOKEN_FILE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

#include "index/store/docid.h"
#include "index/store/token_files.h"
#include "index/store/token_stream.h"

namespace facetwire {

// A token file in memory; unmapped with the last view that holds it.
class TokenMapping;

// Token streams of the documents up to some docid. Thread-safe, immutable; streams live as long
// as a copy of the view.
class TokenFilesView {
 public:
  // 1 <= docid <= the last one of this view.
  TokenStreamView Get(Docid docid) const;

  // Hints for loops over documents, which may be any: some dozen documents ahead of Get where its
  // record is, and then, some documents ahead, the record.
  void PrefetchPlace(Docid docid) const;
  void PrefetchRecord(Docid docid) const;

 private:
  friend class TokenFileReader;

  struct File {
    const std::uint8_t* base = nullptr;
    std::size_t size = 0;  // readable bytes
  };

  std::vector<File> files_;
  std::vector<std::shared_ptr<const TokenMapping>> owners_;
};

// Maps the token files of an index that another thread or process may be extending.
// Not thread-safe; views may be read meanwhile.
class TokenFileReader {
 public:
  explicit TokenFileReader(std::string_view index_directory) : directory_(index_directory) {}

  // Makes the entries up to last_docid readable. DATA_LOSS where a file is missing or too short
  // for them.
  absl::Status Extend(Docid last_docid);

  const TokenFilesView& View() const { return view_; }

 private:
  absl::Status ExtendFile(std::size_t number, std::size_t documents);

  std::string directory_;
  TokenFilesView view_;
  Docid last_docid_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_TOKEN_FILE_READER_H_
