// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of each other counted as one, and listed: against the naive twin, on random articles.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/index/search/twins.h"
#include "tests/index/search/values_twin.h"

namespace facetwire {
namespace {

using testing::BruteForceResult;
using testing::Click;
using testing::Comparable;
using testing::ExpectCountsAreClicks;
using testing::ExpectHits;
using testing::IsOk;
using testing::Twins;

class RandomCopiesTest : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  RandomCopiesTest() : twins(GetParam()) {
    twins.corpus.TellStories(8);
    twins.Grow(12);
  }

  // A request that folds copies, as good as always.
  SearchRequest MakeRequest() {
    SearchRequest request = twins.corpus.MakeRequest();
    request.query.fold_copies = !twins.corpus.OneIn(8);
    if (twins.corpus.OneIn(4)) {
      request.query.text.clear();
    }
    if (twins.corpus.OneIn(4)) {
      request.query.filters.clear();
      request.query.published = {};
    }
    if (twins.corpus.OneIn(4)) {
      request.query.copies_of = StrCat("a-", twins.corpus.Below(62));
    }
    return request;
  }

  std::string Trace(const SearchRequest& request) const {
    return StrCat("seed ",
                  GetParam(),
                  ", text: ",
                  request.query.text,
                  ", copies of: ",
                  request.query.copies_of,
                  request.query.fold_copies ? ", folded" : "");
  }

  Twins twins;
};

TEST_P(RandomCopiesTest, EqualTheNaiveTwin) {
  std::size_t folded = 0;
  std::size_t listed = 0;
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 60; ++i) {
      const SearchRequest request = MakeRequest();
      SCOPED_TRACE(Trace(request));
      const absl::StatusOr<SearchResult> result = twins.Search(request);
      ASSERT_THAT(result, IsOk());
      const BruteForceResult expected = twins.twin.Search(request, twins.clock.Now());
      EXPECT_EQ(result->total, expected.hits.size());
      EXPECT_EQ(Comparable(result->facets), Comparable(expected.facets));
      EXPECT_EQ(result->exactness, Exactness::kExact);
      ExpectHits(result->hits, expected, request.sort);
      for (const Hit& hit : result->hits) {
        folded += hit.copies;
      }
      listed += request.query.copies_of.empty() ? 0 : result->total;
      if (HasFailure()) {
        return;
      }
    }
    twins.clock.Advance(absl::Hours(24 * 10));  // some embargoes end
    twins.Grow(2);
  }
  EXPECT_GT(folded, 300U);
  EXPECT_GT(listed, 10U);
}

TEST_P(RandomCopiesTest, ACountIsWhatAClickFinds) {
  std::size_t clicks = 0;
  for (int i = 0; i < 40; ++i) {
    SearchRequest request = MakeRequest();
    request.query.fold_copies = true;
    SCOPED_TRACE(Trace(request));
    clicks += ExpectCountsAreClicks(twins, request);
  }
  EXPECT_GT(clicks, 100U);
}

// A click on a value within another one: both are selected.
TEST_P(RandomCopiesTest, ACountWithinAnotherIsWhatTwoClicksFind) {
  std::size_t clicks = 0;
  for (int i = 0; i < 20; ++i) {
    SearchRequest request = MakeRequest();
    request.query.fold_copies = true;
    request.query.filters.clear();
    request.facets = {{.facet = Facet::kCountry, .limit = 3}};
    request.facets[0].sub_facets = {{.facet = Facet::kSource, .limit = 3},
                                    {.facet = Facet::kSector, .limit = 3}};
    SCOPED_TRACE(Trace(request));
    const absl::StatusOr<SearchResult> result = twins.Search(request);
    ASSERT_THAT(result, IsOk());
    for (const FacetValue& value : result->facets[0].values) {
      for (std::size_t k = 0; k < value.sub_facets.size(); ++k) {
        for (const FacetValue& inner : value.sub_facets[k].values) {
          const SearchRequest click = Click(Click(request, request.facets[0], value.id),
                                            request.facets[0].sub_facets[k],
                                            inner.id);
          const absl::StatusOr<SearchResult> clicked = twins.Search(click);
          ASSERT_THAT(clicked, IsOk());
          EXPECT_EQ(clicked->total, inner.count) << value.id << " " << inner.id;
          ++clicks;
        }
      }
    }
  }
  EXPECT_GT(clicks, 100U);
}

TEST_P(RandomCopiesTest, WhatIsFoldedIntoAHitIsListedByIt) {
  std::size_t listed = 0;
  for (int i = 0; i < 20; ++i) {
    SearchRequest request = MakeRequest();
    request.query.fold_copies = true;
    request.query.copies_of.clear();
    SCOPED_TRACE(Trace(request));
    const absl::StatusOr<SearchResult> result = twins.Search(request);
    ASSERT_THAT(result, IsOk());
    for (const Hit& hit : result->hits) {
      SearchRequest listing = request;
      listing.query.fold_copies = false;
      listing.query.copies_of = hit.stored.article.id;
      const absl::StatusOr<SearchResult> list = twins.Search(listing);
      ASSERT_THAT(list, IsOk());
      ASSERT_EQ(list->total, hit.copies + 1);
      EXPECT_EQ(list->hits[0].stored.article.id, hit.stored.article.id);
      for (const Hit& copy : list->hits) {
        EXPECT_EQ(copy.stored.copy_cluster, hit.stored.copy_cluster);
      }
      listed += hit.copies;
    }
  }
  EXPECT_GT(listed, 10U);
}

TEST_P(RandomCopiesTest, PagesAreTheWholeListWhileArticlesAreAdded) {
  for (int i = 0; i < 8; ++i) {
    SearchRequest request = MakeRequest();
    request.page_size = static_cast<std::uint32_t>(1 + twins.corpus.Below(6));
    SCOPED_TRACE(Trace(request));
    const BruteForceResult expected = twins.twin.Search(request, twins.clock.Now());
    ExpectHits(twins.AllPages(request, false), expected, request.sort);
    ExpectHits(twins.AllPages(request, true), expected, request.sort);
    if (HasFailure()) {
      return;
    }
  }
}

// Whether an article of this cluster and version is in the index still.
bool IsThere(Twins& twins, const StoredArticle& wanted) {
  const auto found = twins.index.Read([&](const Snapshot& snapshot, IndexReader& reader) {
    return Searcher(twins.clock).GetArticles({wanted.article.id}, {}, snapshot, reader);
  });
  return found.value()[0].has_value() &&
         found.value()[0]->article.version == wanted.article.version;
}

// No article comes twice, and no cluster but where what stood for it is gone. What stays is there.
TEST_P(RandomCopiesTest, PagesHoldStillWhileArticlesAreReplacedAndRemoved) {
  std::size_t kept = 0;
  for (int i = 0; i < 24; ++i) {
    SearchRequest request = MakeRequest();
    request.query.fold_copies = true;
    SCOPED_TRACE(Trace(request));
    const std::vector<Hit> before = twins.AllPages(request, false);
    std::map<std::string, StoredArticle> shown;  // by cluster, what stood for it last
    std::vector<std::string> ids;
    request.page_size = static_cast<std::uint32_t>(1 + twins.corpus.Below(3));
    do {
      const absl::StatusOr<SearchResult> page = twins.Search(request);
      ASSERT_THAT(page, IsOk());
      for (const Hit& hit : page->hits) {
        const std::string cluster =
            hit.stored.copy_cluster.empty() ? hit.stored.article.id : hit.stored.copy_cluster;
        if (const auto known = shown.find(cluster); known != shown.end()) {
          EXPECT_FALSE(IsThere(twins, known->second)) << known->second.article.id;
        }
        shown.insert_or_assign(cluster, hit.stored);
        ids.push_back(StrCat(hit.stored.article.id, " ", hit.stored.article.version));
      }
      request.page_token = page->next_page_token;
      twins.Change(4);
    } while (!request.page_token.empty());
    for (const Hit& hit : before) {
      const std::string id = StrCat(hit.stored.article.id, " ", hit.stored.article.version);
      const auto times = std::count(ids.begin(), ids.end(), id);
      EXPECT_LE(times, 1) << id;
      if (IsThere(twins, hit.stored)) {
        EXPECT_EQ(times, 1) << id;
        ++kept;
      }
    }
  }
  EXPECT_GT(kept, 20U);
}

// The article that the copies were asked for is removed after the first page.
TEST_P(RandomCopiesTest, CopiesAreListedToTheEndWhateverBecomesOfTheArticle) {
  std::size_t pages = 0;
  for (int i = 0; i < 60 && pages < 10; ++i) {
    const std::string id = StrCat("a-", i);
    SearchRequest request{.query = {.copies_of = id}, .sort = Sort::kNewest, .page_size = 100};
    std::vector<std::string> expected;
    for (const Hit& hit : twins.AllPages(request, false)) {
      expected.push_back(hit.stored.article.id);
    }
    if (expected.size() < 3) {
      continue;
    }
    request.page_size = 1;
    absl::StatusOr<SearchResult> page = twins.Search(request);
    ASSERT_THAT(page, IsOk());
    EXPECT_THAT(twins.index.Delete(id), IsOk());
    twins.twin.Delete(id);
    twins.Change(0);
    std::vector<std::string> paged = {page->hits[0].stored.article.id};
    while (!page->next_page_token.empty()) {
      request.page_token = page->next_page_token;
      page = twins.Search(request);
      ASSERT_THAT(page, IsOk());
      for (const Hit& hit : page->hits) {
        paged.push_back(hit.stored.article.id);
      }
      ++pages;
    }
    if (paged[0] != id) {
      std::erase(expected, id);
    }
    EXPECT_EQ(paged, expected);
  }
  EXPECT_GE(pages, 10U);
}

TEST_P(RandomCopiesTest, ValuesOfAFacetAreItsCounts) {
  for (int i = 0; i < 40; ++i) {
    SearchRequest request = MakeRequest();
    const Facet facet = kAllFacets[twins.corpus.Below(kAllFacets.size())];
    request.facets = {{.facet = facet, .limit = 1000}};
    SCOPED_TRACE(Trace(request));
    std::vector<FacetValue> expected =
        twins.twin.Search(request, twins.clock.Now()).facets[0].values;
    std::erase_if(expected, [](const FacetValue& value) { return value.count == 0; });
    const FacetValuesRequest listing{.facet = facet, .query = request.query, .page_size = 2};
    EXPECT_EQ(ListAll(twins, listing, ValueAliases()), expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomCopiesTest, ::testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace facetwire
