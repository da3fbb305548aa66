// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_INDEX_WRITER_H_
#define FACETWIRE_INDEX_STORE_INDEX_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "index/model/correction.h"
#include "index/model/results.h"
#include "index/store/dictionary.h"
#include "index/store/docid.h"
#include "index/store/fold_policy.h"
#include "index/store/manifest.h"
#include "index/store/part.h"
#include "index/store/part_folder.h"
#include "index/store/prepared_document.h"

namespace facetwire {

inline constexpr char kCommitUnsure[] = "COMMIT_UNSURE";

// The one writer of an index directory.  Not thread-safe.
//
//   (Put | Delete | Correct | Undo | AddEntries)* Commit, again and again; Seal between commits;
//   AdoptFold at any time.
//
// Nothing is visible or durable before Commit. After an error of Put, Delete, Commit or Seal the
// writer is dead and says so (FAILED_PRECONDITION): what was not committed is lost, destroy it and
// open a new one.
class IndexWriter {
 public:
  // Creates directory and index where there is none; removes what an interrupted writer left
  // behind. FAILED_PRECONDITION where another writer is at work (naming its process), or as
  // ReadManifest; DATA_LOSS as ReadManifest.
  static absl::StatusOr<std::unique_ptr<IndexWriter>> Open(std::string_view directory);

  ~IndexWriter();
  IndexWriter(const IndexWriter&) = delete;
  IndexWriter& operator=(const IndexWriter&) = delete;

  // Adds or replaces the article of that id, after the operations before it in this batch:
  // kCreated; kOutdated where a higher version is there (nothing changes); kUnchanged where the
  // same version with the same content is there (nothing changes); else kUpdated. What a deleted
  // article was is forgotten, its version too.
  absl::StatusOr<IndexOutcome> Put(PreparedDocument document);

  // Returns whether there was such an article.
  absl::StatusOr<bool> Delete(std::string_view article_id);

  // The same, but only where the article still is the committed document `docid`, and no operation
  // since the last commit touched it.
  absl::StatusOr<bool> DeleteDocument(std::string_view article_id, Docid docid);

  // Adds to the journal of corrections, after the operations before it. `correction`: all but id,
  // articles and, of a split, target; of an alias, target is the id of a person of that name.
  // `documents`: of a split, ascending; else empty. Ids may be old ones; what comes back has those
  // they stand for. What is refused changes nothing, and the writer stays alive: NOT_FOUND where
  // the index has no such person, ABORTED where a document is not live any more (look again which
  // are meant), or as Corrections::Apply.
  absl::StatusOr<Correction> Correct(Correction correction, std::vector<Docid> documents);

  // Takes a correction back. Refusals as CorrectionJournal::Undo; the writer stays alive.
  absl::StatusOr<Correction> Undo(std::uint64_t id, absl::Time now, std::string author);

  // The ordinals of facet values, which the dictionary gets where it has none. The next commit is
  // made even where they were all there, or none was asked for: its sequence tells that all before
  // it is to be seen.
  absl::StatusOr<std::vector<Ordinal>> AddEntries(const std::vector<DictionaryEntry>& entries);

  // Makes the operations since the last commit durable and visible, all or none. Returns the
  // sequence of the commit, or of the last one where there was nothing to do. After an error
  // nothing has happened, but for UNAVAILABLE with the reason kCommitUnsure: the commit is there,
  // and only whether it is durable cannot be told; a writer that opens the index makes it so.
  absl::StatusOr<std::uint64_t> Commit();

  // The ids of articles of the last commit, or attempt at one, that are duplicates, in the order of
  // their documents: of an article before them, in that commit or an earlier one, that has the same
  // title, summary and body and is found among their copies (so one with nothing but a title is
  // none, and of many copies not all are compared).
  const std::vector<std::string>& duplicates() const;

  // Reads what the first commit with a document would have to read before (0.4 s where there are a
  // million), so that it need not. May be left out.
  absl::Status ReadAhead();

  // Makes the part that was being written immutable and begins another one, which is filled as
  // `next` says. FAILED_PRECONDITION where something is not committed (the writer stays alive).
  absl::Status Seal(PartFilling next = PartFilling::kSmallCommits);

  // False after an error that ended it.
  bool alive() const;

  // OK while it is alive, else FAILED_PRECONDITION with the error that ended it.
  absl::Status failure() const;

  // Documents in the part that is being written, removed ones included.
  Docid active_documents() const;

  // Sealed parts that are to become one by the policy; nothing where all is well, or the writer is
  // dead. Microseconds. The next steps: FoldParts on a thread of its own, then AdoptFold here.
  std::optional<FoldPlan> PlanFold(const FoldPolicy& policy);

  // The same for RewriteParts: all sealed parts, and only what is live in them. Nothing where no
  // document is.
  std::optional<FoldPlan> PlanRewrite();

  // Puts the part in the place of those of the plan: one short step, in which the new part is
  // renamed and MANIFEST replaced. What was not committed stays so. FAILED_PRECONDITION where the
  // plan is no longer of this index; after this and most other errors all is as before and the
  // writer stays alive: only where it cannot be told whether MANIFEST was replaced it is dead.
  absl::Status AdoptFold(const FoldPlan& plan, FoldedPart part);

  // Takes parts that were folded away out of the index's way, as far as no snapshot of this or
  // another process has them, and adds their new paths to `retired`: directories to be removed, by
  // anybody and at any time. Returns how many are left: call it again later.
  std::size_t RetireUnusedParts(std::vector<std::string>& retired);

  // A name for a part that this index will never have, for a copy of it.
  absl::StatusOr<std::string> ReservePartName();

  // Of the index, as the last commit, seal or fold left it.
  Manifest manifest() const;

  const std::string& index_id() const;
  std::uint64_t sequence() const;  // of the last commit; 0 for a new index
  Docid last_docid() const;

 private:
  class Impl;

  explicit IndexWriter(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_INDEX_WRITER_H_
