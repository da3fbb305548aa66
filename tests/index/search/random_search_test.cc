// SPDX-License-Identifier: GPL-3.0-or-later
// The engine against its naive twin, on random articles and random requests.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/index/search/twins.h"
#include "tests/index/search/values_twin.h"

namespace facetwire {
namespace {

using testing::BruteForce;
using testing::BruteForceResult;
using testing::Comparable;
using testing::ExpectCountsAreClicks;
using testing::ExpectHits;
using testing::IsOk;
using testing::RandomCorpus;
using testing::Twins;

using VersionedId = std::pair<std::string, std::int64_t>;

std::vector<VersionedId> VersionedIds(const std::vector<Hit>& hits) {
  std::vector<VersionedId> ids;
  for (const Hit& hit : hits) {
    ids.emplace_back(hit.stored.article.id, hit.stored.article.version);
  }
  return ids;
}

// Whether the article is in the index still, in that version.
bool IsThere(Twins& twins, const VersionedId& wanted) {
  const auto found = twins.index.Read([&](const Snapshot& snapshot, IndexReader& reader) {
    return Searcher(twins.clock).GetArticles({wanted.first}, {}, snapshot, reader);
  });
  return found.value()[0].has_value() && found.value()[0]->article.version == wanted.second;
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
    const SearchRequest request = twins.corpus.MakeRequest();
    SCOPED_TRACE(StrCat("seed ", GetParam(), ", text: ", request.query.text));
    clicks += ExpectCountsAreClicks(twins, request);
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

// What is replaced or removed between two pages may be missing from the later ones; all else is
// there once, in its place, and nothing that came later is.
TEST_P(RandomSearchTest, PagesHoldStillWhileArticlesAreReplacedAndRemoved) {
  Twins twins(GetParam());
  twins.Grow(12);
  std::size_t kept = 0;
  std::size_t gone = 0;
  for (int i = 0; i < 24; ++i) {
    SearchRequest request = twins.corpus.MakeRequest();
    SCOPED_TRACE(StrCat("seed ", GetParam(), ", text: ", request.query.text));
    const std::vector<VersionedId> before = VersionedIds(twins.AllPages(request, false));
    std::vector<VersionedId> paged;
    request.page_size = static_cast<std::uint32_t>(1 + twins.corpus.Below(3));
    do {
      const absl::StatusOr<SearchResult> page = twins.Search(request);
      ASSERT_THAT(page, IsOk());
      const std::vector<VersionedId> hits = VersionedIds(page->hits);
      paged.insert(paged.end(), hits.begin(), hits.end());
      request.page_token = page->next_page_token;
      twins.Change(4);
    } while (!request.page_token.empty());
    // In the order of before, each at most once.
    auto at = before.begin();
    for (const VersionedId& hit : paged) {
      at = std::find(at, before.end(), hit);
      ASSERT_NE(at, before.end()) << hit.first;
      ++at;
    }
    for (const VersionedId& hit : before) {
      if (std::find(paged.begin(), paged.end(), hit) == paged.end()) {
        EXPECT_FALSE(IsThere(twins, hit)) << hit.first;
        ++gone;
      } else {
        ++kept;
      }
    }
  }
  EXPECT_GT(kept, 20U);
  EXPECT_GT(gone, 0U);
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
  EXPECT_GT(pages, 30U);
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
    const FacetValuesRequest listing{.facet = facet, .query = request.query, .page_size = 2};
    EXPECT_EQ(ListAll(twins, listing, ValueAliases()), expected);
  }
}

TEST_P(RandomSearchTest, FindsTheSameValuesByWhatIsTyped) {
  Twins twins(GetParam());
  twins.Grow(12);
  std::size_t found = 0;
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(StrCat("seed ", GetParam()));
    found += ExpectSameValues(twins);
    if (HasFailure()) {
      return;
    }
  }
  EXPECT_GT(found, 100U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomSearchTest, ::testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace facetwire
