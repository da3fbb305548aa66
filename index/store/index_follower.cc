// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/index_follower.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "index/base/str_cat.h"
#include "index/store/copy_clusters.h"
#include "index/store/part.h"
#include "index/store/schema.h"

namespace facetwire {
namespace {

// Few enough that a busy writer lets them be read, see ReadConfirmed.
constexpr std::size_t kRowsAtOnce = 4096;

std::uint64_t NextGeneration() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

IndexFollower::IndexFollower(std::string_view directory, const Manifest& manifest)
    : directory_(directory),
      index_id_(manifest.index_id),
      manifest_generation_(manifest.generation),
      generation_(NextGeneration()),
      tokens_(directory),
      hidden_(std::make_shared<std::vector<HiddenDocument>>()) {
  SetParts(manifest);
}

void IndexFollower::SetParts(const Manifest& manifest) {
  std::vector<Part> parts;
  for (const PartInfo& info : manifest.parts) {
    const auto same = [&](const Part& part) { return part.info == info; };
    const auto known = std::find_if(parts_.begin(), parts_.end(), same);
    parts.push_back(known == parts_.end() ? Part{info} : std::move(*known));
  }
  parts_ = std::move(parts);
  parts_changed_ = true;
}

absl::StatusOr<std::shared_ptr<const Snapshot>> IndexFollower::Advance() {
  for (Part& part : parts_) {
    if (part.complete) {
      continue;
    }
    const absl::StatusOr<bool> news = Reopen(part);
    if (!news.ok()) {
      return news.status();
    }
    behind_ = behind_ || *news;
  }
  if (!behind_ && !parts_changed_) {
    return nullptr;
  }
  const absl::StatusOr<std::uint64_t> sequence = ReadConfirmedSequence(parts_.back().database);
  if (!sequence.ok()) {
    return sequence.status();
  }
  if (*sequence < sequence_) {
    return absl::FailedPreconditionError("the index went back to an earlier commit");
  }
  if (absl::Status status = ReadParts(); !status.ok()) {
    return status;
  }
  if (!purged_.empty()) {
    return DamagedIndex(StrCat("document ", *purged_.begin(), " is missing"));
  }
  if (absl::Status status = tokens_.Extend(columns_.last_docid()); !status.ok()) {
    return status;
  }
  if (correct_) {
    CorrectColumns();
  }
  sequence_ = *sequence;
  behind_ = false;
  return MakeSnapshot();
}

// Returns whether the handle shows something new.
absl::StatusOr<bool> IndexFollower::Reopen(Part& part) {
  if (part.pin != nullptr) {
    absl::StatusOr<bool> news = ReopenPart(part.database);
    if (news.ok()) {
      return news;
    }
    part.pin = nullptr;
  }
  const std::string path = PartPath(directory_, part.info.name);
  absl::StatusOr<std::shared_ptr<const PartPin>> pin = PartPin::Acquire(path);
  if (!pin.ok()) {
    return absl::IsNotFound(pin.status())
               ? DamagedIndex(StrCat(path, " is missing, though MANIFEST names it"))
               : pin.status();
  }
  absl::StatusOr<Xapian::Database> database = OpenPart(directory_, part.info.name, index_id_);
  if (!database.ok()) {
    return database.status();
  }
  part.database = *std::move(database);
  part.pin = *std::move(pin);
  return true;
}

absl::Status IndexFollower::ReadParts() {
  // All entries first: rows of a part that was rewritten may name those of a later part.
  for (const auto step : {&IndexFollower::ReadEntries, &IndexFollower::Read}) {
    for (Part& part : parts_) {
      absl::Status status = part.complete ? absl::OkStatus() : (this->*step)(part);
      if (!status.ok()) {
        return status;
      }
    }
  }
  return absl::OkStatus();
}

absl::Status IndexFollower::Read(Part& part) {
  for (const auto step :
       {&IndexFollower::ReadCorrections, &IndexFollower::ReadRows, &IndexFollower::ReadRemovals}) {
    if (absl::Status status = (this->*step)(part); !status.ok()) {
      return status;
    }
  }
  part.complete = &part != &parts_.back();
  return absl::OkStatus();
}

absl::Status IndexFollower::ReadEntries(Part& part) {
  std::vector<DictionaryEntry> entries;
  absl::Status status = ReadConfirmed(part.database, [&] {
    return facetwire::ReadEntries(part.database, dictionary_->size(), entries);
  });
  if (!status.ok()) {
    return status;
  }
  for (DictionaryEntry& entry : entries) {
    dictionary_->Add(std::move(entry));
  }
  stats_.entries_read += entries.size();
  return absl::OkStatus();
}

absl::Status IndexFollower::ReadCorrections(Part& part) {
  std::vector<JournalRecord> records;
  absl::Status status = ReadConfirmed(part.database, [&] {
    return ReadJournal(part.database, journal_.records().size(), records);
  });
  if (!status.ok() || records.empty()) {
    return status;
  }
  for (JournalRecord& record : records) {
    journal_.Load(std::move(record));
  }
  correct_ = journal_.Settle() || correct_;
  columns_.CorrectNext(MakeCorrector());
  return absl::OkStatus();
}

// Null where nothing is corrected.
std::shared_ptr<RowCorrector> IndexFollower::MakeCorrector() const {
  return journal_.corrections()->empty()
             ? nullptr
             : std::make_shared<RowCorrector>(journal_.corrections(), dictionary_);
}

void IndexFollower::CorrectColumns() {
  columns_.Correct(MakeCorrector());
  totals_ = ValueTotals();
  live_.ForEach([&](Docid docid) { totals_.Add(columns_.entries(docid), *dictionary_); });
  correct_ = false;
}

// One past the last docid that the part can have; of the last part: that it has.
Docid IndexFollower::EndOf(const Part& part) const {
  return &part == &parts_.back() ? part.database.get_lastdocid() + 1
                                 : (&part + 1)->info.first_docid;
}

absl::Status IndexFollower::ReadRows(Part& part) {
  // A part that took the place of others whose rows are known costs nothing.
  if (EndOf(part) <= columns_.last_docid() + 1) {
    return absl::OkStatus();
  }
  if (&part != &parts_.back()) {
    return ReadRowsTo(EndOf(part), part);
  }
  // The handle may get ahead while it is read.
  absl::Status status;
  while (status.ok() && EndOf(part) > columns_.last_docid() + 1) {
    const Docid before = columns_.last_docid();
    StagedRows rows;
    status = ReadConfirmed(part.database, [&] {
      StageRows(part.database, rows);
      return absl::OkStatus();
    });
    if (status.ok()) {
      status = TakeRows(rows);
    }
    if (status.ok() && columns_.last_docid() == before) {
      status = DamagedIndex("a part of the index lacks rows");
    }
  }
  return status;
}

// From a part that does not change: documents may have been purged from it, at its end too.
absl::Status IndexFollower::ReadRowsTo(Docid end, Part& part) {
  for (;;) {
    StagedRows rows;
    StageRows(part.database, rows);
    if (rows.each.empty()) {
      AddPurged(end);
      return absl::OkStatus();
    }
    if (rows.each.back().docid >= end) {
      return DamagedIndex(StrCat(part.info.name, " has documents of the part after it"));
    }
    if (absl::Status status = TakeRows(rows); !status.ok()) {
      return status;
    }
  }
}

void IndexFollower::StageRows(const Xapian::Database& part, StagedRows& rows) const {
  Xapian::ValueIterator row = part.valuestream_begin(kRowSlot);
  const Xapian::ValueIterator end = part.valuestream_end(kRowSlot);
  if (row != end) {
    row.skip_to(columns_.last_docid() + 1);
  }
  Xapian::ValueIterator cluster = part.valuestream_begin(kClusterSlot);
  const Xapian::ValueIterator last_cluster = part.valuestream_end(kClusterSlot);
  for (; row != end && rows.each.size() < kRowsAtOnce; ++row) {
    const Docid docid = row.get_docid();
    rows.bytes += *row;
    if (cluster != last_cluster && cluster.get_docid() < docid) {
      cluster.skip_to(docid);
    }
    const bool joined = cluster != last_cluster && cluster.get_docid() == docid;
    rows.each.push_back({docid, rows.bytes.size(), joined ? DecodeCluster(*cluster) : 0});
  }
}

absl::Status IndexFollower::TakeRows(const StagedRows& rows) {
  const std::string_view bytes = rows.bytes;
  std::size_t begin = 0;
  for (const StagedRow& row : rows.each) {
    if (absl::Status status = AddRow(row, bytes.substr(begin, row.end - begin)); !status.ok()) {
      return status;
    }
    begin = row.end;
  }
  return absl::OkStatus();
}

absl::Status IndexFollower::ReadRemovals(Part& part) {
  std::vector<Docid> removed;
  absl::Status status = ReadConfirmed(part.database, [&] {
    return ReadTombstones(part.database, sequence_, [&](Docid docid) { removed.push_back(docid); });
  });
  if (!status.ok()) {
    return status;
  }
  for (const Docid docid : removed) {
    Remove(docid);
  }
  return absl::OkStatus();
}

absl::Status IndexFollower::AddRow(const StagedRow& row, std::string_view bytes) {
  const Docid docid = row.docid;
  if (absl::Status status = DecodeRow(bytes, row_); !status.ok()) {
    return status;
  }
  const bool known = row_.entries.empty() || row_.entries.back().ordinal < dictionary_->size();
  if (docid <= columns_.last_docid() || row.cluster > docid || !known) {
    return DamagedIndex(
        StrCat("the index is damaged: document ", docid, " does not fit what is before it"));
  }
  AddPurged(docid);
  columns_.Append(row_, row.cluster);
  totals_.Add(columns_.entries(docid), *dictionary_);
  if (row.cluster != 0) {
    copies_.Add(row.cluster);
    copies_.Add(docid);
  }
  live_.Add(docid);
  live_length_ += row_.length;
  if (row_.hidden_until_micros != kNeverMicros) {
    hidden_now_.push_back({docid, row_.hidden_until_micros});
    hidden_changed_ = true;
  }
  ++stats_.documents_read;
  return absl::OkStatus();
}

// Documents up to `before` that have no row were removed, and then purged from their part. Until
// their removal is read they stand as live, without words and values.
void IndexFollower::AddPurged(Docid before) {
  while (columns_.last_docid() + 1 < before) {
    columns_.Append(DocumentRow());
    live_.Add(columns_.last_docid());
    purged_.insert(columns_.last_docid());
  }
}

void IndexFollower::Remove(Docid docid) {
  ++stats_.tombstones_read;
  purged_.erase(docid);
  if (!live_.Remove(docid)) {
    return;
  }
  live_length_ -= columns_.length(docid);
  totals_.Remove(columns_.entries(docid), *dictionary_);
  const auto hidden = std::lower_bound(
      hidden_now_.begin(), hidden_now_.end(), docid, [](const HiddenDocument& a, Docid b) {
        return a.docid < b;
      });
  if (hidden != hidden_now_.end() && hidden->docid == docid) {
    hidden_now_.erase(hidden);
    hidden_changed_ = true;
  }
}

std::shared_ptr<const Snapshot> IndexFollower::MakeSnapshot() {
  if (parts_changed_) {
    auto pinned = std::make_shared<PinnedParts>();
    for (const Part& part : parts_) {
      pinned->infos.push_back(part.info);
      pinned->pins.push_back(part.pin);
    }
    pinned_ = std::move(pinned);
    parts_changed_ = false;
  }
  if (hidden_changed_) {
    hidden_ = std::make_shared<std::vector<HiddenDocument>>(hidden_now_);
    hidden_changed_ = false;
  }
  Snapshot::Parts parts;
  parts.index_id = index_id_;
  parts.generation = generation_;
  parts.sequence = sequence_;
  parts.parts = pinned_;
  parts.columns = columns_.View();
  parts.dictionary = DictionaryView(dictionary_, dictionary_->size(), journal_.corrections());
  parts.tokens = tokens_.View();
  parts.last_docid = columns_.last_docid();
  parts.live = live_.Share();
  parts.live_length = live_length_;
  parts.copies = copies_.Share();
  parts.hidden = hidden_;
  parts.totals = totals_.Share();
  return std::make_shared<const Snapshot>(std::move(parts));
}

}  // namespace facetwire
