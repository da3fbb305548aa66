// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_PART_H_
#define FACETWIRE_INDEX_STORE_PART_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <xapian.h>

#include "index/store/dictionary.h"
#include "index/store/docid.h"
#include "index/store/journal_record.h"
#include "index/store/manifest.h"

// What a part (a Xapian database) holds besides documents, all in its metadata:
//   "index"                the index's id
//   "seq"                  sequence of the last commit (of the one before, in a new part)
//   "t" + sequence         docids that the commit removed; never taken back, so the union over all
//                          parts, in any order, is what is gone
//   "d" + ordinal          dictionary entries that the commit added, the first one's ordinal
//   "c" + number           a record of the journal of corrections that the commit added
// Numbers in keys have 16 hexadecimal digits, so that keys sort by them.
// Functions that return a Status still throw what Xapian throws: call them inside CatchXapian.
namespace facetwire {

std::string PartPath(std::string_view directory, std::string_view name);
std::string PartName(std::uint64_t number);
bool IsPartName(std::string_view name);

// DATA_LOSS where the directory lacks the part, or has one of another index.
absl::StatusOr<Xapian::Database> OpenPart(std::string_view directory,
                                          std::string_view name,
                                          std::string_view index_id);

// DATA_LOSS where the part is not of this index, otherwise OK.
absl::Status CheckPart(const Xapian::Database& part,
                       std::string_view name,
                       std::string_view index_id);

// How a part will be filled, which decides on the size of its blocks. A commit reads and writes
// whole blocks: small ones make small commits cheap, large ones are fewer to look up.
enum class PartFilling { kSmallCommits, kLargeCommits };

// Makes an empty part, durable with its name.
absl::StatusOr<Xapian::WritableDatabase> CreatePart(std::string_view directory,
                                                    std::string_view name,
                                                    std::string_view index_id,
                                                    std::uint64_t sequence,
                                                    PartFilling filling);

absl::StatusOr<std::uint64_t> ReadSequence(const Xapian::Database& part);

// Takes the handle to the newest commit, and returns whether that is another one than before.
// ABORTED where several came while it was being opened: then the handle is closed, and another one
// must be opened.
absl::StatusOr<bool> ReopenPart(Xapian::Database& part);

// Reads from a part that a writer may be writing: `read` once, and OK or its error where what it
// read can be trusted, else ABORTED, the handle being at a newer commit, or closed, see ReopenPart.
//
// Xapian tells a block that a later commit has overwritten by its number. But a block may be read
// while it is being overwritten: half of it old, the number too, half of it new. The writer of
// commit n leaves what commit n - 1 shows alone, so all that was read is sound as long as no newer
// commit is there afterwards. `read` may throw what Xapian throws.
absl::Status ReadConfirmed(Xapian::Database& part, absl::FunctionRef<absl::Status()> read);

// The same, as often as it takes: commits are far apart beside a short read.
absl::Status ReadUntilConfirmed(Xapian::Database& part, absl::FunctionRef<absl::Status()> read);

// ReadSequence from such a part, as often as it takes.
absl::StatusOr<std::uint64_t> ReadConfirmedSequence(Xapian::Database& part);
void WriteSequence(std::uint64_t sequence, Xapian::WritableDatabase& part);

void WriteTombstones(std::uint64_t sequence,
                     const std::vector<Docid>& removed,
                     Xapian::WritableDatabase& part);

// Calls fn for each docid removed by commits after `sequence`.
absl::Status ReadTombstones(const Xapian::Database& part,
                            std::uint64_t sequence,
                            absl::FunctionRef<void(Docid)> fn);

void WriteEntries(Ordinal first,
                  const std::vector<DictionaryEntry>& entries,
                  Xapian::WritableDatabase& part);

// Puts the part's entries from ordinal `first` on, which is that of a commit's first one, after
// what `entries` holds. Parts are read in their order. DATA_LOSS where the next one is another.
absl::Status ReadEntries(const Xapian::Database& part,
                         std::size_t first,
                         std::vector<DictionaryEntry>& entries);

// `records` from index `first` on; a record's number is its index and one.
void WriteJournal(std::size_t first,
                  std::span<const JournalRecord> records,
                  Xapian::WritableDatabase& part);

// As ReadEntries: from the record of index `first` on.
absl::Status ReadJournal(const Xapian::Database& part,
                         std::size_t first,
                         std::vector<JournalRecord>& records);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_PART_H_
