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

#include "index/store/dictionary.h"
#include "index/store/directory_lock.h"
#include "index/store/docid.h"
#include "index/store/live_set.h"
#include "index/store/manifest.h"
#include "index/store/prepared_document.h"
#include "index/store/token_file_writer.h"

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

  // One commit: new documents and removals together.
  absl::Status Commit(std::vector<PreparedDocument> documents, const std::vector<Docid>& removed);

  absl::Status Seal();

  const Manifest& manifest() const { return manifest_; }

  std::uint64_t sequence() const { return sequence_; }

  Docid last_docid() const { return last_docid_; }

 private:
  WriterState(std::string_view directory, DirectoryLock lock, Manifest manifest)
      : directory_(directory),
        lock_(std::move(lock)),
        manifest_(std::move(manifest)),
        tokens_(directory) {}

  absl::Status Recover();
  absl::Status OpenParts();
  absl::Status Load();
  absl::Status BeginPart();
  absl::Status AppendTokens(const std::vector<PreparedDocument>& documents);
  std::string MakeRow(const PreparedDocument& document, std::vector<DictionaryEntry>& added);

  std::string directory_;
  DirectoryLock lock_;
  Manifest manifest_;
  TokenFileWriter tokens_;
  std::vector<Xapian::Database> sealed_;
  Xapian::WritableDatabase active_;
  Dictionary dictionary_;
  LiveSet live_;
  std::uint64_t sequence_ = 0;
  Docid last_docid_ = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_WRITER_STATE_H_
