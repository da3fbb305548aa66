// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_INDEX_READER_H_
#define FACETWIRE_INDEX_STORE_INDEX_READER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <xapian.h>

#include "index/model/article.h"
#include "index/store/docid.h"
#include "index/store/posting_cursor.h"
#include "index/store/snapshot.h"
#include "index/store/stored_record.h"

namespace facetwire {

// Posting lists and stored articles of an index directory, beside a Snapshot of it.
//
// The handles may be ahead of the snapshot that CatchUp was given, never behind: documents are only
// added and never change, so the documents up to the snapshot's last_docid(), masked by its live
// set, are exactly the snapshot's. Frequencies are those of the handles: they count removed
// documents, and perhaps newer ones.
//
// Not thread-safe: lease one from ReaderPool. Any call may return ABORTED where the writer moved on
// under a long read (CatchUp with a fresh snapshot and start again: WithReader does it), DATA_LOSS,
// or UNAVAILABLE.
class IndexReader {
 public:
  explicit IndexReader(std::string_view directory) : directory_(directory) {}

  // To be called first, and again for each new snapshot; one may not go back to an older index.
  // Nothing to do where the handles are new enough. ABORTED where the directory holds another
  // index, or its parts were replaced.
  absl::Status CatchUp(const Snapshot& snapshot);

  // To be called last: OK where all that was read since CatchUp can be trusted, what failed
  // included. ABORTED where the writer has committed meanwhile (see ReadConfirmed in part.h):
  // CatchUp and start again.
  absl::Status Confirm();

  // Documents that have the term, removed ones included; 0 for an unknown term.
  absl::StatusOr<std::uint64_t> TermFrequency(const std::string& term) const;

  // Documents, removed ones included: what TermFrequency compares with.
  absl::StatusOr<std::uint64_t> DocumentCount() const;

  // The term's documents from `from` on, by ascending docid, up to the snapshot's last one; removed
  // ones included.
  PostingCursor Postings(std::string term, Docid from = 1) const;

  // The same as a loop: fn(docid, wdf) until it returns false.
  absl::Status ForEachPosting(const std::string& term,
                              Docid from,
                              absl::FunctionRef<bool(Docid, std::uint32_t)> fn) const;

  // NOT_FOUND where there is no such document.
  absl::StatusOr<StoredArticle> Load(Docid docid, LoadMode mode) const;

  // The live document of an article in the snapshot given to CatchUp; nothing where there is none.
  // Hidden documents are found too.
  absl::StatusOr<std::optional<Docid>> FindDocument(std::string_view article_id,
                                                    const Snapshot& snapshot) const;

  // Drops the handles.
  void Close() { parts_.clear(); }

 private:
  struct Part {
    PartInfo info;
    Xapian::Database database;
  };

  absl::Status OpenParts(const Snapshot& snapshot);
  const Part* PartOf(Docid docid) const;

  std::string directory_;
  std::uint64_t generation_ = 0;  // of the snapshot that the parts were opened for
  std::vector<Part> parts_;
  std::uint64_t sequence_ = 0;
  Docid last_docid_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_INDEX_READER_H_
