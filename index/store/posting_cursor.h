// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_POSTING_CURSOR_H_
#define FACETWIRE_INDEX_STORE_POSTING_CURSOR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include <xapian.h>

#include "index/store/docid.h"

namespace facetwire {

// The documents of one term by ascending docid, over all parts, up to the snapshot's last docid.
// Removed documents are among them: mask by Snapshot::live(). Use only while the reader that made
// it is held, and before its next CatchUp. Not thread-safe.
//
//   for (PostingCursor cursor = reader.Postings(term); !cursor.at_end(); cursor.Next()) { ... }
//   if (!cursor.status().ok()) return cursor.status();
class PostingCursor {
 public:
  // No more documents, or an error: see status().
  bool at_end() const { return docid_ == 0; }

  // Unless at_end().
  Docid docid() const { return docid_; }

  // Occurrences. Unless at_end().
  std::uint32_t wdf() const { return iterator_.get_wdf(); }

  void Next();

  // Goes to the first document >= target; never backwards.
  void SkipTo(Docid target);

  // OK, or what ended the cursor: ABORTED where the database changed under the reader (start again
  // with a fresh snapshot, see WithReader), DATA_LOSS, ...
  const absl::Status& status() const { return status_; }

 private:
  friend class IndexReader;

  struct Source {
    const Xapian::Database* database = nullptr;
    Docid end_docid = 0;  // one past the last of the part
  };

  PostingCursor(std::string term, std::vector<Source> sources, Docid from);

  void OpenPart(Docid from);
  void Settle(Docid from);
  template <typename Move>
  void Guarded(Move&& move);

  std::string term_;
  std::vector<Source> sources_;
  std::size_t part_ = 0;
  Xapian::PostingIterator iterator_;
  Xapian::PostingIterator end_;
  Docid docid_ = 0;
  absl::Status status_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_POSTING_CURSOR_H_
