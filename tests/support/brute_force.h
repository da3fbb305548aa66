// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_SUPPORT_BRUTE_FORCE_H_
#define FACETWIRE_TESTS_SUPPORT_BRUTE_FORCE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"

#include "index/model/article.h"
#include "index/model/correction.h"
#include "index/model/query.h"
#include "index/model/results.h"
#include "index/search/query_tree.h"

namespace facetwire::testing {

struct BruteForceHit {
  std::string id;
  double score = 0;
  std::uint32_t copies = 0;  // folded into it
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

  // Which cluster of copies the index put the article into: what a copy is is not modelled.
  void SetCluster(std::string_view id, std::uint64_t cluster);

  // A correction that was made, as the journal has it; of a split with the articles that it is
  // about. What is undone never was.
  void Correct(const Correction& correction, std::vector<std::string> article_ids = {});
  void Undo(std::uint64_t correction);

  // The person that an id means, in no article in particular; nothing where that is banned.
  std::optional<std::string> Person(const std::string& id) const { return Meaning(id, ""); }

  std::string Label(Facet facet, const std::string& id) const;

  // All that a person was ever called, but for what was undone.
  std::vector<std::string> NamesOf(const std::string& person) const;

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
    std::uint64_t cluster = 0;
  };

  using Matches = std::vector<const Document*>;

  struct Corrected {
    Correction correction;
    std::vector<std::string> article_ids;
  };

  std::vector<std::string> Values(const Document& document,
                                  Facet facet,
                                  double min_salience = 0) const;
  std::optional<std::string> Meaning(const std::string& id,
                                     const std::string& article_id,
                                     bool heed_bans = true) const;
  std::string Root(Facet facet, const std::string& id) const;
  void End(std::string_view id);
  // What counts once: a cluster of copies, or the document.
  using Unit = std::pair<bool, std::uint64_t>;

  Unit UnitOf(const Document& document, bool fold) const;
  std::size_t CountUnits(const Matches& matches, bool fold) const;
  bool IsCopyOf(const Document& document, const std::string& id, absl::Time now) const;
  static bool Served(const Document& document, absl::Time now);
  bool MatchesTree(const Document& document, const QueryNode& node) const;
  static bool MatchesText(const Document& document, const QueryNode& node);
  bool MatchesValue(const Document& document, const QueryNode& node) const;
  bool MatchesFilters(const Document& document, const ArticleQuery& query) const;
  Matches Find(const ArticleQuery& query, absl::Time now) const;
  void MatchedWords(const Document& document,
                    const QueryNode& node,
                    std::vector<std::pair<bool, std::string>>& words) const;
  double Score(const Document& document, const QueryNode& tree) const;
  static std::size_t Occurrences(const Document& document, const std::string& stem, bool title);
  FacetResult Count(const SearchRequest& request, const FacetRequest& facet, absl::Time now) const;
  FacetResult CountAmong(const Matches& matches,
                         const ArticleQuery& query,
                         const FacetRequest& facet,
                         const Matches* background,
                         bool nested) const;
  std::vector<FacetValue> Ordered(std::vector<FacetValue> values,
                                  const FacetRequest& facet,
                                  const Matches& matches,
                                  const Matches* background,
                                  bool fold) const;
  FacetResult CountPeriods(const Matches& matches, const FacetRequest& facet, bool fold) const;
  void AddNested(const Matches& matches,
                 const ArticleQuery& query,
                 const FacetRequest& facet,
                 FacetResult& result) const;

  std::vector<FacetValue> Ranked(Facet facet,
                                 const std::map<std::string, std::uint64_t>& counts) const;

  std::vector<Document> documents_;
  std::vector<Corrected> corrections_;                           // those that hold
  std::map<std::pair<Facet, std::string>, std::string> labels_;  // of every value there ever was
};

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_SUPPORT_BRUTE_FORCE_H_
