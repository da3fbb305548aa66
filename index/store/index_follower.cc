// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/index_follower.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "index/base/str_cat.h"
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
    parts.push_back(known == parts_.end() ? Part{info, {}} : std::move(*known));
  }
  parts_ = std::move(parts);
  infos_ = std::make_shared<std::vector<PartInfo>>(manifest.parts);
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
  for (Part& part : parts_) {
    if (part.complete) {
      continue;
    }
    if (absl::Status status = Read(part); !status.ok()) {
      return status;
    }
    part.complete = &part != &parts_.back();
  }
  if (absl::Status status = tokens_.Extend(columns_.last_docid()); !status.ok()) {
    return status;
  }
  sequence_ = *sequence;
  behind_ = false;
  parts_changed_ = false;
  return MakeSnapshot();
}

// Returns whether the handle shows something new.
absl::StatusOr<bool> IndexFollower::Reopen(Part& part) {
  if (part.open) {
    return part.database.reopen();
  }
  absl::StatusOr<Xapian::Database> database = OpenPart(directory_, part.info.name, index_id_);
  if (!database.ok()) {
    return database.status();
  }
  part.database = *std::move(database);
  part.open = true;
  return true;
}

absl::Status IndexFollower::Read(Part& part) {
  for (const auto step :
       {&IndexFollower::ReadEntries, &IndexFollower::ReadRows, &IndexFollower::ReadRemovals}) {
    if (absl::Status status = (this->*step)(part); !status.ok()) {
      return status;
    }
  }
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

absl::Status IndexFollower::ReadRows(Part& part) {
  while (part.database.get_lastdocid() > columns_.last_docid()) {
    StagedRows rows;
    absl::Status status =
        ReadConfirmed(part.database, [&] { return StageRows(part.database, rows); });
    if (status.ok()) {
      status = TakeRows(rows);
    }
    if (!status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status IndexFollower::StageRows(const Xapian::Database& part, StagedRows& rows) const {
  Xapian::ValueIterator row = part.valuestream_begin(kRowSlot);
  const Xapian::ValueIterator end = part.valuestream_end(kRowSlot);
  if (row != end) {
    row.skip_to(columns_.last_docid() + 1);
  }
  for (; row != end && rows.ends.size() < kRowsAtOnce; ++row) {
    rows.bytes += *row;
    rows.ends.emplace_back(row.get_docid(), rows.bytes.size());
  }
  return rows.ends.empty() ? DamagedIndex("a part of the index lacks rows") : absl::OkStatus();
}

absl::Status IndexFollower::TakeRows(const StagedRows& rows) {
  const std::string_view bytes = rows.bytes;
  std::size_t begin = 0;
  for (const auto& [docid, end] : rows.ends) {
    if (absl::Status status = AddRow(docid, bytes.substr(begin, end - begin)); !status.ok()) {
      return status;
    }
    begin = end;
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

absl::Status IndexFollower::AddRow(Docid docid, std::string_view bytes) {
  if (absl::Status status = DecodeRow(bytes, row_); !status.ok()) {
    return status;
  }
  const bool known = row_.entries.empty() || row_.entries.back().ordinal < dictionary_->size();
  if (docid != columns_.last_docid() + 1 || !known) {
    return DamagedIndex(
        StrCat("the index is damaged: document ", docid, " does not fit what is before it"));
  }
  columns_.Append(row_);
  live_.Add(docid);
  live_length_ += row_.length;
  if (row_.hidden_until_micros != kNeverMicros) {
    hidden_now_.push_back({docid, row_.hidden_until_micros});
    hidden_changed_ = true;
  }
  ++stats_.documents_read;
  return absl::OkStatus();
}

void IndexFollower::Remove(Docid docid) {
  ++stats_.tombstones_read;
  if (!live_.Remove(docid)) {
    return;
  }
  live_length_ -= columns_.length(docid);
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
  if (hidden_changed_) {
    hidden_ = std::make_shared<std::vector<HiddenDocument>>(hidden_now_);
    hidden_changed_ = false;
  }
  Snapshot::Parts parts;
  parts.index_id = index_id_;
  parts.generation = generation_;
  parts.sequence = sequence_;
  parts.parts = infos_;
  parts.columns = columns_.View();
  parts.dictionary = DictionaryView(dictionary_, dictionary_->size());
  parts.tokens = tokens_.View();
  parts.last_docid = columns_.last_docid();
  parts.live = live_.Share();
  parts.live_length = live_length_;
  parts.hidden = hidden_;
  return std::make_shared<const Snapshot>(std::move(parts));
}

}  // namespace facetwire
