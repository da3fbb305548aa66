// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_SUPPORT_BRUTE_FORCE_H_
#define FACETWIRE_TESTS_SUPPORT_BRUTE_FORCE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"

#include "index/model/article.h"
#include "index/model/query.h"
#include "index/model/results.h"
#include "index/search/query_tree.h"

namespace facetwire::testing {

struct BruteForceHit {
  std::string id;
  double score = 0;
};

struct BruteForceResult {
  std::vector<BruteForceHit> hits;  // all of them, in order
  std::vector<FacetResult> facets;
};

// The naive twin of the search engine: keeps every article there ever was in a list and answers
// requests by the definitions in index/model, article by article, without posting lists, token
// streams, columns or bitmaps. It has only the tokeniser, the stemmer, the query parser and the
// names of countries and sectors in common with what it is compared with. Requests must be right.
class BruteForce {
 public:
  // Adds or replaces. Twice the same id between two commits is not what it models.
  void Put(const StoredArticle& stored);
  void Delete(std::string_view id);

  BruteForceResult Search(const SearchRequest& request, absl::Time now) const;

  // Articles that the query matches.
  std::uint64_t Total(const ArticleQuery& query, absl::Time now) const;

  std::size_t size() const { return documents_.size(); }

 private:
  using Stems = std::vector<std::string>;

  struct Document {
    StoredArticle stored;
    std::array<Stems, 3> parts;  // title, summary, body
    bool live = true;
  };

  using Matches = std::vector<const Document*>;

  static std::vector<std::string> Values(const Document& document,
                                         Facet facet,
                                         double min_salience = 0);
  static bool Served(const Document& document, absl::Time now);
  bool MatchesTree(const Document& document, const QueryNode& node) const;
  static bool MatchesText(const Document& document, const QueryNode& node);
  bool MatchesValue(const Document& document, const QueryNode& node) const;
  static bool MatchesFilters(const Document& document, const ArticleQuery& query);
  Matches Find(const ArticleQuery& query, absl::Time now) const;
  double Score(const Document& document, const QueryNode& tree) const;
  static std::size_t Occurrences(const Document& document, const std::string& stem, bool title);
  FacetResult Count(const SearchRequest& request, const FacetRequest& facet, absl::Time now) const;
  FacetResult CountAmong(const Matches& matches,
                         const ArticleQuery& query,
                         const FacetRequest& facet,
                         const Matches* background,
                         bool nested) const;
  static std::vector<FacetValue> Ordered(std::vector<FacetValue> values,
                                         const FacetRequest& facet,
                                         const Matches& matches,
                                         const Matches* background);
  static FacetResult CountPeriods(const Matches& matches, const FacetRequest& facet);
  void AddNested(const Matches& matches,
                 const ArticleQuery& query,
                 const FacetRequest& facet,
                 FacetResult& result) const;

  std::vector<FacetValue> Ranked(Facet facet,
                                 const std::map<std::string, std::uint64_t>& counts) const;

  std::vector<Document> documents_;
  std::map<std::pair<Facet, std::string>, std::string> labels_;  // of every value there ever was
};

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_SUPPORT_BRUTE_FORCE_H_
