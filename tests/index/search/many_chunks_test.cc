// SPDX-License-Identifier: GPL-3.0-or-later
// More documents than fit into one chunk of docids.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/helper_pool.h"
#include "index/base/str_cat.h"
#include "index/search/beside_counter.h"
#include "index/search/checked_facets.h"
#include "index/search/doc_set.h"
#include "index/search/searcher.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_index.h"

namespace facetwire {
namespace {

using testing::IsOk;
using testing::StatusIs;
using testing::TestIndex;

constexpr int kChunk = 1 << DocSet::kChunkBits;  // the first one has a docid less: there is no 0
constexpr int kArticles = kChunk + 500;

// A millisecond passes each time somebody looks.
class TickingClock final : public Clock {
 public:
  absl::Time Now() const override { return now_ += absl::Milliseconds(1); }

 private:
  mutable absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
};

// So few that they are looked up one by one in long lists.
bool IsRare(int number) { return number % 1001 == 3; }

// Some who are in many articles, some in few; in one of eleven there is nobody.
std::set<std::string> PersonsOf(int number) {
  if (number % 11 == 0) {
    return {};
  }
  std::set<std::string> persons = {
      StrCat("often ", number % 13), StrCat("many ", number % 97), StrCat("few ", number / 60)};
  if (number % 3 == 0) {
    persons.insert(StrCat("once ", number));
  }
  return persons;
}

StoredArticle MakeArticle(int number) {
  StoredArticle stored;
  for (const std::string& person : PersonsOf(number)) {
    stored.entities.push_back(
        {.facet = Facet::kPerson, .id = person, .label = person, .salience = 1});
  }
  stored.article.id = StrCat(number);
  stored.article.body = number % 2 == 0 ? "even steven" : "steven odd";
  stored.article.body += IsRare(number) ? " rare" : "";
  stored.article.source = number % 5 == 0 ? "five" : "";
  stored.article.published = absl::FromUnixSeconds(number / 2);
  return stored;
}

// Tokens say when a page was asked for.
std::vector<FacetResult> WithoutTokens(std::vector<FacetResult> facets) {
  for (FacetResult& facet : facets) {
    facet.next_page_token.clear();
  }
  return facets;
}

class ManyChunksTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int number = 1; number <= kArticles; ++number) {
      ASSERT_THAT(index_.Put(MakeArticle(number)), IsOk());
      if (number % 20000 == 0) {
        ASSERT_THAT(index_.Commit(), IsOk());
        ASSERT_THAT(index_.Seal(), IsOk());
      }
    }
    ASSERT_THAT(index_.Commit(), IsOk());
    ASSERT_EQ(index_.snapshot()->last_docid(), static_cast<Docid>(kArticles));
  }

  SearchResult Search(const SearchRequest& request) {
    return index_
        .Read([&](const Snapshot& snapshot, IndexReader& reader) {
          return Searcher(clock_).Search(request, snapshot, reader, CallContext{.clock = &clock_});
        })
        .value();
  }

  // With the first limit that is enough for anything at all.
  SearchResult CutShort(SearchRequest request) {
    SearchResult result;
    for (int limit = 1; limit < 100 && result.total == 0; ++limit) {
      request.max_time = absl::Milliseconds(limit);
      result = Search(request);
    }
    return result;
  }

  TestIndex index_;
  TickingClock clock_;
};

// Whoever counts: the thread that searches, or others beside it.
TEST_F(ManyChunksTest, HelpChangesNothing) {
  HelperPool helpers(/*processors=*/3);
  SearchRequest everyone;
  everyone.query.text = "steven";
  everyone.facets = {{.facet = Facet::kPerson, .limit = 200},
                     {.facet = Facet::kSource},
                     {.facet = Facet::kPerson, .order = FacetOrder::kSignificance},
                     {.facet = Facet::kPerson, .min_salience = 0.5},
                     {.periods = PeriodSpec{.length = PeriodLength::kYear}}};
  std::vector<SearchRequest> requests(4, everyone);
  requests[1].query.filters = {{.facet = Facet::kSource, .any_of = {"five"}}};
  requests[2].query.text = "steven NOT source:five";
  requests[2].query.fold_copies = true;
  requests[3].query.text = "source:five";
  requests[3].sort = Sort::kNewest;
  for (const SearchRequest& request : requests) {
    const SearchResult alone = Search(request);
    ASSERT_TRUE(alone.total > 2 * BesideCounter::kWorthHelp || request.query.fold_copies);
    for (int round = 0; round < 5; ++round) {
      const SearchResult helped =
          index_
              .Read([&](const Snapshot& snapshot, IndexReader& reader) {
                return Searcher(clock_, &helpers)
                    .Search(request, snapshot, reader, CallContext{.clock = &clock_});
              })
              .value();
      EXPECT_EQ(helped.total, alone.total);
      EXPECT_EQ(WithoutTokens(helped.facets), WithoutTokens(alone.facets)) << request.query.text;
    }
  }
}

// Also where helpers are busy, or on their way, when the caller goes.
TEST_F(ManyChunksTest, HelpEndsWithTheCall) {
  HelperPool helpers(/*processors=*/2);
  SearchRequest request;
  request.query.text = "steven";
  request.facets = {{.facet = Facet::kPerson}};
  int cancelled = 0;
  for (int allowed = 1; allowed < 60; ++allowed) {
    int checks = 0;
    const CallContext context{.cancelled = [&] { return ++checks > allowed; }, .clock = &clock_};
    const auto result = index_.Read([&](const Snapshot& snapshot, IndexReader& reader) {
      return Searcher(clock_, &helpers).Search(request, snapshot, reader, context);
    });
    cancelled += result.ok() ? 0 : 1;
    if (!result.ok()) {
      EXPECT_THAT(result, StatusIs(absl::StatusCode::kCancelled, ::testing::_));
    } else {
      EXPECT_EQ(result->facets[0].articles, static_cast<std::uint64_t>(kArticles));
    }
  }
  EXPECT_GT(cancelled, 5);
}

// Blocks of whole chunks, of one that is not full yet, and of the part that is being written: read,
// kept, and found again.
TEST_F(ManyChunksTest, ACacheChangesNothing) {
  PostingCache cache(std::size_t{8} << 20U);
  IndexReader reader(index_.directory(), &cache);
  ASSERT_THAT(reader.CatchUp(*index_.snapshot()), IsOk());
  for (const char* text : {"even",
                           "steven",
                           "steven odd",
                           "even OR odd",
                           "\"even steven\"",
                           "steven source:five",
                           "steven NOT source:five",
                           "source:five",
                           "rare steven",
                           "rare even",
                           "rare source:five"}) {
    SearchRequest request;
    request.query.text = text;
    request.facets = {{.facet = Facet::kSource}};
    const SearchResult expected = Search(request);
    EXPECT_GT(expected.total, 0U);
    for (int round = 0; round < 2; ++round) {
      const SearchResult result =
          Searcher(clock_)
              .Search(request, *index_.snapshot(), reader, CallContext{.clock = &clock_})
              .value();
      EXPECT_EQ(result.total, expected.total) << text;
      EXPECT_EQ(result.facets, expected.facets) << text;
      ASSERT_EQ(result.hits.size(), expected.hits.size());
      for (std::size_t i = 0; i < result.hits.size(); ++i) {
        EXPECT_EQ(result.hits[i].stored.article.id, expected.hits[i].stored.article.id) << text;
        EXPECT_EQ(result.hits[i].score, expected.hits[i].score) << text;
      }
    }
  }
  EXPECT_GT(cache.bytes(), std::size_t{200'000});
}

using Counts = std::map<std::string, std::uint64_t>;

// Asks for the persons of the articles that `text` finds, which are those that `finds` says;
// `meaning`: of a person.
template <typename Finds, typename Meaning>
void ExpectPersons(const FacetResult& result, Finds&& finds, Meaning&& meaning) {
  Counts expected;
  FacetResult sums;
  for (int number = 1; number <= kArticles; ++number) {
    if (!finds(number)) {
      continue;
    }
    std::set<std::string> persons;
    for (const std::string& person : PersonsOf(number)) {
      persons.insert(meaning(person));
    }
    ++sums.articles;
    sums.missing += persons.empty() ? 1 : 0;
    for (const std::string& person : persons) {
      ++expected[person];
      ++sums.other;
    }
  }
  Counts counts;
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  for (const FacetValue& value : result.values) {
    counts[value.id] = value.count;
    least = std::min(least, value.count);
    sums.other -= value.count;
  }
  EXPECT_EQ(counts.size(), std::min<std::size_t>(expected.size(), kMaxFacetLimit));
  for (const auto& [person, count] : expected) {
    const auto found = counts.find(person);
    EXPECT_EQ(found == counts.end() ? count : found->second, count) << person;
    EXPECT_TRUE(found != counts.end() || count <= least) << person;
  }
  EXPECT_EQ(result.distinct, expected.size());
  EXPECT_EQ(result.articles, sums.articles);
  EXPECT_EQ(result.missing, sums.missing);
  EXPECT_EQ(result.other, sums.other);
}

TEST_F(ManyChunksTest, CountsAreThoseOfTheArticles) {
  const auto expect_all = [&](auto&& meaning) {
    const auto expect = [&](const char* text, auto&& finds) {
      SCOPED_TRACE(text);
      SearchRequest request;
      request.query.text = text;
      request.facets = {{.facet = Facet::kPerson, .limit = kMaxFacetLimit}};
      ExpectPersons(Search(request).facets[0], finds, meaning);
    };
    const auto even = [](int number) { return number % 2 == 0; };
    const auto five = [](int number) { return number % 5 == 0; };
    expect("steven", [](int) { return true; });
    expect("even", even);
    expect("source:five", five);
    expect("even source:five", [&](int number) { return even(number) && five(number); });
    expect("rare", IsRare);
    expect("rare even", [&](int number) { return IsRare(number) && even(number); });
  };
  expect_all([](const std::string& person) { return person; });
  for (const auto& [from, to] : {std::pair("often 2", "many 5"), std::pair("few 7", "few 8")}) {
    const Correction merge{
        .kind = CorrectionKind::kMerge, .facet = Facet::kPerson, .entity = from, .target = to};
    ASSERT_THAT(index_.writer().Correct(merge, {}), IsOk());
  }
  ASSERT_THAT(index_.Commit(), IsOk());
  expect_all([](const std::string& person) -> std::string {
    return person == "often 2" ? "many 5" : person == "few 7" ? "few 8" : person;
  });
}

TEST_F(ManyChunksTest, RareWordsBesideCommonOnes) {
  std::uint64_t rare = 0;
  std::uint64_t even = 0;
  for (int number = 1; number <= kArticles; ++number) {
    rare += IsRare(number) ? 1 : 0;
    even += IsRare(number) && number % 2 == 0 ? 1 : 0;
  }
  SearchRequest request;
  request.query.text = "steven rare";
  EXPECT_EQ(Search(request).total, rare);
  request.query.text = "even rare";
  EXPECT_EQ(Search(request).total, even);
  request.query.text = "rare NOT even";
  EXPECT_EQ(Search(request).total, rare - even);
  request.query.text = "\"even steven rare\"";
  EXPECT_EQ(Search(request).total, even);
}

// Without a look at each.
TEST_F(ManyChunksTest, PagesOfAllByTime) {
  SearchRequest request;
  request.page_size = 7;
  for (const Sort sort : {Sort::kNewest, Sort::kOldest}) {
    request.sort = sort;
    request.page_token.clear();
    int next = sort == Sort::kNewest ? kArticles : 1;
    for (int page = 0; page < 3; ++page) {
      const SearchResult result = Search(request);
      EXPECT_EQ(result.total, static_cast<std::uint64_t>(kArticles));
      ASSERT_EQ(result.hits.size(), 7U);
      for (const Hit& hit : result.hits) {
        ASSERT_EQ(hit.stored.article.id, StrCat(next)) << page;
        // Of the same second the later one comes first: 1, 3, 2, 5, 4 ...
        next += sort == Sort::kNewest ? -1 : next == 1 ? 2 : next % 2 == 1 ? -1 : 3;
      }
      request.page_token = result.next_page_token;
    }
  }
}

TEST_F(ManyChunksTest, PagesOfSomeByTime) {
  constexpr int kPages = 200;  // of documents of several stretches, see TimeBounds
  SearchRequest request;
  request.query.text = "source:five";
  request.page_size = 7;
  for (const Sort sort : {Sort::kNewest, Sort::kOldest}) {
    request.sort = sort;
    request.page_token.clear();
    int next = sort == Sort::kNewest ? kArticles / 5 * 5 : 5;
    for (int page = 0; page < kPages; ++page) {
      const SearchResult result = Search(request);
      ASSERT_EQ(result.hits.size(), 7U);
      for (const Hit& hit : result.hits) {
        ASSERT_EQ(hit.stored.article.id, StrCat(next)) << page;
        next += sort == Sort::kNewest ? -5 : 5;
      }
      ASSERT_FALSE(result.next_page_token.empty());
      request.page_token = result.next_page_token;
    }
  }
}

// As a time limit that ends within a chunk leaves it: what it got to is exact.
TEST_F(ManyChunksTest, ATimeLimitEndsWithinAChunk) {
  SearchRequest request;
  request.query.text = "even";
  request.page_size = 1;
  std::set<std::uint64_t> totals;
  for (int limit = 1; limit < 60; ++limit) {
    request.max_time = absl::Milliseconds(limit);
    const SearchResult result = Search(request);
    totals.insert(result.total);
    EXPECT_EQ(result.exactness == Exactness::kExact, result.total == kArticles / 2);
  }
  // After the chunk with the newest 501, each step is twice as long as the one before.
  EXPECT_GT(totals.size(), 5U);
  EXPECT_EQ(totals.count(251), 1U);
  EXPECT_EQ(totals.count(251 + 4096 / 2), 1U);
}

TEST_F(ManyChunksTest, LooksForTheCallerWhileItCounts) {
  int checks = 0;
  const CallContext context{.cancelled =
                                [&] {
                                  ++checks;
                                  return false;
                                },
                            .clock = &clock_};
  const auto count_checks = [&](const SearchRequest& request) {
    const auto result = index_.Read([&](const Snapshot& snapshot, IndexReader& reader) {
      return Searcher(clock_).Search(request, snapshot, reader, context);
    });
    EXPECT_THAT(result, IsOk());
    return std::exchange(checks, 0);
  };
  SearchRequest request;
  request.query.text = "even";
  request.page_size = 0;
  const int without = count_checks(request);
  for (const FacetRequest& facet :
       {FacetRequest{.facet = Facet::kSource},
        FacetRequest{.periods = PeriodSpec{.length = PeriodLength::kYear}}}) {
    request.facets = {facet};
    EXPECT_GE(count_checks(request), without + kArticles / 2 / 4096);
  }
}

TEST_F(ManyChunksTest, TotalsCountsAndPagesAreThoseOfAll) {
  SearchRequest request;
  request.query.text = "\"even steven\" OR (odd NEAR/2 steven source:five)";
  const FacetRequest source{.facet = Facet::kSource};
  request.facets = {source,
                    {.periods = PeriodSpec{.length = PeriodLength::kYear}, .sub_facets = {source}},
                    {.facet = Facet::kSource, .order = FacetOrder::kSignificance}};
  request.sort = Sort::kOldest;
  request.page_size = 1;
  const SearchResult all = Search(request);
  EXPECT_EQ(all.exactness, Exactness::kExact);
  EXPECT_EQ(all.total, static_cast<std::uint64_t>(kArticles / 2 + (kArticles + 5) / 10));
  EXPECT_EQ(all.facets[0].values[0].count, static_cast<std::uint64_t>(kArticles / 5));
  EXPECT_EQ(all.facets[0].missing, all.total - all.facets[0].values[0].count);
  EXPECT_EQ(all.hits[0].stored.article.id, "2");
  request.page_token = all.next_page_token;
  EXPECT_EQ(Search(request).hits[0].stored.article.id, "5");  // 5 and 4: the same second

  // Cut short after the newest chunk: exactly that chunk.
  request.page_token.clear();
  const SearchResult newest = CutShort(request);
  EXPECT_EQ(newest.exactness, Exactness::kTimeLimit);
  std::uint64_t expected = 0;
  std::uint64_t fives = 0;
  for (int number = kChunk; number <= kArticles; ++number) {
    expected += number % 2 == 0 || number % 5 == 0 ? 1 : 0;
    fives += number % 5 == 0 ? 1 : 0;
  }
  EXPECT_EQ(newest.total, expected);
  EXPECT_EQ(newest.facets[0].articles, expected);
  EXPECT_EQ(newest.facets[0].values[0].count, fives);
  const FacetValue& year = newest.facets[1].values[0];
  EXPECT_EQ(year.count, expected);
  EXPECT_EQ(year.sub_facets[0].articles, expected);
  EXPECT_EQ(year.sub_facets[0].values[0].count, fives);
  EXPECT_EQ(newest.facets[2].values[0].count, fives);
  EXPECT_EQ(newest.facets[2].values[0].background_count, 0U);  // all of them are found
  EXPECT_GT(newest.facets[2].values[0].significance, 0);       // and others are not
  EXPECT_EQ(newest.hits[0].stored.article.id, StrCat(kChunk));
}

}  // namespace
}  // namespace facetwire
