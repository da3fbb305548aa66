// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_MODEL_RESULTS_H_
#define FACETWIRE_INDEX_MODEL_RESULTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "index/model/article.h"
#include "index/model/facet.h"
#include "index/model/query.h"

namespace facetwire {

// A piece of a snippet: text, and whether it is what was searched for.
struct SnippetSegment {
  std::string text;
  bool highlighted = false;

  friend bool operator==(const SnippetSegment&, const SnippetSegment&) = default;
};

struct Snippet {
  TextField field = TextField::kBody;
  std::vector<SnippetSegment> segments;

  friend bool operator==(const Snippet&, const Snippet&) = default;
};

struct Hit {
  StoredArticle stored;  // without body, summary and mentions unless they were asked for
  double score = 0;      // BM25; 0 where nothing is scored
  std::vector<Snippet> snippets;
  std::uint32_t copies = 0;  // with fold_copies: articles that match and are hidden behind this one
};

struct FacetResult;

struct FacetValue {
  std::string id;
  std::string label;
  std::uint64_t count = 0;
  bool selected = false;               // it stands in any_of or all_of of the query
  std::string parent;                  // sectors: "H" for "H49"; else empty
  TimeRange period;                    // of a histogram over time
  double significance = 0;             // see index/search/significance.h
  std::uint64_t background_count = 0;  // articles of the background alone that have it
  std::vector<FacetResult> sub_facets;
  // Of ListFacetValues: the name by which it was found, where that is not its label; and whether
  // that took forgiving a typo.
  std::string matched_alias;
  bool typo_forgiven = false;

  friend bool operator==(const FacetValue&, const FacetValue&) = default;
};

// Counts of one facet. Exact unless SearchResult::exactness says otherwise.
struct FacetResult {
  Facet facet = Facet::kCountry;
  std::vector<FacetValue>
      values;                  // the top `limit`, then selected and included ones not among them
  std::uint64_t articles = 0;  // articles that the counts range over
  std::uint64_t distinct = 0;  // values with a count above 0
  std::uint64_t other = 0;     // sum of the counts of the values that are not in `values`
  std::uint64_t missing = 0;   // articles that have no value of this facet
  bool by_period = false;      // a histogram over time: `facet` means nothing
  std::string next_page_token;

  friend bool operator==(const FacetResult&, const FacetResult&) = default;
};

// What the service made of a query text that was not quite right.
struct QueryNote {
  std::string reason;          // UPPER_SNAKE_CASE: "UNCLOSED_QUOTE", "LONELY_OPERATOR", ...
  std::string message;         // a sentence for a person
  std::uint32_t position = 0;  // offset in bytes within the query text

  friend bool operator==(const QueryNote&, const QueryNote&) = default;
};

enum class Exactness : std::uint8_t {
  kExact,      // total and every count are true
  kTimeLimit,  // max_time ended the search early: total and counts are lower bounds
};

struct SearchResult {
  std::vector<Hit> hits;
  std::uint64_t total = 0;
  std::vector<FacetResult> facets;  // in the order of the request
  std::vector<QueryNote> notes;
  std::string next_page_token;  // empty: this was the last page
  std::string commit_token;     // the view that was searched
  std::string explanation;
  Exactness exactness = Exactness::kExact;
};

struct FacetValuesResult {
  std::vector<FacetValue> values;  // those with a typo last; most frequent first; ties by id
  std::vector<QueryNote> notes;
  std::string next_page_token;
  std::string commit_token;
};

struct CorpusInfo {
  std::uint64_t articles = 0;        // that are served now
  std::optional<absl::Time> oldest;  // published; nothing where there is no article
  std::optional<absl::Time> newest;
  std::uint64_t countries = 0;  // distinct values in articles that are served
  std::uint64_t persons = 0;
  std::uint64_t sectors = 0;
  std::string commit_token;
};

// What was deleted, or, in a dry run, would be.
struct DeleteByQueryResult {
  std::uint64_t count = 0;
  std::vector<std::string> sample_ids;  // at most 20 of those that the query selected
  std::vector<QueryNote> notes;
  std::string commit_token;
};

enum class IndexOutcome : std::uint8_t {
  kCreated,
  kUpdated,
  kDuplicate,  // created or updated; an earlier article has the same title, summary and body
  kUnchanged,  // the same content is there already
  kOutdated,   // a higher version is there already: nothing was changed
  kRejected,   // see IndexResult::status
  kDeleted,    // by a deletion: it is gone
  kMissing,    // by a deletion: there was none
};

struct IndexResult {
  std::string id;
  IndexOutcome outcome = IndexOutcome::kRejected;
  absl::Status status;  // why it was rejected; OK otherwise
};

// The answer to one batch, in the order of the request, after everything in it is durable.
struct IndexBatchResult {
  std::vector<IndexResult> results;
  std::string commit_token;
  bool searchable = false;  // the query role of this process sees it
};

// Where an index stands.
struct IndexPosition {
  std::string index_id;      // opaque
  std::string commit_token;  // of the last commit
};

struct DeleteResult {
  bool existed = false;
  std::string commit_token;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_MODEL_RESULTS_H_
