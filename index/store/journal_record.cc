// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/journal_record.h"

#include <limits>

#include "index/store/manifest.h"
#include "index/store/varint.h"

namespace facetwire {
namespace {

void PutDocids(const std::vector<Docid>& docids, std::string& bytes) {
  PutVarint(docids.size(), bytes);
  Docid before = 0;
  for (const Docid docid : docids) {
    PutVarint(docid - before, bytes);
    before = docid;
  }
}

bool GetDocid(std::string_view& bytes, Docid before, Docid& docid) {
  std::uint64_t step = 0;
  if (!GetVarint(bytes, step) || step > std::numeric_limits<Docid>::max() - before) {
    return false;
  }
  docid = before + static_cast<Docid>(step);
  return true;
}

bool GetDocids(std::string_view& bytes, std::vector<Docid>& docids) {
  std::uint64_t count = 0;
  if (!GetVarint(bytes, count) || count > bytes.size()) {
    return false;
  }
  Docid docid = 0;
  for (; count > 0 && GetDocid(bytes, docid, docid); --count) {
    docids.push_back(docid);
  }
  return count == 0;
}

void PutCorrection(const Correction& correction, std::string& bytes) {
  bytes.push_back(static_cast<char>(correction.kind));
  bytes.push_back(static_cast<char>(correction.facet));
  PutText(correction.entity, bytes);
  PutText(correction.target, bytes);
  PutText(correction.name, bytes);
}

bool GetCorrection(std::string_view& bytes, Correction& correction) {
  if (bytes.size() < 2 || bytes[0] < static_cast<char>(CorrectionKind::kMerge) ||
      bytes[0] > static_cast<char>(CorrectionKind::kBan) ||
      static_cast<std::size_t>(bytes[1]) >= kAllFacets.size()) {
    return false;
  }
  correction.kind = static_cast<CorrectionKind>(bytes[0]);
  correction.facet = static_cast<Facet>(bytes[1]);
  bytes.remove_prefix(2);
  return GetText(bytes, correction.entity) && GetText(bytes, correction.target) &&
         GetText(bytes, correction.name);
}

void PutSuccessors(const JournalRecord& record, std::string& bytes) {
  Docid before = 0;
  for (const auto& [old_docid, new_docid] : record.successors) {
    PutVarint(new_docid - before, bytes);
    PutVarint(new_docid - old_docid, bytes);
    before = new_docid;
  }
}

bool GetSuccessors(std::string_view& bytes, JournalRecord& record) {
  Docid docid = 0;
  while (!bytes.empty()) {
    std::uint64_t back = 0;
    if (!GetDocid(bytes, docid, docid) || !GetVarint(bytes, back) || back >= docid) {
      return false;
    }
    record.successors.emplace_back(docid - static_cast<Docid>(back), docid);
  }
  return true;
}

// All but the type, which is known.
bool GetRest(std::string_view& bytes, JournalRecord& record) {
  if (record.type == JournalRecord::Type::kSuccessors) {
    return GetSuccessors(bytes, record);
  }
  std::uint64_t time = 0;
  Correction& correction = record.correction;
  if (!GetVarint(bytes, time) || !GetText(bytes, correction.author)) {
    return false;
  }
  correction.time = absl::FromUnixMicros(UnZigZag(time));
  if (record.type == JournalRecord::Type::kUndo) {
    return GetVarint(bytes, record.undone);
  }
  if (!GetCorrection(bytes, correction) || !GetDocids(bytes, record.documents)) {
    return false;
  }
  correction.articles = record.documents.size();
  return true;
}

}  // namespace

std::string EncodeJournalRecord(const JournalRecord& record) {
  std::string bytes(1, static_cast<char>(record.type));
  if (record.type == JournalRecord::Type::kSuccessors) {
    PutSuccessors(record, bytes);
    return bytes;
  }
  PutVarint(ZigZag(absl::ToUnixMicros(record.correction.time)), bytes);
  PutText(record.correction.author, bytes);
  if (record.type == JournalRecord::Type::kUndo) {
    PutVarint(record.undone, bytes);
    return bytes;
  }
  PutCorrection(record.correction, bytes);
  PutDocids(record.documents, bytes);
  return bytes;
}

absl::StatusOr<JournalRecord> DecodeJournalRecord(std::uint64_t number, std::string_view bytes) {
  JournalRecord record;
  record.correction.id = number;
  const bool typed = !bytes.empty() && static_cast<std::uint8_t>(bytes[0]) <= 2;
  if (typed) {
    record.type = static_cast<JournalRecord::Type>(bytes[0]);
    bytes.remove_prefix(1);
  }
  if (!typed || !GetRest(bytes, record) || !bytes.empty()) {
    return DamagedIndex("the journal of corrections is damaged");
  }
  return record;
}

}  // namespace facetwire
