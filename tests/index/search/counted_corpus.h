// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_INDEX_SEARCH_COUNTED_CORPUS_H_
#define FACETWIRE_TESTS_INDEX_SEARCH_COUNTED_CORPUS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "index/base/str_cat.h"
#include "index/search/doc_set.h"
#include "index/search/value_counts.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_index.h"

namespace facetwire::testing {

// Articles enough to be counted in every way, and what their counts must be, reckoned without the
// engine.
class CountedCorpus {
 public:
  static constexpr int kArticles = 6000;

  using Value = std::pair<Facet, std::string>;
  using Counts = std::map<Value, std::uint32_t>;

  CountedCorpus() {
    for (int number = 1; number <= kArticles; ++number) {
      StoredArticle stored;
      stored.article.id = StrCat(number);
      stored.article.published = absl::FromUnixSeconds(number);
      for (const auto& [facet, id] : ValuesOf(number)) {
        if (facet == Facet::kSource) {
          stored.article.source = id;
        } else {
          stored.entities.push_back({.facet = facet, .id = id, .label = id, .salience = 1});
        }
      }
      EXPECT_THAT(index_.Put(stored), IsOk());
    }
    EXPECT_THAT(index_.Commit(), IsOk());
    snapshot_ = index_.snapshot();
  }

  const Snapshot& snapshot() const { return *snapshot_; }

  // Articles first to last, which are the documents of these numbers, all of chunk 0.
  static Places Articles(int first, int last) {
    Places places(static_cast<std::size_t>(last - first + 1));
    std::iota(places.begin(), places.end(), static_cast<std::uint16_t>(first));
    return places;
  }

  static std::set<Value> ValuesOf(int number) {
    std::set<Value> values = {{Facet::kPerson, StrCat("often ", number % 13)},
                              {Facet::kPerson, StrCat("once ", number)},
                              {Facet::kSource, StrCat("source ", number % 7)}};
    if (number % 3 == 0) {
      values.emplace(Facet::kCountry, number % 2 == 0 ? "KG" : "KZ");
    }
    return values;
  }

  // Adds what these articles have.
  static void Expect(int first, int last, Counts& counts) {
    for (int number = first; number <= last; ++number) {
      for (const Value& value : ValuesOf(number)) {
        ++counts[value];
      }
    }
  }

  // What was counted, which must be finished, in all ways to ask for it.
  void ExpectSame(const ValueCounts& counted, const Counts& expected) const {
    Counts seen;
    for (const Facet facet : kAllFacets) {
      counted.ForEach(facet, [&](Ordinal ordinal, std::uint32_t count) {
        EXPECT_EQ(counted.count(ordinal), count);
        seen[{facet, snapshot_->dictionary().entry(ordinal).id}] = count;
        return std::uint32_t{1};
      });
      std::uint64_t distinct = 0;
      std::uint64_t sum = 0;
      for (const auto& [value, count] : expected) {
        distinct += value.first == facet ? 1 : 0;
        sum += value.first == facet ? count : 0;
      }
      EXPECT_EQ(counted.sums(facet).distinct, distinct);
      EXPECT_EQ(counted.sums(facet).counts, sum);
    }
    EXPECT_EQ(seen, expected);
  }

 private:
  TestIndex index_;
  std::shared_ptr<const Snapshot> snapshot_;
};

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_INDEX_SEARCH_COUNTED_CORPUS_H_
