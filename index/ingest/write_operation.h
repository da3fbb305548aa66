// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_INGEST_WRITE_OPERATION_H_
#define FACETWIRE_INDEX_INGEST_WRITE_OPERATION_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

#include "index/model/correction.h"
#include "index/model/results.h"
#include "index/store/dictionary.h"
#include "index/store/docid.h"
#include "index/store/index_writer.h"
#include "index/store/prepared_document.h"

namespace facetwire {

// What to write, in order: a document to put, an article to delete by its id, a correction,
// or entries of the dictionary.
struct DeleteOperation {
  std::string article_id;
  Docid docid = 0;  // only this document of the article; 0: whichever there is
};

// A correction to make, see IndexWriter::Correct, or, where `undo` is not 0, to take back: then
// only time and author of `correction` count.
struct CorrectionOperation {
  Correction correction;
  std::vector<Docid> documents;
  std::uint64_t undo = 0;
};

// See IndexWriter::AddEntries: there is a commit even where it adds nothing.
struct DictionaryOperation {
  std::vector<DictionaryEntry> entries;
};

using WriteOperation =
    std::variant<PreparedDocument, DeleteOperation, CorrectionOperation, DictionaryOperation>;

// What became of the operations of one job, after their commit.
struct WriteReport {
  std::vector<IndexOutcome> puts;  // one for each document, in order
  std::vector<bool> deletes;       // one for each deletion: whether there was such an article
  std::vector<absl::StatusOr<Correction>> corrections;  // or why one was refused
  std::vector<Ordinal> ordinals;                        // of all dictionary entries, in order
  std::string commit_token;
  bool announced = false;  // what WriteQueue::Options::committed said
};

// How many words the documents have: what stands for their memory.
std::size_t WordsIn(const std::vector<WriteOperation>& operations);

// Does the operations, without a commit. A report without token, or the first error: the writer is
// dead. A correction that is refused is no such error: it harms nothing else.
absl::StatusOr<WriteReport> ApplyAll(const std::vector<WriteOperation>& operations,
                                     IndexWriter& writer);

// After the commit: says of the documents in `duplicates` (ids) that they are some, and takes them
// out. Of an id that was put several times, only the last became a document: where a commit has
// several jobs, the last one comes first.
void TellDuplicates(const std::vector<WriteOperation>& operations,
                    std::set<std::string_view>& duplicates,
                    WriteReport& report);

// A commit that failed at its last sync has happened. Then the second attempt finds its own work:
// what counts is what the first one did. Puts that into `again`; `first` is empty where no such
// commit was.
void Reconcile(const WriteReport& first, WriteReport& again);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_INGEST_WRITE_OPERATION_H_
