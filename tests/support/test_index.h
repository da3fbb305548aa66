// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_SUPPORT_TEST_INDEX_H_
#define FACETWIRE_TESTS_SUPPORT_TEST_INDEX_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/model/article.h"
#include "index/store/document_builder.h"
#include "index/store/index_writer.h"
#include "index/store/reader_pool.h"
#include "index/store/snapshot_source.h"
#include "tests/support/temp_dir.h"

namespace facetwire::testing {

// An index in a directory of its own, with a writer and what reads it. Aborts the test program
// where the index cannot even be opened.
class TestIndex {
 public:
  TestIndex()
      : writer_(IndexWriter::Open(directory_.path()).value()),
        source_(SnapshotSource::Open(directory_.path()).value()),
        readers_(directory_.path()) {}

  absl::StatusOr<IndexOutcome> Put(const StoredArticle& stored) {
    absl::StatusOr<PreparedDocument> document = builder_.Build(stored);
    if (!document.ok()) {
      return document.status();
    }
    return writer_->Put(*std::move(document));
  }

  absl::StatusOr<bool> Delete(std::string_view id) { return writer_->Delete(id); }

  IndexWriter& writer() { return *writer_; }

  // Commits, and makes the commit visible.
  absl::Status Commit() {
    const absl::StatusOr<std::uint64_t> sequence = writer_->Commit();
    return sequence.ok() ? source_->Refresh() : sequence.status();
  }

  absl::Status Seal() { return writer_->Seal(); }

  const std::string& directory() const { return directory_.path(); }

  std::shared_ptr<const Snapshot> snapshot() const { return source_->Current(); }

  // See WithReader.
  template <typename Fn>
  auto Read(Fn&& fn) {
    return WithReader(readers_, *source_, CallContext{}, std::forward<Fn>(fn));
  }

 private:
  TempDir directory_;
  DocumentBuilder builder_;
  std::unique_ptr<IndexWriter> writer_;
  std::unique_ptr<SnapshotSource> source_;
  ReaderPool readers_;
};

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_SUPPORT_TEST_INDEX_H_
