// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/copies_of.h"

#include <optional>

#include "absl/status/statusor.h"

#include "index/base/str_cat.h"

namespace facetwire {

absl::Status FindCluster(const PageStart& start, const SearchView& view, CheckedQuery& query) {
  if (query.copies_of.empty()) {
    return absl::OkStatus();
  }
  if (start.previous.has_value()) {
    query.cluster = start.previous->cluster;
    return absl::OkStatus();
  }
  const Snapshot& snapshot = *view.snapshot;
  const absl::StatusOr<std::optional<Docid>> docid =
      view.reader->FindDocument(query.copies_of, snapshot);
  if (!docid.ok()) {
    return docid.status();
  }
  const bool served = docid->has_value() && !IsHidden(snapshot, **docid, view.now_micros);
  query.cluster = served ? snapshot.columns().cluster(**docid) : 0;
  return absl::OkStatus();
}

void KeepCluster(const Snapshot& snapshot, Docid cluster, DocSet& documents) {
  documents.CutBefore(cluster);
  if (cluster == 0 || documents.empty()) {
    documents = DocSet(documents.chunk());
    return;
  }
  // The first one of a cluster has no mark while it is alone.
  DocSet candidates = DocSet::Live(snapshot.copies(), documents.chunk());
  if (candidates.base() <= cluster && cluster < candidates.end()) {
    candidates.Add(cluster);
  }
  documents &= candidates;
  const ColumnChunk& columns = snapshot.columns().Chunk(documents.base());
  documents.ForEach([&](Docid docid) {
    if (columns.cluster[docid & kColumnChunkMask] != cluster) {
      documents.Remove(docid);
    }
  });
}

void ShowCluster(Docid docid, const Snapshot& snapshot, StoredArticle& stored) {
  if (snapshot.copies().Contains(docid)) {
    stored.copy_cluster = StrCat("c", snapshot.columns().cluster(docid));
  }
}

}  // namespace facetwire
