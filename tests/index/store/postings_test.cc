// SPDX-License-Identifier: GPL-3.0-or-later
// Decoded posting lists, their cache, and the totals of values.
#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/str_cat.h"
#include "index/store/posting_block.h"
#include "index/store/posting_cache.h"
#include "index/store/value_totals.h"

namespace facetwire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Of `documents` documents, each with the term once.
std::shared_ptr<const PostingBlock> MakeBlock(Docid documents) {
  PostingBlockBuilder builder;
  for (Docid docid = 0; docid < documents; ++docid) {
    builder.Add(docid, 1);
  }
  return builder.Finish();
}

TEST(PostingBlockTest, KeepsPlacesAndCounts) {
  PostingBlockBuilder builder;
  const Docid base = 3 * kPostingChunkSize;
  builder.Add(base, 1);
  builder.Add(base + 7, 254);
  builder.Add(base + 8, 255);
  builder.Add(base + 65'535, 70'000);
  const auto block = builder.Finish();
  EXPECT_THAT(block->places(), ElementsAre(0, 7, 8, 65'535));
  EXPECT_THAT(block->bits(), IsEmpty());
  EXPECT_EQ(block->CountOf(0), 1U);
  EXPECT_EQ(block->CountOf(1), 254U);
  EXPECT_EQ(block->CountOf(2), 255U);
  EXPECT_EQ(block->CountOf(3), 70'000U);
  EXPECT_THAT(builder.Finish()->places(), IsEmpty());  // the builder begins anew
}

TEST(PostingBlockTest, ManyWithoutCountsAreBits) {
  PostingBlockBuilder builder;
  for (Docid docid = 0; docid < kPostingChunkSize; docid += 3) {
    builder.Add(docid, 0);
  }
  const auto block = builder.Finish();
  EXPECT_THAT(block->places(), IsEmpty());
  ASSERT_EQ(block->bits().size(), kPostingChunkSize / 64);
  for (Docid docid = 0; docid < kPostingChunkSize; ++docid) {
    ASSERT_EQ(block->bits()[docid / 64] >> (docid % 64) & 1U, docid % 3 == 0 ? 1U : 0U) << docid;
  }
  EXPECT_LT(block->bytes(), 2 * kPostingChunkSize / 8);
}

TEST(PostingCacheTest, TellsKeysApart) {
  PostingCache cache(std::size_t{1} << 20U);
  const auto block = MakeBlock(5);
  cache.Add({.generation = 1, .chunk = 2, .end = 3, .term = "coal"}, block);
  EXPECT_EQ(cache.Find({.generation = 1, .chunk = 2, .end = 3, .term = "coal"}), block);
  for (const PostingCache::Key& other : std::vector<PostingCache::Key>{
           {2, 2, 3, "coal"}, {1, 1, 3, "coal"}, {1, 2, 4, "coal"}, {1, 2, 3, "coals"}}) {
    EXPECT_EQ(cache.Find(other), nullptr);
  }
}

// What was live in an earlier snapshot may be missing from what was read for a later one.
TEST(PostingCacheTest, ServesLaterSnapshotsAndNotEarlierOnes) {
  PostingCache cache(std::size_t{1} << 20U);
  const auto key = [](std::uint64_t sequence) {
    return PostingCache::Key{.generation = 1, .term = "coal", .sequence = sequence};
  };
  const auto later = MakeBlock(4);
  cache.Add(key(8), later);
  EXPECT_EQ(cache.Find(key(8)), later);
  EXPECT_EQ(cache.Find(key(9)), later);
  EXPECT_EQ(cache.Find(key(7)), nullptr);
  const auto earlier = MakeBlock(5);
  cache.Add(key(7), earlier);
  EXPECT_EQ(cache.Find(key(7)), earlier);
  EXPECT_EQ(cache.Find(key(8)), earlier);
}

TEST(PostingCacheTest, KeepsNothingWithoutMemory) {
  PostingCache cache(0);
  const PostingCache::Key key{.generation = 1, .chunk = 2, .end = 3, .term = "coal"};
  EXPECT_FALSE(cache.Keeps(1'000'000));
  EXPECT_FALSE(cache.Admits(key));
  cache.Add(key, MakeBlock(5));
  EXPECT_EQ(cache.Find(key), nullptr);
  EXPECT_EQ(cache.bytes(), 0U);
}

TEST(PostingCacheTest, KeepsListsFromALengthOn) {
  const PostingCache cache(std::size_t{1} << 20U, 10);
  EXPECT_FALSE(cache.Keeps(9));
  EXPECT_TRUE(cache.Keeps(10));
}

TEST(PostingCacheTest, StaysWithinItsMemoryAndKeepsWhatIsUsed) {
  constexpr std::size_t kBytes = std::size_t{1} << 20U;
  PostingCache cache(kBytes);
  const PostingCache::Key used{.generation = 1, .term = "used"};
  cache.Add(used, MakeBlock(5000));
  for (int i = 0; i < 1000; ++i) {
    const std::string term = StrCat("term ", i);
    cache.Add({.generation = 1, .term = term}, MakeBlock(5000));
    ASSERT_LE(cache.bytes(), kBytes);
    ASSERT_NE(cache.Find(used), nullptr) << i;
  }
  EXPECT_GT(cache.bytes(), kBytes / 2);
  EXPECT_EQ(cache.Find({.generation = 1, .term = "term 0"}), nullptr);
  EXPECT_NE(cache.Find({.generation = 1, .term = "term 999"}), nullptr);
}

// Beside what keeps it in order there is no room for the block, though it is smaller than the
// cache.
TEST(PostingCacheTest, KeepsNothingThatDoesNotFit) {
  PostingCache cache(std::size_t{40} << 10U);
  const PostingCache::Key key{.generation = 1, .term = "coal"};
  cache.Add(key, MakeBlock(10'000));
  EXPECT_EQ(cache.Find(key), nullptr);
  EXPECT_LE(cache.bytes(), std::size_t{40} << 10U);
  PostingCache tiny(100);
  tiny.Add(key, MakeBlock(1));
  EXPECT_EQ(tiny.Find(key), nullptr);
}

TEST(PostingCacheTest, WhatIsAskedForOnceDoesNotDriveOutOthers) {
  PostingCache cache(std::size_t{1} << 20U);
  const PostingCache::Key first{.generation = 1, .term = "first"};
  EXPECT_TRUE(cache.Admits(first));  // there is room
  for (int i = 0; i < 1000; ++i) {
    const std::string term = StrCat("term ", i);
    cache.Add({.generation = 1, .term = term}, MakeBlock(5000));
  }
  EXPECT_FALSE(cache.Admits(first));
  EXPECT_TRUE(cache.Admits(first));  // the second time
}

TEST(PostingCacheTest, ServesManyThreads) {
  PostingCache cache(std::size_t{1} << 20U);
  std::atomic<bool> wrong{false};
  std::vector<std::thread> threads;
  for (unsigned thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      std::mt19937_64 random(thread);
      for (int i = 0; i < 3000; ++i) {
        const Docid documents = static_cast<Docid>(1 + random() % 400) * 10;
        const std::string term = StrCat("term ", documents);
        const PostingCache::Key key{.generation = 1, .term = term};
        if (const auto block = cache.Find(key); block == nullptr) {
          cache.Add(key, MakeBlock(documents));
        } else if (block->places().size() != documents) {
          wrong = true;
        }
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_FALSE(wrong);
  EXPECT_LE(cache.bytes(), std::size_t{1} << 20U);
}

// The rows of documents, as views of entries.
struct Rows {
  std::vector<std::vector<Ordinal>> ordinals;

  FacetEntries Entries(std::size_t row, const Dictionary& dictionary) const {
    FacetEntries entries{.ordinals = ordinals[row]};
    unsigned facets = 0;
    for (const Ordinal ordinal : ordinals[row]) {
      facets |= 1U << static_cast<unsigned>(dictionary.facet(ordinal));
    }
    entries.facets = static_cast<std::uint8_t>(facets);
    return entries;
  }
};

void ExpectTotals(const ValueTotals& totals,
                  const Rows& rows,
                  const std::vector<bool>& in,
                  const Dictionary& dictionary) {
  std::map<Ordinal, std::uint32_t> counts;
  std::map<Facet, ValueTotals::Sums> sums;
  for (std::size_t row = 0; row < rows.ordinals.size(); ++row) {
    if (!in[row]) {
      continue;
    }
    for (const Ordinal ordinal : rows.ordinals[row]) {
      ValueTotals::Sums& of = sums[dictionary.facet(ordinal)];
      of.distinct += ++counts[ordinal] == 1 ? 1 : 0;
      ++of.counts;
    }
    const FacetEntries entries = rows.Entries(row, dictionary);
    for (std::size_t i = 0; i < kAllFacets.size(); ++i) {
      sums[kAllFacets[i]].present += entries.facets >> i & 1U;
    }
  }
  for (std::size_t i = 0; i < dictionary.size(); ++i) {
    const auto ordinal = static_cast<Ordinal>(i);
    ASSERT_EQ(totals.count(ordinal), counts[ordinal]);
    if (counts[ordinal] > 0) {
      ASSERT_GE(totals.most(i >> ValueTotals::kChunkBits, dictionary.facet(ordinal)),
                counts[ordinal]);
    }
  }
  for (const Facet facet : kAllFacets) {
    EXPECT_EQ(totals.sums(facet).present, sums[facet].present);
    EXPECT_EQ(totals.sums(facet).distinct, sums[facet].distinct);
    EXPECT_EQ(totals.sums(facet).counts, sums[facet].counts);
  }
}

TEST(ValueTotalsTest, AreTheCountsOfTheDocumentsThatAreThere) {
  std::mt19937_64 random(5);
  Dictionary dictionary;
  for (int i = 0; i < 9000; ++i) {
    dictionary.Add({kAllFacets[static_cast<std::size_t>(i) % kAllFacets.size()], StrCat(i), "x"});
  }
  Rows rows;
  for (int row = 0; row < 200; ++row) {
    std::vector<Ordinal>& ordinals = rows.ordinals.emplace_back();
    for (Ordinal ordinal = static_cast<Ordinal>(random() % 900); ordinal < 9000;
         ordinal += static_cast<Ordinal>(1 + random() % 3000)) {
      ordinals.push_back(ordinal);
    }
  }
  ValueTotals totals;
  std::vector<bool> in(rows.ordinals.size());
  for (int step = 0; step < 1000; ++step) {
    const std::size_t row = random() % rows.ordinals.size();
    if (in[row]) {
      totals.Remove(rows.Entries(row, dictionary), dictionary);
    } else {
      totals.Add(rows.Entries(row, dictionary), dictionary);
    }
    in[row] = !in[row];
  }
  ExpectTotals(totals, rows, in, dictionary);
  const ValueTotals before = totals.Share();
  const std::vector<bool> in_before = in;
  for (std::size_t row = 0; row < rows.ordinals.size(); ++row) {
    if (in[row]) {
      totals.Remove(rows.Entries(row, dictionary), dictionary);
      in[row] = false;
    }
  }
  ExpectTotals(before, rows, in_before, dictionary);
  ExpectTotals(totals, rows, in, dictionary);
}

}  // namespace
}  // namespace facetwire
