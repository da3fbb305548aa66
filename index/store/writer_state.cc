// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/writer_state.h"

#include <algorithm>
#include <limits>

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/store/document_revision.h"
#include "index/store/file_util.h"
#include "index/store/index_writer.h"
#include "index/store/part.h"
#include "index/store/schema.h"
#include "index/store/stored_record.h"

namespace facetwire {
namespace {

absl::StatusOr<CommittedDocument> ReadRevision(Docid docid, const std::string& bytes) {
  DocumentRevision revision;
  if (!DecodeRevision(bytes, revision)) {
    return DamagedIndex(StrCat("document ", docid, " has no version"));
  }
  return CommittedDocument{docid, revision.version, std::move(revision.content_hash)};
}

// A manifest for the directory: its own, or that of a new and empty index.
absl::StatusOr<Manifest> ReadOrMakeManifest(std::string_view directory) {
  absl::StatusOr<Manifest> manifest = ReadManifest(directory);
  if (!absl::IsNotFound(manifest.status())) {
    return manifest;
  }
  Manifest fresh;
  fresh.index_id = NewIndexId();
  // Before the first part: a directory with parts and no manifest is never one of ours.
  if (absl::Status status = WriteManifest(directory, fresh); !status.ok()) {
    return status;
  }
  return fresh;
}

}  // namespace

absl::StatusOr<std::unique_ptr<WriterState>> WriterState::Open(std::string_view directory) {
  // Nothing is put into a directory that is not ours, not even a lock.
  if (absl::Status found = ReadManifest(directory).status(); !found.ok()) {
    if (!absl::IsNotFound(found)) {
      return found;
    }
    if (absl::Status made = MakeDirectories(std::string(directory)); !made.ok()) {
      return made;
    }
  }
  absl::StatusOr<DirectoryLock> lock = DirectoryLock::Acquire(directory);
  if (!lock.ok()) {
    return lock.status();
  }
  absl::StatusOr<Manifest> manifest = ReadOrMakeManifest(directory);
  if (!manifest.ok()) {
    return manifest.status();
  }
  std::unique_ptr<WriterState> state(
      new WriterState(directory, *std::move(lock), *std::move(manifest)));
  absl::Status status = state->parts_.Open();
  if (status.ok()) {
    status = state->Load();
  }
  if (!status.ok()) {
    return status;
  }
  return state;
}

absl::Status WriterState::Load() {
  const Xapian::WritableDatabase& active = parts_.active();
  const absl::StatusOr<std::uint64_t> sequence = ReadSequence(active);
  if (!sequence.ok()) {
    return sequence.status();
  }
  sequence_ = *sequence;
  last_docid_ = std::max(active.get_lastdocid(), manifest().parts.back().first_docid - 1);
  for (Docid docid = 1; docid <= last_docid_; ++docid) {
    live_.Add(docid);
  }
  std::vector<Xapian::Database> parts = parts_.sealed();
  parts.push_back(active);
  for (const Xapian::Database& part : parts) {
    std::vector<DictionaryEntry> entries;
    absl::Status status = ReadEntries(part, dictionary_.size(), entries);
    for (DictionaryEntry& entry : entries) {
      dictionary_.Add(std::move(entry));
    }
    std::vector<JournalRecord> records;
    if (status.ok()) {
      status = ReadJournal(part, journal_.records().size(), records);
    }
    for (JournalRecord& record : records) {
      journal_.Load(std::move(record));
    }
    if (status.ok()) {
      status = ReadTombstones(part, 0, [&](Docid docid) { live_.Remove(docid); });
    }
    if (!status.ok()) {
      return status;
    }
  }
  journal_.Settle();
  committed_records_ = journal_.records().size();
  return absl::OkStatus();
}

absl::Status WriterState::CheckPerson(std::string_view id) const {
  return dictionary_.Find(Facet::kPerson, id).has_value()
             ? absl::OkStatus()
             : absl::NotFoundError(StrCat("no article has the person \"", id, "\""));
}

absl::StatusOr<Correction> WriterState::Correct(Correction correction,
                                                std::vector<Docid> documents) {
  const Corrections& corrections = *journal_.corrections();
  const auto resolve = [&](std::string& id) {
    id = std::string(corrections.Root(correction.facet, id));
    return correction.facet == Facet::kPerson ? CheckPerson(id) : absl::OkStatus();
  };
  if (absl::Status status = resolve(correction.entity); !status.ok()) {
    return status;
  }
  if (correction.kind == CorrectionKind::kMerge) {
    if (absl::Status status = resolve(correction.target); !status.ok()) {
      return status;
    }
  }
  for (const Docid docid : documents) {
    if (!live_.Contains(docid)) {
      return absl::AbortedError("an article was changed meanwhile");
    }
  }
  return journal_.Add(std::move(correction), std::move(documents), [&](const std::string& id) {
    return dictionary_.Find(Facet::kPerson, id).has_value();
  });
}

// Persons that splits made are in the dictionary, as others are.
void WriterState::AddSplitPersons() {
  for (const JournalRecord& record : journal_.records().subspan(committed_records_)) {
    if (record.type == JournalRecord::Type::kCorrection &&
        record.correction.kind == CorrectionKind::kSplit) {
      added_.push_back({Facet::kPerson, record.correction.target, record.correction.name});
      dictionary_.Add(added_.back());
    }
  }
}

absl::StatusOr<std::optional<CommittedDocument>> WriterState::Find(std::string_view article_id) {
  const std::string term = IdTerm(article_id);
  const auto find_in = [&](const Xapian::Database& part) -> Docid {
    const Xapian::PostingIterator end = part.postlist_end(term);
    for (Xapian::PostingIterator at = part.postlist_begin(term); at != end; ++at) {
      if (live_.Contains(*at)) {
        return *at;
      }
    }
    return 0;
  };
  const std::vector<Xapian::Database>& sealed = parts_.sealed();
  const Xapian::Database* part = &parts_.active();
  Docid docid = find_in(*part);
  for (auto next = sealed.rbegin(); docid == 0 && next != sealed.rend(); ++next) {
    part = &*next;
    docid = find_in(*part);
  }
  if (docid == 0) {
    return std::nullopt;
  }
  return ReadRevision(docid, part->get_document(docid).get_value(kRevisionSlot));
}

absl::Status WriterState::AppendTokens(const std::vector<PreparedDocument>& documents) {
  std::vector<std::string_view> records;
  records.reserve(documents.size());
  for (const PreparedDocument& document : documents) {
    records.push_back(document.tokens);
  }
  return tokens_.Append(last_docid_ + 1, records);
}

absl::Status WriterState::LoadCopies() {
  if (copies_.has_value()) {
    return absl::OkStatus();
  }
  CopyCatalog::Loader loader;
  std::vector<Xapian::Database> parts = parts_.sealed();
  parts.push_back(parts_.active());
  for (const Xapian::Database& part : parts) {
    const Xapian::ValueIterator end = part.valuestream_end(kCopiesSlot);
    for (Xapian::ValueIterator at = part.valuestream_begin(kCopiesSlot); at != end; ++at) {
      if (!live_.Contains(at.get_docid())) {
        continue;
      }
      const absl::StatusOr<CopySignature> signature = DecodeCopySignature(*at);
      if (!signature.ok()) {
        return DamagedIndex(
            StrCat("document ", at.get_docid(), ": ", signature.status().message()));
      }
      loader.Add(at.get_docid(), signature->keys);
    }
  }
  copies_.emplace(loader.Finish());
  return absl::OkStatus();
}

Xapian::Document WriterState::Read(Docid docid) const {
  const std::vector<PartInfo>& infos = manifest().parts;
  std::size_t part = infos.size() - 1;
  while (part > 0 && infos[part].first_docid > docid) {
    --part;
  }
  const Xapian::Database& database =
      part + 1 == infos.size() ? parts_.active() : parts_.sealed()[part];
  return database.get_document(docid);
}

absl::Status WriterState::GiveClusters(std::vector<PreparedDocument>& documents,
                                       const std::vector<Docid>& removed) {
  if (!documents.empty()) {
    if (absl::Status status = LoadCopies(); !status.ok()) {
      return status;
    }
  }
  const auto record_of = [&](Docid other) {
    return other > last_docid_ ? documents[other - last_docid_ - 1].document.get_data()
                               : Read(other).get_data();
  };
  Docid docid = last_docid_;
  for (PreparedDocument& document : documents) {
    const absl::StatusOr<CopyClusters::Found> found =
        copies_->Add(++docid,
                     document.copies,
                     {.live = [&](Docid other) { return live_.Contains(other); },
                      .read = [&](Docid other) { return ReadCopyRecord(other, Read(other)); }});
    if (!found.ok()) {
      return found.status();
    }
    document.cluster = found->cluster.value_or(0);
    const bool duplicate =
        std::any_of(found->same_signature.begin(), found->same_signature.end(), [&](Docid other) {
          return !std::binary_search(removed.begin(), removed.end(), other) &&
                 HaveSameTexts(record_of(docid), record_of(other));
        });
    if (duplicate) {
      duplicates_.push_back(document.article_id);
    }
  }
  return absl::OkStatus();
}

Ordinal WriterState::OrdinalOf(const DictionaryEntry& entry) {
  if (const std::optional<Ordinal> ordinal = dictionary_.Find(entry.facet, entry.id)) {
    return *ordinal;
  }
  added_.push_back(entry);
  return dictionary_.Add(entry);
}

std::vector<Ordinal> WriterState::AddEntries(const std::vector<DictionaryEntry>& entries) {
  entries_asked_for_ = true;
  std::vector<Ordinal> ordinals;
  ordinals.reserve(entries.size());
  for (const DictionaryEntry& entry : entries) {
    ordinals.push_back(OrdinalOf(entry));
  }
  return ordinals;
}

absl::Status WriterState::Commit(std::vector<PreparedDocument> documents,
                                 const std::vector<Docid>& removed) {
  duplicates_.clear();
  if (documents.size() >= std::numeric_limits<Docid>::max() - last_docid_) {
    return absl::ResourceExhaustedError("the index has no docids left");
  }
  if (absl::Status status = AppendTokens(documents); !status.ok()) {
    return status;
  }
  if (absl::Status status = GiveClusters(documents, removed); !status.ok()) {
    return status;
  }
  const auto first_ordinal = static_cast<Ordinal>(dictionary_.size() - added_.size());
  Docid docid = last_docid_;
  Xapian::WritableDatabase& active = parts_.active();
  // A transaction, for Xapian would commit by itself after so many changes.
  active.begin_transaction();
  for (PreparedDocument& document : documents) {
    AddValues(document, [&](const PreparedFacet& facet) {
      return OrdinalOf({facet.facet, facet.id, facet.label});
    });
    active.replace_document(++docid, document.document);
    document.document = Xapian::Document();
  }
  AddSplitPersons();
  WriteEntries(first_ordinal, added_, active);
  WriteJournal(committed_records_, journal_.records(), active);
  WriteTombstones(sequence_ + 1, removed, active);
  WriteSequence(sequence_ + 1, active);
  active.commit_transaction();
  // Xapian puts the commit in place by a rename and leaves it to the system when that is durable.
  if (absl::Status status = SyncPath(parts_.active_path()); !status.ok()) {
    return WithReason(absl::UnavailableError(StrCat(
                          "it cannot be told whether the commit is durable: ", status.message())),
                      kCommitUnsure);
  }
  ++sequence_;
  if (copies_.has_value()) {
    copies_->Committed();
  }
  committed_records_ = journal_.records().size();
  added_.clear();
  entries_asked_for_ = false;
  while (last_docid_ < docid) {
    live_.Add(++last_docid_);
  }
  for (const Docid gone : removed) {
    live_.Remove(gone);
  }
  return absl::OkStatus();
}

}  // namespace facetwire
