// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/doc_set.h"

#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace facetwire {
namespace {

constexpr Docid kSize = 1U << DocSet::kChunkBits;

std::vector<Docid> Docids(const DocSet& set) {
  std::vector<Docid> docids;
  set.ForEach([&](Docid docid) { docids.push_back(docid); });
  return docids;
}

TEST(DocSet, CutAfterLeavesThoseUpToTheLast) {
  constexpr Docid kBase = 3 * kSize;
  const std::vector<Docid> members = {
      kBase, kBase + 1, kBase + 63, kBase + 64, kBase + 65, kBase + 1000, kBase + kSize - 1};
  for (const Docid last : {Docid{0},
                           kBase - 1,
                           kBase,
                           kBase + 62,
                           kBase + 63,
                           kBase + 64,
                           kBase + 999,
                           kBase + 1000,
                           kBase + kSize - 2,
                           kBase + kSize - 1,
                           kBase + kSize,
                           std::numeric_limits<Docid>::max()}) {
    DocSet set(3);
    std::vector<Docid> expected;
    for (const Docid docid : members) {
      set.Add(docid);
      if (docid <= last) {
        expected.push_back(docid);
      }
    }
    set.CutAfter(last);
    EXPECT_EQ(Docids(set), expected) << last;
    EXPECT_EQ(set.Count(), expected.size()) << last;
    EXPECT_EQ(set.empty(), expected.empty()) << last;
  }
}

TEST(DocSet, TheLastChunkEndsBeyondAnyDocid) {
  DocSet set(std::numeric_limits<Docid>::max() >> DocSet::kChunkBits);
  set.Add(std::numeric_limits<Docid>::max());
  set.CutAfter(std::numeric_limits<Docid>::max());
  EXPECT_THAT(Docids(set), ::testing::ElementsAre(std::numeric_limits<Docid>::max()));
  EXPECT_EQ(set.end(), std::uint64_t{1} << 32U);
}

}  // namespace
}  // namespace facetwire
