// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/search_view.h"

namespace facetwire {

std::span<const HiddenDocument> HiddenFrom(const Snapshot& snapshot, Docid first) {
  const std::span<const HiddenDocument> hidden = snapshot.hidden();
  const auto before = [](const HiddenDocument& each, Docid docid) { return each.docid < docid; };
  return {std::lower_bound(hidden.begin(), hidden.end(), first, before), hidden.end()};
}

bool IsHidden(const Snapshot& snapshot, Docid docid, std::int64_t now_micros) {
  const std::span<const HiddenDocument> hidden = HiddenFrom(snapshot, docid);
  return !hidden.empty() && hidden[0].docid == docid && now_micros < hidden[0].until_micros;
}

DocSet VisibleDocuments(const SearchView& view, std::size_t chunk) {
  DocSet documents = DocSet::Live(view.snapshot->live(), chunk);
  documents.CutAfter(view.bound);
  for (const HiddenDocument& hidden : HiddenFrom(*view.snapshot, documents.base())) {
    if (hidden.docid >= documents.end()) {
      break;
    }
    if (view.now_micros < hidden.until_micros) {
      documents.Remove(hidden.docid);
    }
  }
  return documents;
}

}  // namespace facetwire
