// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_COPY_CLUSTERS_H_
#define FACETWIRE_INDEX_STORE_COPY_CLUSTERS_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include <xapian.h>

#include "index/store/copy_catalog.h"
#include "index/store/copy_signature.h"
#include "index/store/docid.h"

namespace facetwire {

// What an index keeps of a document's copies.
struct CopyRecord {
  Docid cluster = 0;  // the first document of its cluster, often itself; never changes
  CopySignature signature;
};

// What the value in kClusterSlot says; 0 where `bytes` is not what EncodeCluster wrote.
std::string EncodeCluster(Docid cluster);
Docid DecodeCluster(std::string_view bytes);

// Of a document that may have neither value: it was written before there were clusters. DATA_LOSS
// where they are damaged.
absl::StatusOr<CopyRecord> ReadCopyRecord(Docid docid, const Xapian::Document& document);

// Decides, once, when a document is added, which cluster of copies it joins: that of the document
// that is most surely a copy of it, of several the oldest; else it begins one. So two clusters
// never become one: which one a document is in would depend on when it is asked. Not thread-safe.
class CopyClusters {
 public:
  // Documents that are compared with a new one at most.
  static constexpr std::size_t kMostCompared = 8;

  // What the index has of its documents. Both are called during calls only.
  struct Source {
    // Whether the document may be joined. One that may not never may again.
    absl::FunctionRef<bool(Docid)> live;
    // Of a document that is committed.
    absl::FunctionRef<absl::StatusOr<CopyRecord>(Docid)> read;
  };

  // What a document is found to be.
  struct Found {
    std::optional<Docid> cluster;       // that it joins; nothing: it is a copy of none
    std::vector<Docid> same_signature;  // of those compared, which may have the very same texts
  };

  CopyClusters() = default;

  // `catalog`: of the documents that have their clusters.
  explicit CopyClusters(CopyCatalog catalog) : catalog_(std::move(catalog)) {}

  // What a document with this signature would be. Errors of `source`.
  absl::StatusOr<Found> Find(const CopySignature& signature, const Source& source) const;

  // The same of a new document; the next ones see it. Ascending docids. Errors of `source`.
  absl::StatusOr<Found> Add(Docid docid, const CopySignature& signature, const Source& source);

  // All documents that were added can be read from now on.
  void Committed() { pending_.clear(); }

 private:
  bool MayBeJoined(Docid docid, const Source& source) const {
    return pending_.contains(docid) || source.live(docid);
  }

  CopyCatalog catalog_;
  absl::flat_hash_map<Docid, CopyRecord> pending_;  // added since the last commit
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_COPY_CLUSTERS_H_
