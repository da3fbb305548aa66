// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_DOCUMENT_ROW_H_
#define FACETWIRE_INDEX_STORE_DOCUMENT_ROW_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

#include "index/store/docid.h"

namespace facetwire {

struct RowEntry {
  Ordinal ordinal = 0;
  std::uint8_t salience = 0;

  friend bool operator==(const RowEntry&, const RowEntry&) = default;
};

// What the value in kRowSlot says of a document: all that the columns need.
struct DocumentRow {
  std::int64_t published_micros = 0;
  std::int64_t hidden_until_micros = kNeverMicros;
  std::uint32_t length = 0;       // words
  std::vector<RowEntry> entries;  // by ascending ordinal, each once

  friend bool operator==(const DocumentRow&, const DocumentRow&) = default;
};

std::string EncodeRow(const DocumentRow& row);

// DATA_LOSS where `bytes` is not what EncodeRow wrote. Reuses the memory of `row`.
absl::Status DecodeRow(std::string_view bytes, DocumentRow& row);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_DOCUMENT_ROW_H_
