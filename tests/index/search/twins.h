// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_INDEX_SEARCH_TWINS_H_
#define FACETWIRE_TESTS_INDEX_SEARCH_TWINS_H_

// The engine and its naive twin, side by side.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/str_cat.h"
#include "index/search/searcher.h"
#include "tests/support/brute_force.h"
#include "tests/support/fake_clock.h"
#include "tests/support/random_corpus.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_index.h"

namespace facetwire {

void PrintTo(const FacetResult& result, std::ostream* out);

inline void PrintTo(const FacetValue& value, std::ostream* out) {
  *out << value.id << "=" << value.count << (value.selected ? "*" : "") << " " << value.label
       << " of " << value.background_count << " significance " << value.significance;
  if (!value.sub_facets.empty()) {
    *out << " with " << ::testing::PrintToString(value.sub_facets);
  }
}

inline void PrintTo(const FacetResult& result, std::ostream* out) {
  *out << FacetName(result.facet) << " articles " << result.articles << " distinct "
       << result.distinct << " other " << result.other << " missing " << result.missing << " "
       << ::testing::PrintToString(result.values);
}

namespace testing {

// An index and its twin, filled alike.
class Twins {
 public:
  explicit Twins(std::uint64_t seed) : corpus(seed) {
    clock.Set(RandomCorpus::FirstDay() + absl::Hours(24 * 50));
  }

  // Several commits with new, replaced and deleted articles, in several parts.
  void Grow(std::size_t commits) {
    for (std::size_t i = 0; i < commits; ++i) {
      Change(1 + corpus.Below(25));
      if (corpus.OneIn(3)) {
        EXPECT_THAT(index.Seal(), IsOk());
      }
    }
  }

  absl::StatusOr<SearchResult> Search(const SearchRequest& request) {
    return index.Read([&](const Snapshot& snapshot, IndexReader& reader) {
      return Searcher(clock).Search(request, snapshot, reader, CallContext{.clock = &clock});
    });
  }

  // All pages, with articles added after each where `grow`.
  std::vector<Hit> AllPages(SearchRequest request, bool grow) {
    std::vector<Hit> hits;
    do {
      absl::StatusOr<SearchResult> page = Search(request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) {
        break;
      }
      EXPECT_EQ(page->hits.empty(), page->total == 0);
      std::move(page->hits.begin(), page->hits.end(), std::back_inserter(hits));
      request.page_token = page->next_page_token;
      if (grow) {
        AddOnly(3);
      }
    } while (!request.page_token.empty());
    return hits;
  }

  void Change(std::size_t count) {
    std::set<std::string> touched;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string id = StrCat("a-", corpus.Below(60));
      if (!touched.insert(id).second) {
        continue;
      }
      if (corpus.OneIn(8)) {
        EXPECT_THAT(index.Delete(id), IsOk());
        twin.Delete(id);
      } else {
        Put(id);
      }
    }
    Commit();
  }

  void AddOnly(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      Put(StrCat("later-", ++version_));
    }
    Commit();
  }

  FakeClock clock;
  TestIndex index;
  BruteForce twin;
  RandomCorpus corpus;

 private:
  void Put(const std::string& id) {
    const StoredArticle stored = corpus.MakeArticle(id, ++version_);
    const absl::StatusOr<IndexOutcome> outcome = index.Put(stored);
    ASSERT_THAT(outcome, IsOk());
    twin.Put(stored);
    ids_.insert(id);
  }

  // The index says which articles are copies of each other.
  void Commit() {
    EXPECT_THAT(index.Commit(), IsOk());
    const absl::Status status =
        index.Read([&](const Snapshot& snapshot, IndexReader& reader) -> absl::Status {
          for (const std::string& id : ids_) {
            const absl::StatusOr<std::optional<Docid>> docid = reader.FindDocument(id, snapshot);
            if (!docid.ok()) {
              return docid.status();
            }
            if (docid->has_value()) {
              twin.SetCluster(id, snapshot.columns().cluster(**docid));
            }
          }
          return absl::OkStatus();
        });
    EXPECT_THAT(status, IsOk());
    ids_.clear();
  }

  std::int64_t version_ = 0;
  std::set<std::string> ids_;  // put since the last commit
};

inline std::map<std::string, double> Scores(const std::vector<BruteForceHit>& hits) {
  std::map<std::string, double> scores;
  for (const BruteForceHit& hit : hits) {
    scores.emplace(hit.id, hit.score);
  }
  return scores;
}

inline std::map<std::string, std::uint32_t> Copies(const std::vector<Hit>& hits) {
  std::map<std::string, std::uint32_t> copies;
  for (const Hit& hit : hits) {
    copies.emplace(hit.stored.article.id, hit.copies);
  }
  return copies;
}

inline std::map<std::string, std::uint32_t> Copies(const std::vector<BruteForceHit>& hits) {
  std::map<std::string, std::uint32_t> copies;
  for (const BruteForceHit& hit : hits) {
    copies.emplace(hit.id, hit.copies);
  }
  return copies;
}

inline void ExpectHits(const std::vector<Hit>& hits, const BruteForceResult& expected, Sort sort) {
  std::vector<std::string> ids;
  std::vector<std::string> expected_ids;
  ids.reserve(hits.size());
  expected_ids.reserve(expected.hits.size());
  for (const Hit& hit : hits) {
    ids.push_back(hit.stored.article.id);
  }
  for (const BruteForceHit& hit : expected.hits) {
    expected_ids.push_back(hit.id);
  }
  EXPECT_EQ(Copies(hits), Copies(expected.hits));
  if (sort != Sort::kRelevance) {
    EXPECT_EQ(ids, expected_ids);
    return;
  }
  EXPECT_THAT(ids, ::testing::UnorderedElementsAreArray(expected_ids));
  std::map<std::string, double> scores = Scores(expected.hits);
  std::map<std::string, std::ptrdiff_t> places;  // where ties are in their order
  for (const std::string& id : expected_ids) {
    places.emplace(id, std::ssize(places));
  }
  double before = std::numeric_limits<double>::infinity();
  std::ptrdiff_t place_before = -1;
  for (const Hit& hit : hits) {
    const std::string& id = hit.stored.article.id;
    EXPECT_NEAR(hit.score, scores[id], 1e-9) << id;
    EXPECT_LE(hit.score, before);
    if (hit.score == before) {
      EXPECT_GT(places[id], place_before) << id;
    }
    before = hit.score;
    place_before = places[id];
  }
}

// Without what the twin does not know: names of periods, tokens, the last digits of a real number.
inline FacetResult Comparable(FacetResult result) {
  result.next_page_token.clear();
  for (FacetValue& value : result.values) {
    value.significance = std::round(value.significance * 1e6) / 1e6;
    value.period = {};
    if (result.by_period) {
      value.label.clear();
      value.selected = false;
    }
    for (FacetResult& sub_facet : value.sub_facets) {
      sub_facet = Comparable(sub_facet);
    }
  }
  return result;
}

inline std::vector<FacetResult> Comparable(std::vector<FacetResult> results) {
  for (FacetResult& result : results) {
    result = Comparable(std::move(result));
  }
  return results;
}

// The request after a click on a period.
inline SearchRequest Click(SearchRequest request, const TimeRange& period) {
  request.page_size = 0;
  TimeRange& range = request.query.published;
  range.start = std::max(range.start.value_or(*period.start), *period.start);
  range.end = std::min(range.end.value_or(*period.end), *period.end);
  range.end = std::max(*range.start, *range.end);
  return request;
}

// The request after a click on a value.
inline SearchRequest Click(SearchRequest request,
                           const FacetRequest& wanted,
                           const std::string& id) {
  const Facet facet = wanted.facet;
  request.page_size = 0;
  std::vector<FacetFilter>& filters = request.query.filters;
  auto filter = std::find_if(
      filters.begin(), filters.end(), [&](const FacetFilter& each) { return each.facet == facet; });
  if (filter == filters.end()) {
    filter = filters.insert(filters.end(), FacetFilter{.facet = facet});
    filter->min_salience = wanted.min_salience;
  }
  filter->any_of = {id};
  return request;
}

// Of every value of the request's facets: its count is what a click on it finds. Returns how many
// clicks were tried.
inline std::size_t ExpectCountsAreClicks(Twins& twins, SearchRequest request) {
  for (FacetRequest& facet : request.facets) {
    facet.scope = FacetScope::kExceptOwnAnyOf;
    for (const FacetFilter& filter : request.query.filters) {
      if (filter.facet == facet.facet && !facet.periods.has_value()) {
        facet.min_salience = filter.min_salience;
      }
    }
  }
  std::size_t clicks = 0;
  const absl::StatusOr<SearchResult> result = twins.Search(request);
  EXPECT_THAT(result, IsOk());
  for (std::size_t k = 0; result.ok() && k < result->facets.size(); ++k) {
    const FacetResult& facet = result->facets[k];
    for (const FacetValue& value : facet.values) {
      const absl::StatusOr<SearchResult> clicked =
          twins.Search(facet.by_period ? Click(request, value.period)
                                       : Click(request, request.facets[k], value.id));
      EXPECT_THAT(clicked, IsOk());
      if (clicked.ok()) {
        EXPECT_EQ(clicked->total, value.count)
            << (facet.by_period ? "published" : FacetName(facet.facet)) << " " << value.id;
      }
      ++clicks;
    }
  }
  return clicks;
}

}  // namespace testing
}  // namespace facetwire

#endif  // FACETWIRE_TESTS_INDEX_SEARCH_TWINS_H_
