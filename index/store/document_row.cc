// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/document_row.h"

#include <limits>

#include "index/store/varint.h"

namespace facetwire {
namespace {

bool GetHead(std::string_view& bytes, DocumentRow& row) {
  std::uint64_t published = 0;
  std::uint64_t hidden = 0;
  std::uint64_t length = 0;
  if (!GetVarint(bytes, published) || !GetVarint(bytes, hidden) || !GetVarint(bytes, length) ||
      length > std::numeric_limits<std::uint32_t>::max()) {
    return false;
  }
  row.published_micros = UnZigZag(published);
  // 0 for the usual case, so that it takes one byte.
  row.hidden_until_micros = UnZigZag(hidden) ^ kNeverMicros;
  row.length = static_cast<std::uint32_t>(length);
  return true;
}

}  // namespace

std::string EncodeRow(const DocumentRow& row) {
  std::string out;
  PutVarint(ZigZag(row.published_micros), out);
  PutVarint(ZigZag(row.hidden_until_micros ^ kNeverMicros), out);
  PutVarint(row.length, out);
  Ordinal next = 0;
  for (const RowEntry& entry : row.entries) {
    PutVarint(entry.ordinal - next, out);
    out.push_back(static_cast<char>(entry.salience));
    next = entry.ordinal + 1;
  }
  return out;
}

absl::Status DecodeRow(std::string_view bytes, DocumentRow& row) {
  row.entries.clear();
  if (!GetHead(bytes, row)) {
    return absl::DataLossError("the columns of a document are damaged");
  }
  std::uint64_t next = 0;
  while (!bytes.empty()) {
    std::uint64_t gap = 0;
    if (!GetVarint(bytes, gap) || bytes.empty() ||
        gap > std::numeric_limits<Ordinal>::max() - next) {
      return absl::DataLossError("the facets of a document are damaged");
    }
    next += gap;
    row.entries.push_back({static_cast<Ordinal>(next), static_cast<std::uint8_t>(bytes.front())});
    bytes.remove_prefix(1);
    ++next;
  }
  return absl::OkStatus();
}

}  // namespace facetwire
