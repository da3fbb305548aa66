// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_CORRECTION_JOURNAL_H_
#define FACETWIRE_INDEX_STORE_CORRECTION_JOURNAL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "index/model/correction.h"
#include "index/store/corrections.h"
#include "index/store/docid.h"
#include "index/store/journal_record.h"

namespace facetwire {

// All records of an index's journal of corrections, and what they say together. Not thread-safe;
// what corrections() returned stays as it was.
class CorrectionJournal {
 public:
  // The next record, as it was read. Takes effect with Settle.
  void Load(JournalRecord record);

  // Makes corrections() what the records say. Returns whether something changed for documents that
  // are there already.
  bool Settle();

  // Checks a correction and adds it. `documents` of a split, ascending, else empty. A split gets
  // its target here: an id that `taken` says false of. Errors as Corrections::Apply.
  template <typename Taken>
  absl::StatusOr<Correction> Add(Correction correction,
                                 std::vector<Docid> documents,
                                 Taken&& taken) {
    if (correction.kind == CorrectionKind::kSplit) {
      std::uint64_t number = NextNumber();
      do {
        correction.target = SplitId(correction.entity, number++);
      } while (taken(correction.target));
    }
    return Add(std::move(correction), std::move(documents));
  }

  // Takes a correction back: what holds then is what would without it. NOT_FOUND where there is no
  // such correction, FAILED_PRECONDITION where it was undone, or where later ones could not have
  // been made without it (reason LATER_CORRECTIONS_DEPEND; the message names them).
  absl::StatusOr<Correction> Undo(std::uint64_t id, absl::Time now, std::string author);

  // Documents take the place of others: (old, new), by ascending new one. Adds a record where one
  // of them is in a split.
  void AddSuccessors(std::span<const std::pair<Docid, Docid>> successors);

  // Records, the first one's number is 1.
  std::span<const JournalRecord> records() const { return records_; }

  // Never null.
  const std::shared_ptr<const Corrections>& corrections() const { return corrections_; }

 private:
  static std::string SplitId(const std::string& entity, std::uint64_t number);
  absl::StatusOr<Correction> Add(Correction correction, std::vector<Docid> documents);

  std::uint64_t NextNumber() const { return records_.size() + 1; }

  std::vector<std::uint64_t> DependingOn(std::uint64_t id) const;

  std::vector<JournalRecord> records_;
  std::shared_ptr<const Corrections> corrections_ = std::make_shared<Corrections>();
  std::size_t settled_ = 0;  // records that corrections_ knows
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_CORRECTION_JOURNAL_H_
