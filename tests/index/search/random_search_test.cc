// SPDX-License-Identifier: GPL-3.0-or-later
// The engine against its naive twin, on random articles and random requests.
#include <algorithm>
#include <cmath>
#include <map>
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

void PrintTo(const FacetValue& value, std::ostream* out) {
  *out << value.id << "=" << value.count << (value.selected ? "*" : "") << " " << value.label;
}

void PrintTo(const FacetResult& result, std::ostream* out) {
  *out << FacetName(result.facet) << " articles " << result.articles << " distinct "
       << result.distinct << " other " << result.other << " missing " << result.missing << " "
       << ::testing::PrintToString(result.values);
}

namespace {

using testing::BruteForce;
using testing::BruteForceHit;
using testing::BruteForceResult;
using testing::FakeClock;
using testing::IsOk;
using testing::RandomCorpus;
using testing::TestIndex;

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
    EXPECT_THAT(index.Commit(), IsOk());
  }

  void AddOnly(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      Put(StrCat("later-", ++version_));
    }
    EXPECT_THAT(index.Commit(), IsOk());
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
  }

  std::int64_t version_ = 0;
};

std::map<std::string, double> Scores(const std::vector<BruteForceHit>& hits) {
  std::map<std::string, double> scores;
  for (const BruteForceHit& hit : hits) {
    scores.emplace(hit.id, hit.score);
  }
  return scores;
}

void ExpectHits(const std::vector<Hit>& hits, const BruteForceResult& expected, Sort sort) {
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
FacetResult Comparable(FacetResult result) {
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

std::vector<FacetResult> Comparable(std::vector<FacetResult> results) {
  for (FacetResult& result : results) {
    result = Comparable(std::move(result));
  }
  return results;
}

// The request after a click on a period.
SearchRequest Click(SearchRequest request, const TimeRange& period) {
  request.page_size = 0;
  TimeRange& range = request.query.published;
  range.start = std::max(range.start.value_or(*period.start), *period.start);
  range.end = std::min(range.end.value_or(*period.end), *period.end);
  range.end = std::max(*range.start, *range.end);
  return request;
}

// The request after a click on a value.
SearchRequest Click(SearchRequest request, const FacetRequest& wanted, const std::string& id) {
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

class RandomSearchTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomSearchTest, EqualsTheNaiveTwin) {
  Twins twins(GetParam());
  std::size_t found = 0;
  for (int round = 0; round < 5; ++round) {
    twins.Grow(4);
    for (int i = 0; i < 40; ++i) {
      const SearchRequest request = twins.corpus.MakeRequest();
      SCOPED_TRACE(StrCat("seed ", GetParam(), ", round ", round, ", text: ", request.query.text));
      const absl::StatusOr<SearchResult> result = twins.Search(request);
      ASSERT_THAT(result, IsOk());
      const BruteForceResult expected = twins.twin.Search(request, twins.clock.Now());
      EXPECT_EQ(result->total, expected.hits.size());
      EXPECT_EQ(Comparable(result->facets), Comparable(expected.facets));
      EXPECT_EQ(result->exactness, Exactness::kExact);
      EXPECT_EQ(result->next_page_token, "");
      ExpectHits(result->hits, expected, request.sort);
      found += result->total;
      if (HasFailure()) {
        return;
      }
    }
    twins.clock.Advance(absl::Hours(24 * 10));  // some embargoes end
  }
  EXPECT_GT(found, 300U);  // the requests are not all about nothing
}

TEST_P(RandomSearchTest, ACountIsWhatAClickFinds) {
  Twins twins(GetParam());
  twins.Grow(12);
  std::size_t clicks = 0;
  for (int i = 0; i < 40; ++i) {
    SearchRequest request = twins.corpus.MakeRequest();
    for (FacetRequest& facet : request.facets) {
      facet.scope = FacetScope::kExceptOwnAnyOf;
      for (const FacetFilter& filter : request.query.filters) {
        if (filter.facet == facet.facet && !facet.periods.has_value()) {
          facet.min_salience = filter.min_salience;
        }
      }
    }
    SCOPED_TRACE(StrCat("seed ", GetParam(), ", text: ", request.query.text));
    const absl::StatusOr<SearchResult> result = twins.Search(request);
    ASSERT_THAT(result, IsOk());
    for (std::size_t k = 0; k < result->facets.size(); ++k) {
      const FacetResult& facet = result->facets[k];
      for (const FacetValue& value : facet.values) {
        const SearchRequest click = facet.by_period ? Click(request, value.period)
                                                    : Click(request, request.facets[k], value.id);
        const absl::StatusOr<SearchResult> clicked = twins.Search(click);
        ASSERT_THAT(clicked, IsOk());
        EXPECT_EQ(clicked->total, value.count)
            << (facet.by_period ? "published" : FacetName(facet.facet)) << " " << value.id;
        ++clicks;
      }
    }
  }
  EXPECT_GT(clicks, 100U);
}

TEST_P(RandomSearchTest, PagesAreTheWholeListWhileArticlesAreAdded) {
  Twins twins(GetParam());
  twins.Grow(12);
  for (int i = 0; i < 6; ++i) {
    SearchRequest request = twins.corpus.MakeRequest();
    request.page_size = static_cast<std::uint32_t>(2 + twins.corpus.Below(9));
    SCOPED_TRACE(StrCat("seed ", GetParam(), ", text: ", request.query.text));
    const BruteForceResult expected = twins.twin.Search(request, twins.clock.Now());
    ExpectHits(twins.AllPages(request, false), expected, request.sort);
    ExpectHits(twins.AllPages(request, true), expected, request.sort);
    if (HasFailure()) {
      return;
    }
  }
}

TEST_P(RandomSearchTest, PagesOfAFacetAreItsValuesWhileArticlesAreAdded) {
  Twins twins(GetParam());
  twins.Grow(12);
  std::size_t pages = 0;
  for (int i = 0; i < 10; ++i) {
    SearchRequest request = twins.corpus.MakeRequest();
    request.page_size = 0;
    SCOPED_TRACE(StrCat("seed ", GetParam(), ", text: ", request.query.text));
    for (const FacetRequest& facet : std::vector<FacetRequest>(request.facets)) {
      request.facets = {facet};
      request.facets[0].include_values.clear();
      request.facets[0].scope = FacetScope::kQuery;
      request.query.filters.clear();
      request.facets[0].sub_facets.clear();
      request.facets[0].limit = 1000;
      const std::vector<FacetValue> all = twins.Search(request)->facets[0].values;
      request.facets[0].limit = static_cast<std::uint32_t>(1 + twins.corpus.Below(3));
      std::vector<FacetValue> values;
      do {
        const absl::StatusOr<SearchResult> page = twins.Search(request);
        ASSERT_THAT(page, IsOk());
        const FacetResult& result = page->facets[0];
        values.insert(values.end(), result.values.begin(), result.values.end());
        request.facets[0].page_token = result.next_page_token;
        twins.AddOnly(2);
        ++pages;
      } while (!request.facets[0].page_token.empty());
      ASSERT_EQ(values, all);
    }
  }
  EXPECT_GT(pages, 50U);
}

// The handles are ahead of the snapshot: later articles, replacements and deletions do not show.
TEST_P(RandomSearchTest, AnOlderSnapshotIsSearchedAsItWas) {
  Twins twins(GetParam());
  twins.Grow(12);
  const std::shared_ptr<const Snapshot> snapshot = twins.index.snapshot();
  const BruteForce twin = twins.twin;
  twins.Change(60);
  ASSERT_LT(snapshot->last_docid(), twins.index.snapshot()->last_docid());
  IndexReader reader(twins.index.directory());
  ASSERT_THAT(reader.CatchUp(*snapshot), IsOk());
  std::size_t found = 0;
  for (int i = 0; i < 40; ++i) {
    SearchRequest request = twins.corpus.MakeRequest();
    request.sort = Sort::kNewest;  // frequencies are those of the handles
    SCOPED_TRACE(StrCat("seed ", GetParam(), ", text: ", request.query.text));
    const absl::StatusOr<SearchResult> result =
        Searcher(twins.clock).Search(request, *snapshot, reader, CallContext{});
    ASSERT_THAT(result, IsOk());
    const BruteForceResult expected = twin.Search(request, twins.clock.Now());
    EXPECT_EQ(Comparable(result->facets), Comparable(expected.facets));
    ExpectHits(result->hits, expected, request.sort);
    found += result->total;
  }
  EXPECT_GT(found, 40U);
}

TEST_P(RandomSearchTest, ValuesOfAFacetAreItsCounts) {
  Twins twins(GetParam());
  twins.Grow(12);
  for (int i = 0; i < 40; ++i) {
    SearchRequest request = twins.corpus.MakeRequest();
    const Facet facet = kAllFacets[twins.corpus.Below(kAllFacets.size())];
    request.facets = {{.facet = facet, .limit = 1000}};
    SCOPED_TRACE(StrCat("seed ", GetParam(), ", text: ", request.query.text));
    std::vector<FacetValue> expected =
        twins.twin.Search(request, twins.clock.Now()).facets[0].values;
    std::erase_if(expected, [](const FacetValue& value) { return value.count == 0; });
    FacetValuesRequest listing{.facet = facet, .query = request.query, .page_size = 2};
    std::vector<FacetValue> values;
    do {
      const absl::StatusOr<FacetValuesResult> page =
          twins.index.Read([&](const Snapshot& snapshot, IndexReader& reader) {
            return Searcher(twins.clock).ListFacetValues(listing, snapshot, reader, CallContext{});
          });
      ASSERT_THAT(page, IsOk());
      values.insert(values.end(), page->values.begin(), page->values.end());
      listing.page_token = page->next_page_token;
    } while (!listing.page_token.empty());
    EXPECT_EQ(values, expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomSearchTest, ::testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace facetwire
