// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_JOURNAL_RECORD_H_
#define FACETWIRE_INDEX_STORE_JOURNAL_RECORD_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "index/model/correction.h"
#include "index/store/docid.h"

namespace facetwire {

// A record of the journal of corrections: what a commit added to it. The journal is append-only;
// its records are numbered from 1.
struct JournalRecord {
  enum class Type : std::uint8_t {
    kCorrection = 0,
    kUndo = 1,        // takes correction `undone` back
    kSuccessors = 2,  // articles of splits were replaced: what held for the old documents holds for
                      // the new ones
  };

  Type type = Type::kCorrection;
  Correction correction;         // kCorrection; of kUndo: only id, time and author
  std::uint64_t undone = 0;      // kUndo
  std::vector<Docid> documents;  // of a split, ascending
  std::vector<std::pair<Docid, Docid>> successors;  // (old, new), by ascending new one

  friend bool operator==(const JournalRecord&, const JournalRecord&) = default;
};

std::string EncodeJournalRecord(const JournalRecord& record);

// DATA_LOSS where `bytes` is not what EncodeJournalRecord wrote. The number is not in the bytes.
absl::StatusOr<JournalRecord> DecodeJournalRecord(std::uint64_t number, std::string_view bytes);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_JOURNAL_RECORD_H_
