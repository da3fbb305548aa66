// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/hit_search.h"

#include <cstddef>

#include "index/base/recycled.h"
#include "index/search/value_counts.h"
#include "index/search/whole_corpus.h"

namespace facetwire {

HitSearch::HitSearch(const SearchRequest& request,
                     std::optional<HitKey> after,
                     const SearchView& view)
    : view_(view),
      wants_hits_(request.page_size > 0),
      collector_(request.sort, request.page_size, after) {
  if (request.query.fold_copies) {
    folded_.emplace(request.sort, *view.snapshot);
  }
}

void HitSearch::Add(const ChunkMatches& matches, const ScoreBoard* scores) {
  const Docid base = matches.matches.base();
  const ColumnChunk& columns = view_.snapshot->columns().Chunk(base);
  const auto add = [&](const Places& places) {
    if (wants_hits_) {
      collector_.AddAll(places, base, columns, scores);
    }
    total_ += places.size();
  };
  if (!folded_.has_value()) {
    add(matches.places);
    return;
  }
  DocSet copies = DocSet::Live(view_.snapshot->copies(), matches.matches.chunk());
  DocSet others = matches.matches;
  others -= copies;
  copies &= matches.matches;
  Recycled<Places> places;
  others.Read(*places);
  add(*places);
  folded_->Add(copies, scores);
}

absl::Status HitSearch::AddEverything() {
  ValueCounts counts(*view_.snapshot);
  if (absl::Status status = CountWholeCorpus(view_, counts); !status.ok()) {
    return status;
  }
  total_ = counts.articles();
  if (folded_.has_value()) {
    if (absl::Status status = FoldEverything(); !status.ok()) {
      return status;
    }
  }
  return wants_hits_ ? CollectByTime(view_, folded_.has_value(), collector_) : absl::OkStatus();
}

absl::Status HitSearch::FoldEverything() {
  for (std::size_t chunk = 0; chunk < view_.chunks(); ++chunk) {
    if (absl::Status status = view_.budget->CheckCaller(); !status.ok()) {
      return status;
    }
    DocSet copies = VisibleDocuments(view_, chunk);
    copies &= DocSet::Live(view_.snapshot->copies(), chunk);
    total_ -= copies.Count();
    folded_->Add(copies, nullptr);
  }
  return absl::OkStatus();
}

void HitSearch::Finish() {
  if (folded_.has_value()) {
    total_ += folded_->clusters();
    if (wants_hits_) {
      folded_->Show(collector_);
    }
  }
  for (const HitKey& key : collector_.Take()) {
    page_.push_back({key, folded_.has_value() ? folded_->OthersOf(key.docid) : 0});
  }
}

}  // namespace facetwire
