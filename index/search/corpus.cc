// SPDX-License-Identifier: GPL-3.0-or-later
// GetCorpus: what there is, from the columns of all documents.
#include <algorithm>

#include "index/search/evaluator.h"
#include "index/search/searcher.h"

namespace facetwire {
namespace {

// Ranges over documents and the values in them.
class CorpusScan {
 public:
  explicit CorpusScan(const Snapshot& snapshot)
      : snapshot_(snapshot), seen_(snapshot.dictionary().size()) {}

  void Add(Docid docid) {
    const absl::Time published = absl::FromUnixMicros(snapshot_.columns().published_micros(docid));
    ++info_.articles;
    info_.oldest = std::min(info_.oldest.value_or(published), published);
    info_.newest = std::max(info_.newest.value_or(published), published);
    for (const Ordinal ordinal : snapshot_.columns().entries(docid).ordinals) {
      seen_[ordinal] = true;
    }
  }

  CorpusInfo Result() {
    info_.countries = Distinct(Facet::kCountry);
    info_.persons = Distinct(Facet::kPerson);
    info_.sectors = Distinct(Facet::kSector);
    info_.commit_token = snapshot_.commit_token();
    return info_;
  }

 private:
  std::uint64_t Distinct(Facet facet) const {
    std::uint64_t count = 0;
    snapshot_.dictionary().ForEach(facet, [&](Ordinal ordinal) {
      count += seen_[ordinal] ? 1 : 0;
      return true;
    });
    return count;
  }

  const Snapshot& snapshot_;
  std::vector<bool> seen_;
  CorpusInfo info_;
};

}  // namespace

CorpusInfo Searcher::GetCorpus(const Snapshot& snapshot) const {
  SearchView view;
  view.snapshot = &snapshot;
  view.bound = snapshot.last_docid();
  view.now_micros = absl::ToUnixMicros(clock_.Now());
  CorpusScan scan(snapshot);
  for (std::size_t chunk = 0; chunk < view.chunks(); ++chunk) {
    VisibleDocuments(view, chunk).ForEach([&](Docid docid) { scan.Add(docid); });
  }
  return scan.Result();
}

}  // namespace facetwire
