// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_SEARCHER_H_
#define FACETWIRE_INDEX_SEARCH_SEARCHER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/base/clock.h"
#include "index/base/helper_pool.h"
#include "index/model/article.h"
#include "index/model/query.h"
#include "index/model/results.h"
#include "index/search/value_aliases.h"
#include "index/store/index_reader.h"
#include "index/store/snapshot.h"

namespace facetwire {

inline constexpr std::uint32_t kMaxPageSize = 100;
inline constexpr std::uint32_t kMaxValuesPageSize = 1000;

// How much of an article is wanted, and in which language its countries are named.
struct ArticleOptions {
  bool include_body = false;  // also summary and mentions
  std::string_view label_language;
};

// The one entry to searching: a request, a snapshot and a reader that has caught up with it give an
// answer. Holds nothing but the clock, by which embargoes end, names of values, and who may help;
// thread-safe (a reader is not).
//
// Errors: INVALID_ARGUMENT with the field's path relative to the request ("query.text",
// "query.filters[0].any_of[1]", "facets[0].include_values[2]", "page_size", "page_token");
// CANCELLED and DEADLINE_EXCEEDED as the context says; ABORTED, DATA_LOSS and UNAVAILABLE of the
// reader; RESOURCE_EXHAUSTED or INTERNAL where memory or a library fails. Nothing is thrown but by
// GetCorpus, where memory fails.
class Searcher {
 public:
  // `helpers` must outlive it: threads that search with the one that is asked to. Null: none.
  explicit Searcher(const Clock& clock, HelperPool* helpers = nullptr)
      : clock_(clock), helpers_(helpers) {}

  // `aliases` must outlive it: further names by which ListFacetValues finds values.
  Searcher(const Clock& clock, const ValueAliases& aliases, HelperPool* helpers = nullptr)
      : clock_(clock), helpers_(helpers), aliases_(aliases) {}

  // Pages range over the documents of the first page's snapshot, see page_token.h; so do the total
  // and the facets of later pages. page_size: 0 to kMaxPageSize.
  absl::StatusOr<SearchResult> Search(const SearchRequest& request,
                                      const Snapshot& snapshot,
                                      const IndexReader& reader,
                                      const CallContext& context) const;

  // Values that articles of the query have (without the query's own any_of on the facet; a click on
  // any other would find nothing) that have, for each word of the prefix, a word that begins with
  // it in their id or one of their names: see ValueMatcher. Then those where one word of four
  // letters or more has one typo, if more articles have them than any of the former. Of both the
  // most frequent first, ties by id. A prefix without a word finds nothing, a blank one
  // everything. page_size: 1 to kMaxValuesPageSize.
  absl::StatusOr<FacetValuesResult> ListFacetValues(const FacetValuesRequest& request,
                                                    const Snapshot& snapshot,
                                                    const IndexReader& reader,
                                                    const CallContext& context) const;

  // One entry for each id, in the same order: nothing where there is no such article, or none that
  // may be served now.
  absl::StatusOr<std::vector<std::optional<StoredArticle>>> GetArticles(
      const std::vector<std::string>& ids,
      const ArticleOptions& options,
      const Snapshot& snapshot,
      const IndexReader& reader) const;

  // The documents of all articles that the query matches, ascending. INVALID_ARGUMENT where it
  // folds copies.
  absl::StatusOr<std::vector<Docid>> FindDocuments(const ArticleQuery& query,
                                                   const Snapshot& snapshot,
                                                   const IndexReader& reader,
                                                   const CallContext& context) const;

  // Reads the columns of all documents.
  CorpusInfo GetCorpus(const Snapshot& snapshot) const;

 private:
  inline static const ValueAliases kNoAliases;

  const Clock& clock_;
  HelperPool* helpers_;
  const ValueAliases& aliases_ = kNoAliases;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_SEARCHER_H_
