// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_POSTING_CURSOR_H_
#define FACETWIRE_INDEX_STORE_POSTING_CURSOR_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <xapian.h>

#include "index/store/docid.h"

namespace facetwire {

// A document of a term, and how often the term occurs in it.
struct Posting {
  Docid docid = 0;
  std::uint32_t wdf = 0;
};

// The postings of one term in the part that is being written, read at once so that they can be
// trusted (see ReadConfirmed in part.h).
using PostingList = std::shared_ptr<const std::vector<Posting>>;

class IndexReader;

// The documents of one term by ascending docid, over all parts, up to the snapshot's last docid.
// Removed documents are among them: mask by Snapshot::live(). Use only while the reader that made
// it is held, and before its next CatchUp. Not thread-safe.
//
//   for (PostingCursor cursor = reader.Postings(term); !cursor.at_end(); cursor.Next()) { ... }
//   if (!cursor.status().ok()) return cursor.status();
class PostingCursor {
 public:
  // No more documents, or an error: see status().
  bool at_end() const { return posting_.docid == 0; }

  // Unless at_end().
  Docid docid() const { return posting_.docid; }

  // Occurrences. Unless at_end().
  std::uint32_t wdf() const { return listed_ != nullptr ? posting_.wdf : iterator_.get_wdf(); }

  void Next();

  // Goes to the first document >= target; never backwards.
  void SkipTo(Docid target);

  // OK, or what ended the cursor: ABORTED where the writer was too busy to be read beside (start
  // again, see WithReader), DATA_LOSS, ...
  const absl::Status& status() const { return status_; }

 private:
  friend class IndexReader;

  // A part that does not change.
  struct Source {
    const Xapian::Database* database = nullptr;
    Docid end_docid = 0;  // one past the last of the part
  };

  // `sources`: all parts but the last one, whose list the reader gives.
  PostingCursor(std::string term,
                std::vector<Source> sources,
                const IndexReader& reader,
                Docid from);

  void OpenPart(Docid from);
  void OpenList(Docid from);
  void Settle(Docid from);
  void SettleInList(Docid from);
  template <typename Move>
  void Guarded(Move&& move);

  std::string term_;
  std::vector<Source> sources_;
  const IndexReader* reader_;
  std::size_t part_ = 0;
  Xapian::PostingIterator iterator_;
  Xapian::PostingIterator end_;
  PostingList listed_;    // null: still in sources_
  std::size_t next_ = 0;  // in *listed_: of the current document
  Posting posting_;       // wdf only where listed_
  absl::Status status_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_POSTING_CURSOR_H_
