// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_TOKEN_FILES_H_
#define FACETWIRE_INDEX_STORE_TOKEN_FILES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "index/store/docid.h"

// Token streams on disk: one file for each 2^18 docids, tok/000000.tok and so on.
//
// File: for each of its docids the end of its record, as an offset in bytes from the first record
// (64 bits, little endian), then the records, and at least kTokenPad bytes. A record begins where
// the one before ends. Entries are written and synced before the Xapian commit that shows their
// documents and never change afterwards; those beyond the last committed docid mean nothing and are
// overwritten. So there is nothing to recover.
namespace facetwire {

inline constexpr unsigned kTokenFileBits = 18;
inline constexpr Docid kTokenFileDocs = 1U << kTokenFileBits;
inline constexpr Docid kTokenFileMask = kTokenFileDocs - 1;
inline constexpr std::size_t kTokenFileHeader = std::size_t{kTokenFileDocs} * sizeof(std::uint64_t);

std::string TokenDirectory(std::string_view index_directory);
std::string TokenFilePath(std::string_view index_directory, std::size_t number);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_TOKEN_FILES_H_
