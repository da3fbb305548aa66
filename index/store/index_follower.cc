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
  const absl::StatusOr<std::uint64_t> sequence = ReadSequence(parts_.back().database);
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

absl::Status IndexFollower::Read(const Part& part) {
  const std::size_t entries = dictionary_->size();
  absl::Status status = ReadEntries(part.database, *dictionary_);
  stats_.entries_read += dictionary_->size() - entries;
  if (status.ok()) {
    status = ReadRows(part);
  }
  if (status.ok()) {
    status = ReadTombstones(part.database, sequence_, [&](Docid docid) { Remove(docid); });
  }
  return status;
}

absl::Status IndexFollower::ReadRows(const Part& part) {
  if (part.database.get_lastdocid() <= columns_.last_docid()) {
    return absl::OkStatus();
  }
  Xapian::ValueIterator row = part.database.valuestream_begin(kRowSlot);
  const Xapian::ValueIterator end = part.database.valuestream_end(kRowSlot);
  if (row != end) {
    row.skip_to(columns_.last_docid() + 1);
  }
  for (; row != end; ++row) {
    if (absl::Status status = AddRow(row.get_docid(), *row); !status.ok()) {
      return status;
    }
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
