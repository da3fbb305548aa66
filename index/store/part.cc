// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/part.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

#include "index/base/str_cat.h"
#include "index/store/file_util.h"
#include "index/store/varint.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

constexpr char kIndexKey[] = "index";
constexpr char kSequenceKey[] = "seq";
constexpr std::string_view kTombstones = "t";
constexpr std::string_view kEntries = "d";
constexpr std::string_view kJournal = "c";
constexpr int kSmallBlocks = 8192;  // bytes
constexpr int kLargeBlocks = 16384;
constexpr std::size_t kMinDigits = 6;
constexpr int kMaxAttempts = 100;
constexpr int kMaxOpenings = 20;  // each overtaken by two commits

std::string NumberKey(std::string_view prefix, std::uint64_t number) {
  return StrCat(prefix, absl::Hex(number, absl::kZeroPad16));
}

// Calls fn(key, value) for the metadata under prefix + number for all numbers >= first.
absl::Status ForEachValue(const Xapian::Database& part,
                          std::string_view prefix,
                          std::uint64_t first,
                          absl::FunctionRef<absl::Status(std::string_view, std::string_view)> fn) {
  Xapian::TermIterator key = part.metadata_keys_begin(std::string(prefix));
  const Xapian::TermIterator end = part.metadata_keys_end(std::string(prefix));
  if (key == end) {
    return absl::OkStatus();
  }
  for (key.skip_to(NumberKey(prefix, first)); key != end; ++key) {
    if (absl::Status status = fn(*key, part.get_metadata(*key)); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

// ABORTED where it fails in a way in which commits under it can make it fail.
absl::StatusOr<Xapian::Database> OpenDatabase(const std::string& path) {
  try {
    return Xapian::Database(path, Xapian::DB_OPEN);
  } catch (const Xapian::DatabaseNotFoundError&) {
    return DamagedIndex(StrCat(path, " is missing, though MANIFEST names it"));
  } catch (const Xapian::DatabaseCorruptError& error) {
    return absl::AbortedError(error.get_msg());
  } catch (const Xapian::DatabaseModifiedError& error) {
    return absl::AbortedError(error.get_msg());
  }
}

absl::Status ReadInAttempts(Xapian::Database& part,
                            int attempts,
                            absl::FunctionRef<absl::Status()> read) {
  for (int attempt = 0; attempt < attempts; ++attempt) {
    absl::Status status = CatchXapian(read);
    const absl::StatusOr<bool> newer = ReopenPart(part);
    if (!newer.ok()) {
      return newer.status();
    }
    if (!*newer) {
      // Nothing was overwritten, so a block that says so is damaged.
      return absl::IsAborted(status) ? absl::DataLossError(status.message()) : status;
    }
  }
  return absl::AbortedError("there was a commit under the read");
}

bool GetEntry(std::string_view& bytes, DictionaryEntry& entry) {
  if (bytes.empty() || static_cast<std::size_t>(bytes.front()) >= kAllFacets.size()) {
    return false;
  }
  entry.facet = static_cast<Facet>(bytes.front());
  bytes.remove_prefix(1);
  return GetText(bytes, entry.id) && GetText(bytes, entry.label);
}

}  // namespace

std::string PartPath(std::string_view directory, std::string_view name) {
  return StrCat(directory, "/", name);
}

std::string PartName(std::uint64_t number) { return absl::StrFormat("part-%06u", number); }

bool IsPartName(std::string_view name) {
  absl::string_view digits = ToAbsl(name);
  return absl::ConsumePrefix(&digits, "part-") && digits.size() >= kMinDigits &&
         std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit);
}

absl::Status CheckPart(const Xapian::Database& part,
                       std::string_view name,
                       std::string_view index_id) {
  if (part.get_metadata(kIndexKey) != index_id) {
    return DamagedIndex(StrCat(name, " belongs to another index"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Xapian::Database> OpenPart(std::string_view directory,
                                          std::string_view name,
                                          std::string_view index_id) {
  const std::string path = PartPath(directory, name);
  absl::Status status;
  for (int attempt = 0; attempt < kMaxOpenings; ++attempt) {
    absl::StatusOr<Xapian::Database> part = OpenDatabase(path);
    if (part.ok()) {
      status = ReadUntilConfirmed(*part, [&] { return CheckPart(*part, name, index_id); });
      if (status.ok()) {
        return part;
      }
    } else {
      status = part.status();
    }
    // Commits may have come meanwhile, see ReopenPart.
    if (!absl::IsAborted(status)) {
      return status;
    }
  }
  return absl::DataLossError(status.message());
}

absl::StatusOr<Xapian::WritableDatabase> CreatePart(std::string_view directory,
                                                    std::string_view name,
                                                    std::string_view index_id,
                                                    std::uint64_t sequence,
                                                    PartFilling filling) {
  const std::string path = PartPath(directory, name);
  Xapian::WritableDatabase part(
      path, Xapian::DB_CREATE, filling == PartFilling::kLargeCommits ? kLargeBlocks : kSmallBlocks);
  part.set_metadata(kIndexKey, std::string(index_id));
  WriteSequence(sequence, part);
  part.commit();
  if (absl::Status status = SyncPath(path); !status.ok()) {
    return status;
  }
  if (absl::Status status = SyncPath(std::string(directory)); !status.ok()) {
    return status;
  }
  return part;
}

absl::StatusOr<std::uint64_t> ReadSequence(const Xapian::Database& part) {
  std::uint64_t sequence = 0;
  if (!absl::SimpleAtoi(part.get_metadata(kSequenceKey), &sequence)) {
    return DamagedIndex("a part of the index has no sequence");
  }
  return sequence;
}

absl::StatusOr<bool> ReopenPart(Xapian::Database& part) {
  // The commit's number is read first, then the roots of its tables. A handle that failed halfway
  // believes that it is at that commit, and would mistake what it reads for damage.
  try {
    return part.reopen();
  } catch (const Xapian::DatabaseError& error) {
    part.close();
    return absl::AbortedError(
        StrCat("commits came while a part was being opened: ", error.get_msg()));
  }
}

absl::Status ReadConfirmed(Xapian::Database& part, absl::FunctionRef<absl::Status()> read) {
  return ReadInAttempts(part, 1, read);
}

absl::Status ReadUntilConfirmed(Xapian::Database& part, absl::FunctionRef<absl::Status()> read) {
  return ReadInAttempts(part, kMaxAttempts, read);
}

absl::StatusOr<std::uint64_t> ReadConfirmedSequence(Xapian::Database& part) {
  std::uint64_t sequence = 0;
  absl::Status status = ReadUntilConfirmed(part, [&]() -> absl::Status {
    const absl::StatusOr<std::uint64_t> read = ReadSequence(part);
    sequence = read.ok() ? *read : 0;
    return read.status();
  });
  if (!status.ok()) {
    return status;
  }
  return sequence;
}

void WriteSequence(std::uint64_t sequence, Xapian::WritableDatabase& part) {
  part.set_metadata(kSequenceKey, StrCat(sequence));
}

void WriteTombstones(std::uint64_t sequence,
                     const std::vector<Docid>& removed,
                     Xapian::WritableDatabase& part) {
  if (removed.empty()) {
    return;
  }
  std::string bytes;
  for (const Docid docid : removed) {
    PutVarint(docid, bytes);
  }
  part.set_metadata(NumberKey(kTombstones, sequence), bytes);
}

absl::Status ReadTombstones(const Xapian::Database& part,
                            std::uint64_t sequence,
                            absl::FunctionRef<void(Docid)> fn) {
  return ForEachValue(
      part, kTombstones, sequence + 1, [&](std::string_view, std::string_view bytes) {
        while (!bytes.empty()) {
          std::uint64_t docid = 0;
          if (!GetVarint(bytes, docid)) {
            return DamagedIndex("the removals of a commit are damaged");
          }
          fn(static_cast<Docid>(docid));
        }
        return absl::OkStatus();
      });
}

void WriteEntries(Ordinal first,
                  const std::vector<DictionaryEntry>& entries,
                  Xapian::WritableDatabase& part) {
  if (entries.empty()) {
    return;
  }
  std::string bytes;
  for (const DictionaryEntry& entry : entries) {
    bytes.push_back(static_cast<char>(entry.facet));
    PutText(entry.id, bytes);
    PutText(entry.label, bytes);
  }
  part.set_metadata(NumberKey(kEntries, first), bytes);
}

absl::Status ReadEntries(const Xapian::Database& part,
                         std::size_t first,
                         std::vector<DictionaryEntry>& entries) {
  const std::size_t before = entries.size();
  return ForEachValue(part, kEntries, first, [&](std::string_view key, std::string_view bytes) {
    if (key != NumberKey(kEntries, first + entries.size() - before)) {
      return DamagedIndex("the dictionary of the index has a gap");
    }
    while (!bytes.empty()) {
      DictionaryEntry entry;
      if (!GetEntry(bytes, entry)) {
        return DamagedIndex("the dictionary of the index is damaged");
      }
      entries.push_back(std::move(entry));
    }
    return absl::OkStatus();
  });
}

void WriteJournal(std::size_t first,
                  std::span<const JournalRecord> records,
                  Xapian::WritableDatabase& part) {
  for (std::size_t i = first; i < records.size(); ++i) {
    part.set_metadata(NumberKey(kJournal, i + 1), EncodeJournalRecord(records[i]));
  }
}

absl::Status ReadJournal(const Xapian::Database& part,
                         std::size_t first,
                         std::vector<JournalRecord>& records) {
  std::uint64_t number = first;
  return ForEachValue(part, kJournal, first + 1, [&](std::string_view key, std::string_view bytes) {
    if (key != NumberKey(kJournal, ++number)) {
      return DamagedIndex("the journal of corrections has a gap");
    }
    absl::StatusOr<JournalRecord> record = DecodeJournalRecord(number, bytes);
    if (!record.ok()) {
      return record.status();
    }
    records.push_back(*std::move(record));
    return absl::OkStatus();
  });
}

}  // namespace facetwire
