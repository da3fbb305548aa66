// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_INDEX_READER_H_
#define FACETWIRE_INDEX_STORE_INDEX_READER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
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
// All parts but the last are immutable, and read as they are. The last one may be written
// meanwhile: what is read from it is read in short steps, each again until no commit came under it
// (see ReadUntilConfirmed in part.h). So its handle may get ahead of the snapshot that CatchUp was
// given, never behind: documents are only added and never change, so the documents up to the
// snapshot's last_docid(), masked by its live set, are exactly the snapshot's.
//
// Not thread-safe: lease one from ReaderPool. Use it only while the snapshot given to CatchUp is
// held, which keeps the parts from being removed. Any call may return ABORTED where the writer was
// too busy to be read beside (start again: WithReader does it), DATA_LOSS, or UNAVAILABLE.
class IndexReader {
 public:
  explicit IndexReader(std::string_view directory) : directory_(directory) {}

  // To be called first, and again for each new snapshot; one may not go back to an older index.
  // Nothing to do where the handles are new enough. ABORTED where the directory holds another
  // index, or lost parts of this one.
  absl::Status CatchUp(const Snapshot& snapshot);

  // Documents up to the snapshot's last one that have the term, removed ones included as long as
  // their part was not purged; 0 for an unknown term.
  absl::StatusOr<std::uint64_t> TermFrequency(const std::string& term) const;

  // Documents, counted in the same way.
  absl::StatusOr<std::uint64_t> DocumentCount() const;

  // The term's documents from `from` on, by ascending docid, up to the snapshot's last one; removed
  // ones included.
  PostingCursor Postings(std::string term, Docid from = 1) const;

  // The same as a loop: fn(docid, wdf) until it returns false.
  absl::Status ForEachPosting(const std::string& term,
                              Docid from,
                              absl::FunctionRef<bool(Docid, std::uint32_t)> fn) const;

  // The term's documents in the last part, up to the snapshot's last one. Kept until the next
  // CatchUp.
  absl::StatusOr<PostingList> ActivePostings(const std::string& term) const;

  // NOT_FOUND where there is no such document.
  absl::StatusOr<StoredArticle> Load(Docid docid, LoadMode mode) const;

  // The live document of an article in the snapshot given to CatchUp; nothing where there is none.
  // Hidden documents are found too.
  absl::StatusOr<std::optional<Docid>> FindDocument(std::string_view article_id,
                                                    const Snapshot& snapshot) const;

  // Whether both have parts open, and not the same.
  bool HasOtherPartsThan(const IndexReader& other) const;

  // Drops the handles.
  void Close();

 private:
  struct Part {
    PartInfo info;
    mutable Xapian::Database database;  // of the last part: gets ahead while it is read
  };

  // Makes parts_ those of the snapshot, opening those that are new.
  absl::Status OpenParts(const Snapshot& snapshot);
  absl::Status ReachSequence(std::uint64_t wanted);
  const Part* PartOf(Docid docid) const;

  std::string directory_;
  std::uint64_t generation_ = 0;  // of the snapshot that the parts were opened for
  std::vector<Part> parts_;
  std::uint64_t sequence_ = 0;  // that the last part has reached, at least
  Docid last_docid_ = 0;
  // By term: what was read from the last part.
  mutable absl::flat_hash_map<std::string, PostingList> active_postings_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_INDEX_READER_H_
