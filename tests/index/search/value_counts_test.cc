// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/value_counts.h"

#include <gtest/gtest.h>

#include "index/base/str_cat.h"
#include "tests/index/search/counted_corpus.h"

namespace facetwire {
namespace {

using testing::CountedCorpus;

// Of few documents it is remembered which values they have, of many not.
constexpr int kFew = 300;
constexpr int kMany = 2500;

class ValueCountsTest : public ::testing::Test {
 protected:
  CountedCorpus corpus_;
};

TEST_F(ValueCountsTest, TakesWhatOthersCounted) {
  for (const int mine : {0, kFew, kMany}) {
    for (const int theirs : {0, kFew, kMany}) {
      SCOPED_TRACE(StrCat(mine, " and ", theirs));
      // Some are in both, and so are their values.
      const int theirs_first = mine / 2 + 1;
      CountedCorpus::Counts expected;
      CountedCorpus::Expect(1, mine, expected);
      CountedCorpus::Expect(theirs_first, theirs_first + theirs - 1, expected);
      for (int round = 0; round < 2; ++round) {  // the second one with tables that were used
        ValueCounts counts(corpus_.snapshot());
        counts.Add(0, CountedCorpus::Articles(1, mine), 0);
        ValueCounts others(corpus_.snapshot());
        others.Add(0, CountedCorpus::Articles(theirs_first, theirs_first + theirs - 1), 0);
        counts.Take(others);
        counts.Finish();
        EXPECT_EQ(counts.articles(), static_cast<std::uint64_t>(mine + theirs));
        corpus_.ExpectSame(counts, expected);
        others.Finish();
        EXPECT_EQ(others.articles(), 0U);
        corpus_.ExpectSame(others, {});
      }
    }
  }
}

TEST_F(ValueCountsTest, CountsFewAfterMany) {
  ValueCounts counts(corpus_.snapshot());
  counts.Add(0, CountedCorpus::Articles(1, kFew), 0);
  counts.Add(0, CountedCorpus::Articles(kFew + 1, kFew + kMany), 0);
  counts.Add(0, CountedCorpus::Articles(kFew + kMany + 1, 2 * kFew + kMany), 0);
  counts.Finish();
  CountedCorpus::Counts expected;
  CountedCorpus::Expect(1, 2 * kFew + kMany, expected);
  corpus_.ExpectSame(counts, expected);
}

TEST_F(ValueCountsTest, FoldsWhatWasTaken) {
  for (const int theirs : {kFew, kMany}) {
    ValueCounts counts(corpus_.snapshot());
    counts.Add(0, CountedCorpus::Articles(1, kFew), 0);
    ValueCounts others(corpus_.snapshot());
    others.Add(0, CountedCorpus::Articles(kFew + 1, kFew + theirs), 0);
    counts.Take(others);
    counts.Fold(std::vector<Docid>{1, static_cast<Docid>(kFew) + 1}, 0);
    counts.Finish();
    EXPECT_EQ(counts.articles(), static_cast<std::uint64_t>(kFew + theirs - 1));
    CountedCorpus::Counts expected;
    CountedCorpus::Expect(1, kFew + theirs, expected);
    for (const CountedCorpus::Value& value : CountedCorpus::ValuesOf(1)) {
      expected[value] -= CountedCorpus::ValuesOf(kFew + 1).count(value) > 0 ? 1 : 0;
    }
    corpus_.ExpectSame(counts, expected);
  }
}

}  // namespace
}  // namespace facetwire
