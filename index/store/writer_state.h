// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_WRITER_STATE_H_
#define FACETWIRE_INDEX_STORE_WRITER_STATE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <xapian.h>

#include "index/store/copy_clusters.h"
#include "index/store/correction_journal.h"
#include "index/store/dictionary.h"
#include "index/store/directory_lock.h"
#include "index/store/docid.h"
#include "index/store/live_set.h"
#include "index/store/manifest.h"
#include "index/store/prepared_document.h"
#include "index/store/token_file_writer.h"
#include "index/store/writer_parts.h"

namespace facetwire {

// An article's committed document.
struct CommittedDocument {
  Docid docid = 0;
  std::int64_t version = 0;
  std::string content_hash;
};

// The open parts of an index and what the writer knows of them. Throws what Xapian throws: call it
// inside CatchXapian. After an error it is of no more use. Not thread-safe.
class WriterState {
 public:
  // As IndexWriter::Open.
  static absl::StatusOr<std::unique_ptr<WriterState>> Open(std::string_view directory);

  absl::StatusOr<std::optional<CommittedDocument>> Find(std::string_view article_id);

  // As IndexWriter::Correct. The journal has it at once; Commit makes it durable.
  absl::StatusOr<Correction> Correct(Correction correction, std::vector<Docid> documents);

  // As IndexWriter::AddEntries. The dictionary has them at once; Commit makes them durable.
  std::vector<Ordinal> AddEntries(const std::vector<DictionaryEntry>& entries);

  CorrectionJournal& journal() { return journal_; }

  // What Commit has to do beside documents and removals.
  bool has_uncommitted() const {
    return entries_asked_for_ || committed_records_ < journal_.records().size();
  }

  // What new documents are compared with, to tell copies; once. Commit does it where it was not
  // done: an index that is only read, or mended, needs it not.
  absl::Status LoadCopies();

  // One commit: new documents, removals (ascending) and what was added to journal and dictionary
  // together.
  absl::Status Commit(std::vector<PreparedDocument> documents, const std::vector<Docid>& removed);

  // As IndexWriter::duplicates.
  const std::vector<std::string>& duplicates() const { return duplicates_; }

  absl::Status Seal(PartFilling next) { return parts_.Seal(sequence_, last_docid_, next); }

  std::optional<FoldPlan> PlanFold(const FoldPolicy& policy) const {
    return parts_.PlanFold(policy, live_);
  }

  std::optional<FoldPlan> PlanRewrite() const { return parts_.PlanRewrite(live_); }

  // See WriterParts.
  WriterParts& parts() { return parts_; }

  const Manifest& manifest() const { return parts_.manifest(); }

  std::uint64_t sequence() const { return sequence_; }

  Docid last_docid() const { return last_docid_; }

 private:
  WriterState(std::string_view directory, DirectoryLock lock, Manifest manifest)
      : lock_(std::move(lock)), parts_(directory, std::move(manifest)), tokens_(directory) {}

  absl::Status Load();
  absl::Status CheckPerson(std::string_view id) const;
  void AddSplitPersons();
  // Of the entry, which is added where there is none.
  Ordinal OrdinalOf(const DictionaryEntry& entry);
  absl::Status AppendTokens(const std::vector<PreparedDocument>& documents);
  absl::Status GiveClusters(std::vector<PreparedDocument>& documents,
                            const std::vector<Docid>& removed);
  // The document as it is committed.
  Xapian::Document Read(Docid docid) const;

  DirectoryLock lock_;
  WriterParts parts_;
  TokenFileWriter tokens_;
  Dictionary dictionary_;
  std::vector<DictionaryEntry> added_;  // to the dictionary, since the last commit
  bool entries_asked_for_ = false;      // since then
  std::optional<CopyClusters> copies_;  // nothing: no document was added yet
  std::vector<std::string> duplicates_;
  CorrectionJournal journal_;
  std::size_t committed_records_ = 0;  // of the journal
  mutable LiveSet live_;               // sharing it changes nothing that can be seen
  std::uint64_t sequence_ = 0;
  Docid last_docid_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_WRITER_STATE_H_
