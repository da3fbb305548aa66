// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_QUERY_PLAN_H_
#define FACETWIRE_INDEX_SEARCH_QUERY_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "index/model/query.h"
#include "index/search/query_tree.h"
#include "index/search/search_view.h"
#include "index/store/index_reader.h"
#include "index/store/snapshot.h"
#include "index/store/token_stream.h"

namespace facetwire {

// What a term of a plan adds to the score.
struct TermShare {
  std::size_t term = 0;     // place in QueryPlan::scoring
  std::uint32_t count = 0;  // how often it stands there, of ScoringTerm::count in all
};

// A query tree in terms of one index: posting lists and patterns of token streams. A value.
struct PlanNode {
  enum class Kind : std::uint8_t { kAll, kNothing, kTerm, kPattern, kValues, kAnd, kOr, kNot };

  Kind kind = Kind::kAll;
  std::vector<std::string> terms;      // kTerm: one; kPattern: all that a document must have
  std::vector<TermShare> shares;       // beside terms; empty: they do not score
  bool scores = false;                 // some term in it does
  std::vector<PhrasePattern> phrases;  // kPattern: each must be there ...
  std::vector<PhrasePattern> near;     // ... and this one (none, or one) within `window` words
  std::uint64_t window = 0;
  TextZone zone = TextZone::kAny;
  std::vector<bool> values;  // kValues: whether first_value + i is one of them ...
  Ordinal first_value = 0;
  std::uint8_t min_salience = 0;   // ... which counts only where it is so salient
  std::vector<PlanNode> children;  // of kAnd: cheap ones first
  std::uint64_t estimate = 0;      // at least as many documents match, for the order
};

// A term that adds to the score.
struct ScoringTerm {
  std::string term;
  std::uint32_t count = 0;      // in the query
  std::uint64_t frequency = 0;  // documents that have it
};

struct QueryPlan {
  PlanNode root;
  // The words of the text that are looked for, not those that are excluded, in the order of the
  // tree, each once.
  std::vector<ScoringTerm> scoring;
};

// Errors of the reader and of the caller's context.
absl::StatusOr<QueryPlan> PlanQuery(const QueryNode& tree, const SearchView& view);

// Any of these values of the filter's facet, in canonical form and corrected, with its salience:
// posting lists where they are few, the column where they are many, where salience matters, or
// where a split makes the lists say more than is meant. Without estimates.
PlanNode PlanAnyValue(const FacetFilter& filter,
                      const std::vector<std::string>& ids,
                      const DictionaryView& dictionary);

// The values of a facet that a query text means by `value`: the one with this id; or else persons
// with all these words in one of their names, and sources whose name is the same but for case and
// accents.
std::vector<std::string> ResolveFacetValue(Facet facet,
                                           const std::string& value,
                                           const DictionaryView& dictionary);

// For explanations: (and "Zrailwai" (pattern ...)) with the estimates.
std::string ToString(const PlanNode& node);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_QUERY_PLAN_H_
