// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_PAGED_VIEW_H_
#define FACETWIRE_INDEX_SEARCH_PAGED_VIEW_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "index/base/clock.h"
#include "index/search/evaluator.h"
#include "index/search/page_token.h"

namespace facetwire {

// A token for a page of the request with this fingerprint, to be completed with where the one
// before ends.
inline PageToken TokenFor(std::uint64_t request,
                          const SearchView& view,
                          const CheckedQuery& query) {
  PageToken token;
  token.request = request;
  token.bound = view.bound;
  token.now_micros = view.now_micros;
  token.cluster = query.cluster.value_or(0);
  return token;
}

// The page a request asks for: the token it came with, or that of a first page.
struct PageStart {
  std::optional<PageToken> previous;  // nothing: the first page
  std::uint64_t request = 0;          // its fingerprint

  // A token for the page after, see TokenFor.
  PageToken Next(const SearchView& view, const CheckedQuery& query) const {
    return TokenFor(request, view, query);
  }
};

// INVALID_ARGUMENT on "page_token", see DecodePageToken.
inline absl::StatusOr<PageStart> StartPage(std::string_view token, std::uint64_t fingerprint) {
  PageStart start;
  start.request = fingerprint;
  if (token.empty()) {
    return start;
  }
  absl::StatusOr<PageToken> previous = DecodePageToken(token, fingerprint);
  if (!previous.ok()) {
    return previous.status();
  }
  start.previous = *std::move(previous);
  return start;
}

// What the page may see. A token can only narrow it: never past the snapshot, nor into the future.
inline SearchView ViewOf(const PageStart& start,
                         const Clock& clock,
                         const Snapshot& snapshot,
                         const IndexReader& reader,
                         Budget& budget) {
  SearchView view;
  view.snapshot = &snapshot;
  view.reader = &reader;
  view.budget = &budget;
  view.bound = snapshot.last_docid();
  view.now_micros = absl::ToUnixMicros(clock.Now());
  if (start.previous.has_value()) {
    view.bound = std::min(view.bound, start.previous->bound);
    view.now_micros = std::min(view.now_micros, start.previous->now_micros);
  }
  return view;
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_PAGED_VIEW_H_
