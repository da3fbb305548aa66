// SPDX-License-Identifier: GPL-3.0-or-later
// Searches that share a cache of posting lists, while the index grows, is sealed, folded and purged
// under them; run under the thread sanitizer too.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/index/search/twins.h"
#include "tests/index/store/store_testing.h"

namespace facetwire {
namespace {

using testing::BruteForce;
using testing::BruteForceResult;
using testing::Comparable;
using testing::ExpectHits;
using testing::FoldAll;
using testing::IsOk;
using testing::Must;
using testing::TempDir;
using testing::Twins;

// Every list is kept.
constexpr std::size_t kCacheBytes = std::size_t{8} << 20U;

// A snapshot, what reads it, and what it should say.
struct View {
  std::shared_ptr<const Snapshot> snapshot;
  std::unique_ptr<IndexReader> reader;
  BruteForce twin;
};

void ExpectSame(Twins& twins, const View& view, SearchRequest request) {
  request.sort = Sort::kNewest;  // frequencies may be those of newer handles
  const CallContext context{.clock = &twins.clock};
  const absl::StatusOr<SearchResult> result =
      Searcher(twins.clock).Search(request, *view.snapshot, *view.reader, context);
  ASSERT_THAT(result, IsOk());
  const BruteForceResult expected = view.twin.Search(request, twins.clock.Now());
  EXPECT_EQ(Comparable(result->facets), Comparable(expected.facets));
  ExpectHits(result->hits, expected, request.sort);
}

class CachedSearchTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(CachedSearchTest, WhatIsCachedStaysRightAsTheIndexChanges) {
  Twins twins(GetParam());
  PostingCache cache(kCacheBytes, /*shortest=*/0);
  std::vector<View> views;
  const auto look = [&] {
    View& view = views.emplace_back();
    view.snapshot = twins.index.snapshot();
    view.reader = std::make_unique<IndexReader>(twins.index.directory(), &cache);
    ASSERT_THAT(view.reader->CatchUp(*view.snapshot), IsOk());
    view.twin = twins.twin;
  };
  for (int round = 0; round < 30 && !HasFailure(); ++round) {
    twins.Grow(2);
    if (twins.corpus.OneIn(4)) {
      FoldAll(twins.index.writer());
      twins.Grow(1);
    }
    look();
    for (int i = 0; i < 4; ++i) {
      const SearchRequest request = twins.corpus.MakeRequest();
      SCOPED_TRACE(StrCat("seed ", GetParam(), ", round ", round, ", text: ", request.query.text));
      ExpectSame(twins, views.back(), request);
      ExpectSame(twins, views[twins.corpus.Below(views.size())], request);
    }
  }
  EXPECT_GT(cache.bytes(), std::size_t{40} << 10U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, CachedSearchTest, ::testing::Values(1, 2, 3, 4));

constexpr int kArticles = 20;
constexpr int kRounds = 60;
constexpr int kReaders = 3;

// Every commit replaces all articles by those of the next round: each snapshot has kArticles of one
// round.
void WriteRounds(IndexWriter& writer) {
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < kArticles; ++i) {
      StoredArticle stored = testing::MakeArticle(StrCat("id", i), StrCat("common word ", round));
      stored.article.source = "everywhere";
      stored.entities = {
          testing::MakeEntity(Facet::kPerson, StrCat("p", round * 7 + i), "Name Surname")};
      testing::Put(writer, stored);
    }
    ASSERT_THAT(writer.Commit(), IsOk());
    if (round % 5 == 4) {
      ASSERT_THAT(writer.Seal(), IsOk());
    }
    if (round % 10 == 7) {
      FoldAll(writer);
    }
  }
}

SearchRequest RequestFor(const char* text) {
  SearchRequest request;
  request.query.text = text;
  request.include_body = true;
  request.page_size = kMaxPageSize;
  request.facets = {{.facet = Facet::kPerson, .limit = 100},
                    {.facet = Facet::kSource},
                    {.facet = Facet::kPerson, .order = FacetOrder::kSignificance}};
  return request;
}

// What is wrong with an answer, or nothing.
std::string Flaws(const SearchResult& result) {
  if (result.total == 0 && result.facets[0].articles == 0) {
    return "";  // before the first commit
  }
  std::string flaws;
  const auto expect = [&](const char* what, std::uint64_t count) {
    flaws += count == kArticles ? "" : StrCat(what, " ", count, "; ");
  };
  expect("total", result.total);
  expect("hits", result.hits.size());
  for (const FacetResult& facet : result.facets) {
    expect("articles", facet.articles - facet.missing);
  }
  expect("persons", result.facets[0].values.size());
  expect("distinct", result.facets[2].distinct);
  expect("source", result.facets[1].values.empty() ? 0 : result.facets[1].values[0].count);
  for (const Hit& hit : result.hits) {
    const std::string& body = hit.stored.article.body;
    flaws += body == result.hits[0].stored.article.body ? "" : StrCat("beside ", body, "; ");
  }
  return flaws;
}

// Searches, once and again until `done`. Returns what is wrong, or nothing.
std::string SearchUntil(const std::atomic<bool>& done,
                        const std::string& directory,
                        SnapshotSource& source,
                        PostingCache& cache) {
  IndexReader reader(directory, &cache);
  const char* const texts[] = {
      "", "common", "\"common word\"", "word NOT nowhere", "source:everywhere"};
  for (std::size_t i = 0; !done; ++i) {
    const std::shared_ptr<const Snapshot> snapshot = source.Current();
    absl::Status status = reader.CatchUp(*snapshot);
    const SearchRequest request = RequestFor(texts[i % std::size(texts)]);
    if (status.ok()) {
      const absl::StatusOr<SearchResult> result =
          Searcher(SystemClock()).Search(request, *snapshot, reader, CallContext());
      status = result.status();
      if (const std::string flaws = result.ok() ? Flaws(*result) : ""; !flaws.empty()) {
        return StrCat(request.query.text, ": ", flaws);
      }
    }
    if (absl::IsAborted(status)) {
      reader.Close();
    } else if (!status.ok()) {
      return status.ToString();
    }
  }
  return "";
}

TEST(SearchThreadsTest, EverySearchIsOfOneCommit) {
  TempDir dir;
  const auto writer = Must(IndexWriter::Open(dir.path()));
  const auto source = Must(SnapshotSource::Open(dir.path()));
  PostingCache cache(kCacheBytes, /*shortest=*/0);
  std::atomic<bool> done{false};
  std::vector<std::string> wrong(kReaders);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kReaders; ++i) {
    threads.emplace_back([&, i] { wrong[i] = SearchUntil(done, dir.path(), *source, cache); });
  }
  threads.emplace_back([&] {
    while (!done) {
      EXPECT_THAT(source->Refresh(), IsOk());
    }
  });
  WriteRounds(*writer);
  EXPECT_THAT(source->WaitFor({writer->index_id(), writer->sequence()}, CallContext()), IsOk());
  done = true;
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_THAT(wrong, ::testing::Each(""));
}

}  // namespace
}  // namespace facetwire
