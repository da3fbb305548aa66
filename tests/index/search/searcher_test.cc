// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/searcher.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_index.h"

namespace facetwire {
namespace {

using ::testing::_;
using ::testing::ElementsAre;
using testing::FakeClock;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;
using testing::TestIndex;

Entity MakeEntity(Facet facet, std::string id, std::string label) {
  Entity entity;
  entity.facet = facet;
  entity.id = std::move(id);
  entity.label = std::move(label);
  entity.mentions = {{.field = TextField::kBody, .begin = 0, .end = 1, .surface = "x"}};
  return entity;
}

StoredArticle MakeArticle(std::string id, std::string title, std::string body, int day) {
  StoredArticle stored;
  stored.article.id = std::move(id);
  stored.article.version = 1;
  stored.article.title = std::move(title);
  stored.article.summary = "In short.";
  stored.article.body = std::move(body);
  stored.article.source = "Gazette";
  stored.article.language = "en";
  stored.article.published = absl::FromUnixSeconds(1'600'000'000) + absl::Hours(24 * day);
  return stored;
}

class SearcherTest : public ::testing::Test {
 protected:
  void SetUp() override {
    StoredArticle rail = MakeArticle("rail", "Railway opens", "The railway to Osh was built.", 1);
    rail.entities = {MakeEntity(Facet::kCountry, "KG", "Kyrgyzstan"),
                     MakeEntity(Facet::kCountry, "CN", "China"),
                     MakeEntity(Facet::kPerson, "li-qiang", "Li Qiang"),
                     MakeEntity(Facet::kSector, "H", "Transport"),
                     MakeEntity(Facet::kSector, "H49", "Rail")};
    StoredArticle coal = MakeArticle("coal", "Coal port", "Coal goes by railway, he said.", 2);
    coal.entities = {MakeEntity(Facet::kCountry, "CN", "China"),
                     MakeEntity(Facet::kPerson, "li-wei", "Li Wei"),
                     MakeEntity(Facet::kSector, "B", "Mining")};
    StoredArticle plain = MakeArticle("plain", "Weather", "It rained.", 2);
    StoredArticle embargo = MakeArticle("embargo", "Railway secret", "Later.", 3);
    embargo.article.embargoed_until = clock_.Now() + absl::Hours(1);
    StoredArticle withheld = MakeArticle("withheld", "Railway", "Never.", 4);
    withheld.article.status = ArticleStatus::kWithheld;
    for (const StoredArticle& stored : {rail, coal, plain, embargo, withheld}) {
      ASSERT_THAT(index_.Put(stored), IsOk());
    }
    ASSERT_THAT(index_.Commit(), IsOk());
  }

  absl::StatusOr<SearchResult> Search(const SearchRequest& request) {
    return Search(request, CallContext{.clock = &clock_});
  }

  absl::StatusOr<SearchResult> Search(const SearchRequest& request, const CallContext& context) {
    return index_.Read([&](const Snapshot& snapshot, IndexReader& reader) {
      return Searcher(clock_).Search(request, snapshot, reader, context);
    });
  }

  std::vector<std::string> Ids(const SearchRequest& request) {
    const absl::StatusOr<SearchResult> result = Search(request);
    EXPECT_THAT(result, IsOk());
    std::vector<std::string> ids;
    if (result.ok()) {
      for (const Hit& hit : result->hits) {
        ids.push_back(hit.stored.article.id);
      }
    }
    return ids;
  }

  absl::StatusOr<FacetValuesResult> Values(const FacetValuesRequest& request) {
    return index_.Read([&](const Snapshot& snapshot, IndexReader& reader) {
      return Searcher(clock_).ListFacetValues(request, snapshot, reader, CallContext{});
    });
  }

  std::vector<std::string> ValueIds(Facet facet, std::string prefix, std::string language = "") {
    const absl::StatusOr<FacetValuesResult> result = Values(
        {.facet = facet, .prefix = std::move(prefix), .label_language = std::move(language)});
    EXPECT_THAT(result, IsOk());
    std::vector<std::string> ids;
    if (result.ok()) {
      for (const FacetValue& value : result->values) {
        ids.push_back(value.id);
      }
    }
    return ids;
  }

  FakeClock clock_;
  TestIndex index_;
};

SearchRequest Text(std::string text) {
  SearchRequest request;
  request.query.text = std::move(text);
  return request;
}

TEST_F(SearcherTest, FindsByWordsPhrasesAndFacets) {
  EXPECT_THAT(Ids(Text("railways")), ElementsAre("rail", "coal"));
  EXPECT_THAT(Ids(Text("\"by railway\"")), ElementsAre("coal"));
  EXPECT_THAT(Ids(Text("\"port coal\"")), IsEmpty());  // not across title and body
  EXPECT_THAT(Ids(Text("title:railway")), ElementsAre("rail"));
  EXPECT_THAT(Ids(Text("sector:H")), ElementsAre("rail"));
  EXPECT_THAT(Ids(Text("person:li")), ElementsAre("coal", "rail"));
  EXPECT_THAT(Ids(Text("person:li-wei")), ElementsAre("coal"));
  EXPECT_THAT(Ids(Text("person:nobody")), IsEmpty());
  EXPECT_THAT(Ids(Text("source:gazette -country:CN")), ElementsAre("plain"));
}

TEST_F(SearcherTest, WithoutWordsTheNewestComeFirstAndThenTheLaterAdded) {
  EXPECT_THAT(Ids(Text("")), ElementsAre("plain", "coal", "rail"));
  SearchRequest request;
  request.sort = Sort::kOldest;
  EXPECT_THAT(Ids(request), ElementsAre("rail", "plain", "coal"));
}

TEST_F(SearcherTest, HiddenArticlesAppearWhenTheirTimeHasCome) {
  EXPECT_THAT(Ids(Text("title:railway")), ElementsAre("rail"));
  EXPECT_EQ(Searcher(clock_).GetCorpus(*index_.snapshot()).articles, 3U);
  clock_.Advance(absl::Hours(1));
  EXPECT_THAT(Ids(Text("title:railway")), ElementsAre("embargo", "rail"));
  EXPECT_EQ(Searcher(clock_).GetCorpus(*index_.snapshot()).articles, 4U);
}

TEST_F(SearcherTest, HitsCarryWhatWasAskedFor) {
  SearchRequest request = Text("osh");
  request.label_language = "de";
  absl::StatusOr<SearchResult> result = Search(request);
  ASSERT_THAT(result, IsOk());
  ASSERT_EQ(result->hits.size(), 1U);
  const StoredArticle* stored = &result->hits[0].stored;
  EXPECT_EQ(stored->article.title, "Railway opens");
  EXPECT_EQ(stored->article.body, "");
  EXPECT_EQ(stored->article.summary, "");
  EXPECT_EQ(stored->entities[0].label, "Kirgisistan");
  EXPECT_THAT(stored->entities[0].mentions, IsEmpty());
  EXPECT_THAT(result->hits[0].snippets, ::testing::SizeIs(1));
  EXPECT_GT(result->hits[0].score, 0);

  request.include_body = true;
  request.include_snippets = false;
  result = Search(request);
  ASSERT_THAT(result, IsOk());
  stored = &result->hits[0].stored;
  EXPECT_EQ(stored->article.body, "The railway to Osh was built.");
  EXPECT_EQ(stored->article.summary, "In short.");
  EXPECT_THAT(stored->entities[0].mentions, ::testing::SizeIs(1));
  EXPECT_THAT(result->hits[0].snippets, IsEmpty());
}

TEST_F(SearcherTest, CountsWithLabelsSelectionAndTheRest) {
  SearchRequest request;
  request.query.filters = {{.facet = Facet::kCountry, .any_of = {"kg", "ZR"}}};
  request.facets = {{.facet = Facet::kCountry, .limit = 1}, {.facet = Facet::kSector}};
  absl::StatusOr<SearchResult> result = Search(request);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->total, 1U);
  EXPECT_NE(std::exchange(result->facets[0].next_page_token, ""), "");
  FacetResult country;
  country.facet = Facet::kCountry;
  country.values = {{.id = "CN", .label = "China", .count = 2},
                    {.id = "KG", .label = "Kyrgyzstan", .count = 1, .selected = true},
                    {.id = "CD", .label = "Congo - Kinshasa", .count = 0, .selected = true}};
  country.articles = 3;
  country.distinct = 2;
  country.missing = 1;
  EXPECT_EQ(result->facets[0], country);
  const FacetResult& sector = result->facets[1];
  EXPECT_EQ(sector.articles, 1U);
  ASSERT_EQ(sector.values.size(), 2U);
  EXPECT_EQ(sector.values[1].id, "H49");
  EXPECT_EQ(sector.values[1].parent, "H");
}

TEST_F(SearcherTest, NobodyIsAnEmptyResultAndNotNobodyRemovesNothing) {
  SearchRequest request;
  request.query.filters = {{.facet = Facet::kPerson, .any_of = {"nobody"}}};
  EXPECT_THAT(Ids(request), IsEmpty());
  request.query.filters = {{.facet = Facet::kPerson, .none_of = {"nobody"}}};
  EXPECT_THAT(Ids(request), ::testing::SizeIs(3));
}

TEST_F(SearcherTest, NotesComeWithTheResult) {
  const absl::StatusOr<SearchResult> result = Search(Text("\"railway opens"));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->total, 1U);
  ASSERT_EQ(result->notes.size(), 1U);
  EXPECT_EQ(result->notes[0].reason, "UNCLOSED_QUOTE");
}

TEST_F(SearcherTest, ExplainsEachStep) {
  SearchRequest request = Text("railways -country:KG");
  request.explain = true;
  const absl::StatusOr<SearchResult> result = Search(request);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(result->explanation, HasSubstr("tree: (and railways (not country:KG))"));
  EXPECT_THAT(result->explanation, HasSubstr("plan: (and railway~"));
  EXPECT_THAT(result->explanation, HasSubstr("evaluation: 1 of "));
}

TEST_F(SearcherTest, ATimeLimitGivesLowerBounds) {
  SearchRequest request = Text("railway");
  request.facets = {{.facet = Facet::kCountry}};
  request.max_time = absl::ZeroDuration();
  absl::StatusOr<SearchResult> result = Search(request);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->exactness, Exactness::kTimeLimit);
  EXPECT_EQ(result->total, 0U);
  EXPECT_THAT(result->hits, IsEmpty());
  EXPECT_EQ(result->facets[0].articles, 0U);

  request.max_time = absl::Milliseconds(1);  // the clock stands
  result = Search(request);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->exactness, Exactness::kExact);
  EXPECT_EQ(result->total, 2U);
}

TEST_F(SearcherTest, StopsWhenTheCallerDoes) {
  CallContext context{.cancelled = [] { return true; }, .clock = &clock_};
  EXPECT_THAT(Search(Text("railway"), context), StatusIs(absl::StatusCode::kCancelled, _));
  context = {.deadline = clock_.Now(), .clock = &clock_};
  EXPECT_THAT(Search(Text("railway"), context), StatusIs(absl::StatusCode::kDeadlineExceeded, _));
}

TEST_F(SearcherTest, StopsBetweenTwoHits) {
  int checks = 0;
  const CallContext context{.cancelled = [&] { return ++checks > 4; }, .clock = &clock_};
  SearchRequest request = Text("railway");  // the plan, a range, a term, then two hits
  EXPECT_THAT(Search(request, context), StatusIs(absl::StatusCode::kCancelled, _));
  checks = 0;
  request.page_size = 1;
  EXPECT_THAT(Search(request, context), IsOk());
}

// Many words in long articles: to look through one takes as long as there are words to compare.
TEST_F(SearcherTest, LooksForTheCallerBetweenLongArticles) {
  std::string body;
  std::string near;
  std::string all;
  for (char first = 'a'; first <= 'c'; ++first) {
    for (char second = 'a'; second <= 't'; ++second) {
      const std::string word = {'q', first, second, 'q'};
      body += word;
      for (int i = 0; i < 200; ++i) {
        body += " filler";
      }
      body += " ";
      near += StrCat(near.empty() ? "" : " NEAR/1 ", word);
      all += StrCat(word, " ");
    }
  }
  constexpr int kArticles = 10;
  for (int i = 0; i < kArticles; ++i) {
    StoredArticle stored;
    stored.article.id = StrCat("long-", i);
    stored.article.body = body;
    ASSERT_THAT(index_.Put(stored), IsOk());
  }
  ASSERT_THAT(index_.Commit(), IsOk());
  int checks = 0;
  const CallContext context{.cancelled =
                                [&] {
                                  ++checks;
                                  return false;
                                },
                            .clock = &clock_};
  SearchRequest request = Text(all);
  request.page_size = 0;
  EXPECT_EQ(Search(request, context)->total, std::uint64_t{kArticles});
  const int checks_of_lists = std::exchange(checks, 0);
  request.query.text = near;
  EXPECT_EQ(Search(request, context)->total, 0U);
  EXPECT_GE(checks, checks_of_lists / 2 + kArticles / 2);  // it is one node of the plan
}

TEST_F(SearcherTest, LooksForTheCallerBetweenHiddenArticles) {
  for (int i = 0; i < 4200; ++i) {
    StoredArticle stored;
    stored.article.id = StrCat("hidden-", i);
    stored.article.status = ArticleStatus::kWithheld;
    ASSERT_THAT(index_.Put(stored), IsOk());
  }
  ASSERT_THAT(index_.Commit(), IsOk());
  int checks = 0;
  const CallContext context{.cancelled = [&] { return ++checks > 2; }, .clock = &clock_};
  SearchRequest request;
  request.page_size = 0;
  EXPECT_THAT(Search(request, context), StatusIs(absl::StatusCode::kCancelled, _));
}

TEST_F(SearcherTest, ExceptionsBecomeErrors) {
  const CallContext context{.cancelled = []() -> bool { throw std::bad_alloc(); },
                            .clock = &clock_};
  EXPECT_THAT(Search(Text("railway"), context), StatusIs(absl::StatusCode::kResourceExhausted, _));
  const auto values = index_.Read([&](const Snapshot& snapshot, IndexReader& reader) {
    return Searcher(clock_).ListFacetValues({}, snapshot, reader, context);
  });
  EXPECT_THAT(values, StatusIs(absl::StatusCode::kResourceExhausted, _));
}

TEST_F(SearcherTest, PageTokens) {
  SearchRequest request = Text("railway");
  request.page_size = 1;
  const std::string token = Search(request)->next_page_token;
  ASSERT_NE(token, "");
  request.page_token = token;
  request.page_size = 5;  // may change
  EXPECT_THAT(Ids(request), ElementsAre("coal"));
  EXPECT_EQ(Search(request)->total, 2U);
  EXPECT_EQ(Search(request)->next_page_token, "");

  request.query.text = "coal";
  absl::Status status = Search(request).status();
  EXPECT_EQ(FieldViolations(status)[0].field, "page_token");
  EXPECT_EQ(Reason(status), "PAGE_TOKEN_MISMATCH");
  request.page_token = "rubbish";
  status = Search(request).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, _));
  EXPECT_EQ(FieldViolations(status)[0].field, "page_token");
}

TEST_F(SearcherTest, PageTokensOfFacets) {
  SearchRequest request;
  request.page_size = 1;
  request.facets = {{.facet = Facet::kCountry, .limit = 1}, {.facet = Facet::kSector, .limit = 1}};
  const SearchResult first = Search(request).value();
  clock_.Advance(absl::Seconds(1));
  const SearchResult later = Search(request).value();
  request.facets[0].page_token = first.facets[0].next_page_token;
  request.facets[0].limit = 5;  // may change
  request.facets[1].page_token = first.facets[1].next_page_token;
  EXPECT_THAT(Search(request), IsOk());

  request.facets[1].page_token = later.facets[1].next_page_token;
  absl::Status status = Search(request).status();
  ASSERT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, _));
  EXPECT_EQ(FieldViolations(status)[0].field, "facets[1].page_token");
  request.facets[1].page_token = first.facets[0].next_page_token;
  status = Search(request).status();
  ASSERT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, _));
  EXPECT_EQ(FieldViolations(status)[0].field, "facets[1].page_token");
  EXPECT_EQ(Reason(status), "PAGE_TOKEN_MISMATCH");
}

struct Mistake {
  std::string field;
  std::function<void(SearchRequest&)> make;
};

TEST_F(SearcherTest, MistakesNameTheField) {
  const std::vector<Mistake> mistakes = {
      {"page_size", [](SearchRequest& r) { r.page_size = 101; }},
      {"facets[0].limit", [](SearchRequest& r) { r.facets = {{.limit = 1001}}; }},
      {"facets[1].include_values[0]",
       [](SearchRequest& r) {
         r.facets = {{}, {.include_values = {"QQ"}}};
       }},
      {"query.filters[0].any_of[1]",
       [](SearchRequest& r) {
         r.query.filters = {{.any_of = {"KG", "QQ"}}};
       }},
      {"query.filters[0].all_of[0]",
       [](SearchRequest& r) { r.query.filters = {{.facet = Facet::kSector, .all_of = {"A49"}}}; }},
      {"query.filters[1].none_of[0]",
       [](SearchRequest& r) {
         r.query.filters = {{.facet = Facet::kPerson}, {.none_of = {""}}};
       }},
      {"query.filters[1].facet",
       [](SearchRequest& r) {
         r.query.filters = {{}, {}};
       }},
      {"query.published.end",
       [](SearchRequest& r) {
         r.query.published.start = absl::FromUnixSeconds(2);
         r.query.published.end = absl::FromUnixSeconds(1);
       }},
      {"query.text",
       [](SearchRequest& r) {
         r.query.text = "\"open";
         r.query.strict = true;
       }},
  };
  for (const Mistake& mistake : mistakes) {
    SearchRequest request;
    mistake.make(request);
    const absl::Status status = Search(request).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, _)) << mistake.field;
    ASSERT_EQ(FieldViolations(status).size(), 1U) << mistake.field;
    EXPECT_EQ(FieldViolations(status)[0].field, mistake.field);
  }
  SearchRequest empty_range;
  empty_range.query.published = {absl::FromUnixSeconds(1), absl::FromUnixSeconds(1)};
  EXPECT_THAT(Ids(empty_range), IsEmpty());
}

TEST_F(SearcherTest, ListsValuesByTheBeginningOfWords) {
  EXPECT_THAT(ValueIds(Facet::kCountry, ""), ElementsAre("CN", "KG"));
  EXPECT_THAT(ValueIds(Facet::kCountry, " "), ElementsAre("CN", "KG"));
  EXPECT_THAT(ValueIds(Facet::kCountry, " kg "), ElementsAre("KG"));
  EXPECT_THAT(ValueIds(Facet::kCountry, "KYR"), ElementsAre("KG"));
  EXPECT_THAT(ValueIds(Facet::kCountry, "kg"), ElementsAre("KG"));
  EXPECT_THAT(ValueIds(Facet::kCountry, "rgyz"), IsEmpty());
  EXPECT_THAT(ValueIds(Facet::kCountry, "kirg", "de"), ElementsAre("KG"));
  EXPECT_THAT(ValueIds(Facet::kCountry, "kyrg", "de"), ElementsAre("KG"));
  EXPECT_THAT(ValueIds(Facet::kPerson, "qia"), ElementsAre("li-qiang"));
  EXPECT_THAT(ValueIds(Facet::kPerson, "q li"), ElementsAre("li-qiang"));
  EXPECT_THAT(ValueIds(Facet::kPerson, "li"), ElementsAre("li-qiang", "li-wei"));
  EXPECT_THAT(ValueIds(Facet::kPerson, "?"), IsEmpty());
  EXPECT_THAT(ValueIds(Facet::kSector, "h4"), ElementsAre("H49"));
}

TEST_F(SearcherTest, ForgivesOneTypoInAListing) {
  EXPECT_THAT(ValueIds(Facet::kCountry, "krygyz"), ElementsAre("KG"));
  EXPECT_THAT(ValueIds(Facet::kCountry, "yrgyz"), ElementsAre("KG"));
  EXPECT_THAT(ValueIds(Facet::kCountry, "ryg"), IsEmpty());  // too short
  EXPECT_THAT(ValueIds(Facet::kPerson, "li qaing"), ElementsAre("li-qiang"));
  EXPECT_THAT(ValueIds(Facet::kPerson, "qiagn ling"), IsEmpty());  // two of them
  const absl::StatusOr<FacetValuesResult> typo =
      Values({.facet = Facet::kPerson, .prefix = "qianx"});
  ASSERT_THAT(typo, IsOk());
  ASSERT_EQ(typo->values.size(), 1U);
  EXPECT_TRUE(typo->values[0].typo_forgiven);
}

TEST_F(SearcherTest, ListsValuesByOtherNames) {
  const std::vector<KnownName> known = {{Facet::kCountry, "KG", "Kirghizia"},
                                        {Facet::kCountry, "KG", "Kyrgyz Republic"},
                                        {Facet::kCountry, "NL", "Holland"},
                                        {Facet::kSector, "H49", "rail freight"}};
  const ValueAliases aliases(known);
  const auto find = [&](Facet facet, std::string typed) {
    const FacetValuesRequest request{.facet = facet, .prefix = std::move(typed)};
    const auto result = index_.Read([&](const Snapshot& snapshot, IndexReader& reader) {
      return Searcher(clock_, aliases).ListFacetValues(request, snapshot, reader, CallContext{});
    });
    EXPECT_THAT(result, IsOk());
    std::vector<std::string> found;
    for (const FacetValue& value : result->values) {
      found.push_back(StrCat(value.id, value.typo_forgiven ? "~" : "=", value.matched_alias));
    }
    return found;
  };
  EXPECT_THAT(find(Facet::kCountry, "kirg"), ElementsAre("KG=Kirghizia"));
  EXPECT_THAT(find(Facet::kCountry, "kyrg"), ElementsAre("KG="));
  EXPECT_THAT(find(Facet::kCountry, "kyrg rep"), ElementsAre("KG=Kyrgyz Republic"));
  EXPECT_THAT(find(Facet::kCountry, "rep kirghizia"), ElementsAre("KG="));  // no single one
  EXPECT_THAT(find(Facet::kCountry, "krighizia"), ElementsAre("KG~Kirghizia"));
  EXPECT_THAT(find(Facet::kCountry, "holl"), IsEmpty());  // no article has it
  EXPECT_THAT(find(Facet::kSector, "freight"), ElementsAre("H49=rail freight"));
  EXPECT_THAT(find(Facet::kSector, "land"),
              ElementsAre("H49=Land transport and transport via pipelines"));
}

TEST_F(SearcherTest, ListingRefusesWrongRequests) {
  EXPECT_THAT(Values({.page_size = 0}), StatusIs(absl::StatusCode::kInvalidArgument, _));
  EXPECT_THAT(Values({.page_size = 1001}), StatusIs(absl::StatusCode::kInvalidArgument, _));
  FacetValuesRequest request{.facet = Facet::kPerson, .page_size = 1};
  const absl::StatusOr<FacetValuesResult> page = Values(request);
  ASSERT_THAT(page, IsOk());
  request.page_token = page->next_page_token;
  request.facet = Facet::kCountry;
  EXPECT_EQ(Reason(Values(request).status()), "PAGE_TOKEN_MISMATCH");
}

TEST_F(SearcherTest, GetsArticlesThatMayBeServed) {
  const auto get = [&](bool include_body) {
    return index_.Read([&](const Snapshot& snapshot, IndexReader& reader) {
      return Searcher(clock_).GetArticles({"rail", "none", "embargo", "withheld", "coal"},
                                          {.include_body = include_body, .label_language = "fr"},
                                          snapshot,
                                          reader);
    });
  };
  const auto articles = get(true);
  ASSERT_THAT(articles, IsOk());
  ASSERT_EQ(articles->size(), 5U);
  EXPECT_EQ((*articles)[0]->article.body, "The railway to Osh was built.");
  EXPECT_EQ((*articles)[0]->entities[0].label, "Kirghizstan");
  EXPECT_FALSE((*articles)[1].has_value());
  EXPECT_FALSE((*articles)[2].has_value());
  EXPECT_FALSE((*articles)[3].has_value());
  EXPECT_EQ((*articles)[4]->article.id, "coal");
  EXPECT_EQ((*get(false))[0]->article.body, "");
  clock_.Advance(absl::Hours(2));
  EXPECT_TRUE((*get(true))[2].has_value());
}

TEST_F(SearcherTest, DescribesTheCorpus) {
  const CorpusInfo info = Searcher(clock_).GetCorpus(*index_.snapshot());
  EXPECT_EQ(info.articles, 3U);
  EXPECT_EQ(info.oldest, absl::FromUnixSeconds(1'600'000'000) + absl::Hours(24));
  EXPECT_EQ(info.newest, absl::FromUnixSeconds(1'600'000'000) + absl::Hours(48));
  EXPECT_EQ(info.countries, 2U);
  EXPECT_EQ(info.persons, 2U);
  EXPECT_EQ(info.sectors, 3U);
  EXPECT_EQ(info.commit_token, index_.snapshot()->commit_token());
}

// So many articles that long posting lists are walked, and so many people of one name that the
// column is read.
TEST(ManyArticles, WalkingSkippingAndColumnsFindTheSame) {
  constexpr int kArticles = 1500;
  constexpr int kPeople = 70;
  TestIndex index;
  FakeClock clock;
  for (int number = 0; number < kArticles; ++number) {
    StoredArticle stored = MakeArticle(StrCat(number), "", number % 2 == 0 ? "even" : "odd", 1);
    stored.article.body += number % 100 == 0 ? " hundred" : "";
    if (number % 3 == 0) {
      stored.entities = {MakeEntity(Facet::kPerson, StrCat("p-", number % kPeople), "Common Name")};
    }
    ASSERT_THAT(index.Put(stored), IsOk());
  }
  ASSERT_THAT(index.Commit(), IsOk());
  const auto total = [&](const ArticleQuery& query) {
    return index
        .Read([&](const Snapshot& snapshot, IndexReader& reader) {
          return Searcher(clock).Search(
              {.query = query, .page_size = 0}, snapshot, reader, CallContext{});
        })
        .value()
        .total;
  };
  EXPECT_EQ(total({.text = "even"}), 750U);
  EXPECT_EQ(total({.text = "hundred even"}), 15U);
  EXPECT_EQ(total({.text = "hundred odd"}), 0U);
  EXPECT_EQ(total({.text = "person:name"}), 500U);
  EXPECT_EQ(total({.text = "person:name even"}), 250U);
  EXPECT_EQ(total({.text = "NOT person:name"}), 1000U);
  FacetFilter all{.facet = Facet::kPerson};
  for (int person = 0; person < kPeople; ++person) {
    all.any_of.push_back(StrCat("p-", person));
  }
  EXPECT_EQ(total({.filters = {all}}), 500U);
  EXPECT_EQ(total({.filters = {{.facet = Facet::kPerson, .none_of = all.any_of}}}), 1000U);
  all.any_of.resize(kPeople - 1);
  EXPECT_EQ(total({.filters = {all}}), 493U);  // without 69, 279, 489, ...
}

TEST(EmptyIndex, FindsNothing) {
  TestIndex index;
  FakeClock clock;
  ASSERT_THAT(index.Commit(), IsOk());
  SearchRequest request;
  request.facets = {{.facet = Facet::kCountry}};
  const absl::StatusOr<SearchResult> result =
      index.Read([&](const Snapshot& snapshot, IndexReader& reader) {
        return Searcher(clock).Search(request, snapshot, reader, CallContext{});
      });
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->total, 0U);
  EXPECT_EQ(result->facets[0], FacetResult{});
  EXPECT_FALSE(Searcher(clock).GetCorpus(*index.snapshot()).oldest.has_value());
}

}  // namespace
}  // namespace facetwire
