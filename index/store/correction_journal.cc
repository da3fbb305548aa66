// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/correction_journal.h"

#include <algorithm>

#include "absl/strings/str_join.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"

namespace facetwire {

void CorrectionJournal::Load(JournalRecord record) { records_.push_back(std::move(record)); }

bool CorrectionJournal::Settle() {
  if (settled_ == records_.size()) {
    return false;
  }
  const auto fresh = records_.begin() + static_cast<std::ptrdiff_t>(settled_);
  settled_ = records_.size();
  const bool changed = std::any_of(fresh, records_.end(), [](const JournalRecord& record) {
    return record.type != JournalRecord::Type::kSuccessors;
  });
  if (changed) {
    corrections_ = std::make_shared<Corrections>(Corrections::Of(records_));
    return true;
  }
  auto corrections = std::make_shared<Corrections>(*corrections_);
  for (auto record = fresh; record != records_.end(); ++record) {
    corrections->Apply(*record).IgnoreError();  // successors are never refused
  }
  corrections_ = std::move(corrections);
  return false;
}

std::string CorrectionJournal::SplitId(const std::string& entity, std::uint64_t number) {
  // The ids that are made from names have no '~'. Short enough to be supplied with an article.
  constexpr std::size_t kMost = 48;
  return StrCat(entity.substr(0, std::min(entity.find('~'), kMost)), "~", number);
}

absl::StatusOr<Correction> CorrectionJournal::Add(Correction correction,
                                                  std::vector<Docid> documents) {
  correction.id = NextNumber();
  correction.articles = documents.size();
  JournalRecord record;
  record.correction = std::move(correction);
  record.documents = std::move(documents);
  auto corrections = std::make_shared<Corrections>(*corrections_);
  if (absl::Status status = corrections->Apply(record); !status.ok()) {
    return status;
  }
  corrections_ = std::move(corrections);
  records_.push_back(std::move(record));
  settled_ = records_.size();
  return records_.back().correction;
}

std::vector<std::uint64_t> CorrectionJournal::DependingOn(std::uint64_t id) const {
  std::vector<JournalRecord> before = records_;
  JournalRecord undo;
  undo.type = JournalRecord::Type::kUndo;
  undo.correction.id = NextNumber();
  undo.undone = id;
  before.push_back(undo);
  std::vector<std::uint64_t> depending;
  const Corrections without = Corrections::Of(before);
  for (const Correction& correction : corrections_->history()) {
    const auto same = [&](const Correction& each) { return each.id == correction.id; };
    if (std::none_of(without.history().begin(), without.history().end(), same)) {
      depending.push_back(correction.id);
    }
  }
  return depending;
}

absl::StatusOr<Correction> CorrectionJournal::Undo(std::uint64_t id,
                                                   absl::Time now,
                                                   std::string author) {
  const std::vector<Correction>& history = corrections_->history();
  const auto found = std::find_if(
      history.begin(), history.end(), [&](const Correction& each) { return each.id == id; });
  if (found == history.end()) {
    return absl::NotFoundError(StrCat("there is no correction ", id));
  }
  if (found->undone.has_value()) {
    return WithReason(absl::FailedPreconditionError(StrCat("correction ", id, " was undone")),
                      "CORRECTION_IS_UNDONE");
  }
  if (const std::vector<std::uint64_t> depending = DependingOn(id); !depending.empty()) {
    return WithReason(
        absl::FailedPreconditionError(StrCat("undo these corrections first, which depend on ",
                                             id,
                                             ": ",
                                             absl::StrJoin(depending, ", "))),
        "LATER_CORRECTIONS_DEPEND");
  }
  Correction correction = *found;
  correction.undone = now;
  correction.undone_by = author;
  JournalRecord record;
  record.type = JournalRecord::Type::kUndo;
  record.correction.id = NextNumber();
  record.correction.time = now;
  record.correction.author = std::move(author);
  record.undone = id;
  records_.push_back(std::move(record));
  Settle();
  return correction;
}

void CorrectionJournal::AddSuccessors(std::span<const std::pair<Docid, Docid>> successors) {
  JournalRecord record;
  record.type = JournalRecord::Type::kSuccessors;
  record.correction.id = NextNumber();
  for (const std::pair<Docid, Docid>& successor : successors) {
    if (corrections_->HasSplitDocument(successor.first)) {
      record.successors.push_back(successor);
    }
  }
  if (!record.successors.empty()) {
    records_.push_back(std::move(record));
    Settle();
  }
}

}  // namespace facetwire
