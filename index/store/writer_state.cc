// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/writer_state.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <system_error>

#include "absl/strings/match.h"

#include "index/base/str_cat.h"
#include "index/store/document_row.h"
#include "index/store/file_util.h"
#include "index/store/part.h"
#include "index/store/schema.h"
#include "index/store/varint.h"

namespace facetwire {
namespace {

std::string EncodeRevision(const PreparedDocument& document) {
  std::string bytes;
  PutVarint(ZigZag(document.version), bytes);
  bytes += document.content_hash;
  return bytes;
}

absl::StatusOr<CommittedDocument> DecodeRevision(Docid docid, const std::string& bytes) {
  std::string_view rest = bytes;
  std::uint64_t version = 0;
  if (!GetVarint(rest, version) || rest.empty()) {
    return DamagedIndex(StrCat("document ", docid, " has no version"));
  }
  return CommittedDocument{docid, UnZigZag(version), std::string(rest)};
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
  for (const auto step : {&WriterState::Recover, &WriterState::OpenParts, &WriterState::Load}) {
    if (absl::Status status = (state.get()->*step)(); !status.ok()) {
      return status;
    }
  }
  return state;
}

absl::Status WriterState::Recover() {
  std::error_code error;
  std::vector<std::filesystem::path> leftovers;
  for (std::filesystem::directory_iterator entry(directory_, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const auto named = [&](const PartInfo& part) { return part.name == name; };
    const bool unnamed_part =
        IsPartName(name) && std::none_of(manifest_.parts.begin(), manifest_.parts.end(), named);
    if (unnamed_part || absl::EndsWith(name, ".tmp")) {
      leftovers.push_back(entry->path());
    }
  }
  for (const std::filesystem::path& path : leftovers) {
    if (!error) {
      std::filesystem::remove_all(path, error);
    }
  }
  if (error) {
    return absl::ErrnoToStatus(error.value(), StrCat("cannot clean up ", directory_));
  }
  return absl::OkStatus();
}

absl::Status WriterState::OpenParts() {
  if (manifest_.parts.empty()) {
    return BeginPart();
  }
  for (const PartInfo& part : manifest_.parts) {
    absl::StatusOr<Xapian::Database> opened = OpenPart(directory_, part.name, manifest_.index_id);
    if (!opened.ok()) {
      return opened.status();
    }
    sealed_.push_back(*std::move(opened));
  }
  sealed_.pop_back();
  const std::string path = PartPath(directory_, manifest_.parts.back().name);
  active_ = Xapian::WritableDatabase(path, Xapian::DB_OPEN);
  return absl::OkStatus();
}

absl::Status WriterState::Load() {
  const absl::StatusOr<std::uint64_t> sequence = ReadSequence(active_);
  if (!sequence.ok()) {
    return sequence.status();
  }
  sequence_ = *sequence;
  last_docid_ = std::max(active_.get_lastdocid(), manifest_.parts.back().first_docid - 1);
  for (Docid docid = 1; docid <= last_docid_; ++docid) {
    live_.Add(docid);
  }
  std::vector<Xapian::Database> parts = sealed_;
  parts.push_back(active_);
  for (const Xapian::Database& part : parts) {
    std::vector<DictionaryEntry> entries;
    absl::Status status = ReadEntries(part, dictionary_.size(), entries);
    for (DictionaryEntry& entry : entries) {
      dictionary_.Add(std::move(entry));
    }
    if (status.ok()) {
      status = ReadTombstones(part, 0, [&](Docid docid) { live_.Remove(docid); });
    }
    if (!status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
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
  const Xapian::Database* part = &active_;
  Docid docid = find_in(active_);
  for (auto next = sealed_.rbegin(); docid == 0 && next != sealed_.rend(); ++next) {
    part = &*next;
    docid = find_in(*part);
  }
  if (docid == 0) {
    return std::nullopt;
  }
  return DecodeRevision(docid, part->get_document(docid).get_value(kRevisionSlot));
}

absl::Status WriterState::AppendTokens(const std::vector<PreparedDocument>& documents) {
  std::vector<std::string_view> records;
  records.reserve(documents.size());
  for (const PreparedDocument& document : documents) {
    records.push_back(document.tokens);
  }
  return tokens_.Append(last_docid_ + 1, records);
}

std::string WriterState::MakeRow(const PreparedDocument& document,
                                 std::vector<DictionaryEntry>& added) {
  DocumentRow row;
  row.published_micros = document.published_micros;
  row.hidden_until_micros = document.hidden_until_micros;
  row.length = document.length;
  for (const PreparedFacet& facet : document.facets) {
    std::optional<Ordinal> ordinal = dictionary_.Find(facet.facet, facet.id);
    if (!ordinal) {
      added.push_back({facet.facet, facet.id, facet.label});
      ordinal = dictionary_.Add(added.back());
    }
    row.entries.push_back({*ordinal, facet.salience});
  }
  std::sort(row.entries.begin(), row.entries.end(), [](const RowEntry& a, const RowEntry& b) {
    return a.ordinal < b.ordinal;
  });
  return EncodeRow(row);
}

absl::Status WriterState::Commit(std::vector<PreparedDocument> documents,
                                 const std::vector<Docid>& removed) {
  if (documents.size() >= std::numeric_limits<Docid>::max() - last_docid_) {
    return absl::ResourceExhaustedError("the index has no docids left");
  }
  if (absl::Status status = AppendTokens(documents); !status.ok()) {
    return status;
  }
  const auto first_ordinal = static_cast<Ordinal>(dictionary_.size());
  std::vector<DictionaryEntry> added;
  Docid docid = last_docid_;
  // A transaction, for Xapian would commit by itself after so many changes.
  active_.begin_transaction();
  for (PreparedDocument& document : documents) {
    document.document.add_value(kRowSlot, MakeRow(document, added));
    document.document.add_value(kRevisionSlot, EncodeRevision(document));
    active_.replace_document(++docid, document.document);
    document.document = Xapian::Document();
  }
  WriteEntries(first_ordinal, added, active_);
  WriteTombstones(sequence_ + 1, removed, active_);
  WriteSequence(sequence_ + 1, active_);
  active_.commit_transaction();
  // Xapian puts the commit in place by a rename and leaves it to the system when that is durable.
  const std::string path = PartPath(directory_, manifest_.parts.back().name);
  if (absl::Status status = SyncPath(path); !status.ok()) {
    return status;
  }
  ++sequence_;
  while (last_docid_ < docid) {
    live_.Add(++last_docid_);
  }
  for (const Docid gone : removed) {
    live_.Remove(gone);
  }
  return absl::OkStatus();
}

absl::Status WriterState::Seal() {
  active_.close();
  absl::StatusOr<Xapian::Database> sealed =
      OpenPart(directory_, manifest_.parts.back().name, manifest_.index_id);
  if (!sealed.ok()) {
    return sealed.status();
  }
  sealed_.push_back(*std::move(sealed));
  return BeginPart();
}

absl::Status WriterState::BeginPart() {
  Manifest next = manifest_;
  next.parts.push_back({PartName(next.next_part), last_docid_ + 1});
  ++next.next_part;
  next.sealed_sequence = sequence_;
  absl::StatusOr<Xapian::WritableDatabase> part =
      CreatePart(directory_, next.parts.back().name, next.index_id, sequence_);
  if (!part.ok()) {
    return part.status();
  }
  if (absl::Status status = WriteManifest(directory_, next); !status.ok()) {
    return status;
  }
  active_ = *std::move(part);
  manifest_ = std::move(next);
  return absl::OkStatus();
}

}  // namespace facetwire
