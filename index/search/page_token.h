// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_PAGE_TOKEN_H_
#define FACETWIRE_INDEX_SEARCH_PAGE_TOKEN_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "index/model/query.h"
#include "index/search/hit_collector.h"
#include "index/search/scorer.h"
#include "index/store/docid.h"

namespace facetwire {

// Where the next page begins, and what the pages of a search (or of a facet) have in common: they
// range over the documents and the moment of the first page, with its statistics. So articles that
// are added between two pages are neither on a later page nor do they move others onto it; what was
// removed or replaced between two pages is missing from the later one.
struct PageToken {
  std::uint64_t request = 0;  // fingerprint of everything else in the request
  Docid bound = 0;            // the highest docid of the first page's view
  std::int64_t now_micros = 0;
  Docid cluster = 0;       // where copies of an article were asked for
  HitKey last;             // of the page before; Search
  std::string last_value;  // likewise; values of a facet
  std::uint64_t last_count = 0;
  double last_significance = 0;
  ScoreStatistics statistics;

  friend bool operator==(const PageToken&, const PageToken&) = default;
};

// Everything that decides what the pages are: not page_size, page_token, min_commit_token,
// max_time.
std::uint64_t Fingerprint(const SearchRequest& request);
std::uint64_t Fingerprint(const FacetValuesRequest& request);

// The same for the pages of one of the request's facets: not its limit either.
std::uint64_t Fingerprint(const SearchRequest& request, const FacetRequest& facet);

// Opaque, of the URL-safe base64 alphabet, with a checksum (against damage, not against forgery: a
// forged one can do no more than a search can).
std::string EncodePageToken(const PageToken& token);

// INVALID_ARGUMENT on "page_token" where `text` is no token of ours; with the reason
// PAGE_TOKEN_MISMATCH where it is one of another request than `request`.
absl::StatusOr<PageToken> DecodePageToken(std::string_view text, std::uint64_t request);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_PAGE_TOKEN_H_
