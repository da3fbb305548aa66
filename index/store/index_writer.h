// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_INDEX_WRITER_H_
#define FACETWIRE_INDEX_STORE_INDEX_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/model/results.h"
#include "index/store/docid.h"
#include "index/store/prepared_document.h"

namespace facetwire {

// The one writer of an index directory.  Not thread-safe.
//
//   (Put | Delete)* Commit, again and again; Seal between commits.
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

  // Makes the operations since the last commit durable and visible, all or none. Returns the
  // sequence of the commit, or of the last one where there was nothing to do.
  absl::StatusOr<std::uint64_t> Commit();

  // Makes the part that was being written immutable and begins another one. FAILED_PRECONDITION
  // where something is not committed (the writer stays alive).
  absl::Status Seal();

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
