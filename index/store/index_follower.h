// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_INDEX_FOLLOWER_H_
#define FACETWIRE_INDEX_STORE_INDEX_FOLLOWER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <xapian.h>

#include "index/store/columns.h"
#include "index/store/correction_journal.h"
#include "index/store/dictionary.h"
#include "index/store/docid.h"
#include "index/store/document_row.h"
#include "index/store/live_set.h"
#include "index/store/manifest.h"
#include "index/store/part_pin.h"
#include "index/store/snapshot.h"
#include "index/store/snapshot_source.h"
#include "index/store/token_file_reader.h"
#include "index/store/value_totals.h"

namespace facetwire {

// Reads what one index gains, and makes snapshots of it. Throws what Xapian throws: call it inside
// CatchXapian. Not thread-safe; the snapshots are.
//
// What was read stays right after an error, for documents never change and removals are never taken
// back: the next Advance goes on from there. Only a finished Advance gives a snapshot.
class IndexFollower {
 public:
  IndexFollower(std::string_view directory, const Manifest& manifest);

  // Whether the manifest is of the index and the generation that this one follows.
  bool Follows(const Manifest& manifest) const {
    return index_id_ == manifest.index_id && manifest_generation_ == manifest.generation;
  }

  // The index has other parts now, with the same documents. Takes effect with the next Advance.
  void SetParts(const Manifest& manifest);

  // Null where there is no new commit. ABORTED: again. FAILED_PRECONDITION: the index went back to
  // an earlier commit; begin with a new follower. DATA_LOSS also where a part is gone, which is no
  // loss when there is a new manifest.
  absl::StatusOr<std::shared_ptr<const Snapshot>> Advance();

  const RefreshStats& stats() const { return stats_; }

 private:
  struct Part {
    PartInfo info;
    std::shared_ptr<const PartPin> pin;  // null: not open yet
    Xapian::Database database;
    bool complete = false;  // immutable, and all of it was read
  };

  // Rows as they were read, not taken in yet.
  struct StagedRow {
    Docid docid = 0;
    std::size_t end = 0;  // in the bytes of all
    Docid cluster = 0;    // 0: its own
  };

  struct StagedRows {
    std::string bytes;  // of all, one after the other
    std::vector<StagedRow> each;
  };

  absl::StatusOr<bool> Reopen(Part& part);
  // Each of these takes nothing in that it cannot trust. ABORTED: again, from where it got to.
  absl::Status ReadParts();
  absl::Status Read(Part& part);
  absl::Status ReadEntries(Part& part);
  absl::Status ReadCorrections(Part& part);
  absl::Status ReadRows(Part& part);
  absl::Status ReadRowsTo(Docid end, Part& part);
  absl::Status ReadRemovals(Part& part);
  void StageRows(const Xapian::Database& part, StagedRows& rows) const;
  absl::Status TakeRows(const StagedRows& rows);
  absl::Status AddRow(const StagedRow& row, std::string_view bytes);
  void AddPurged(Docid before);
  Docid EndOf(const Part& part) const;
  void Remove(Docid docid);
  void CorrectColumns();
  std::shared_ptr<RowCorrector> MakeCorrector() const;
  std::shared_ptr<const Snapshot> MakeSnapshot();

  std::string directory_;
  std::string index_id_;
  const std::uint64_t manifest_generation_;
  const std::uint64_t generation_;  // of its snapshots; no other follower of this process has it
  std::vector<Part> parts_;
  std::shared_ptr<const PinnedParts> pinned_;  // parts_, as published
  bool parts_changed_ = true;
  bool behind_ = true;  // a commit was seen that is in no snapshot yet

  std::uint64_t sequence_ = 0;  // of the last snapshot
  std::shared_ptr<Dictionary> dictionary_ = std::make_shared<Dictionary>();
  ColumnsBuilder columns_{dictionary_};
  ValueTotals totals_;
  CorrectionJournal journal_;
  bool correct_ = false;  // the columns do not show all corrections yet
  TokenFileReader tokens_;
  LiveSet live_;
  LiveSet copies_;                     // see Snapshot
  absl::flat_hash_set<Docid> purged_;  // documents without a row whose removal was not read yet
  std::uint64_t live_length_ = 0;
  std::shared_ptr<const std::vector<HiddenDocument>> hidden_;  // as published
  std::vector<HiddenDocument> hidden_now_;
  bool hidden_changed_ = false;
  DocumentRow row_;  // memory to reuse
  RefreshStats stats_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_INDEX_FOLLOWER_H_
