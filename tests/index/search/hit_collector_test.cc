// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/hit_collector.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace facetwire {
namespace {

constexpr Docid kStretch = Docid{1} << TimeBounds::kStretchBits;
constexpr Docid kDocuments = 8 * kStretch;
constexpr int kRounds = 500;

// Documents of the first chunk with few different times and scores, so that there are many ties;
// those of a stretch are of about the same time.
class HitCollectorTest : public ::testing::Test {
 protected:
  void Fill() {
    bounds_ = std::make_unique<TimeBounds>();
    std::uint64_t time = 0;
    for (Docid docid = 0; docid < kDocuments; ++docid) {
      time = docid % kStretch == 0 ? random_() % 6 : time;
      published_[docid] = static_cast<std::int64_t>(time + random_() % 2);
      bounds_->Add(docid, published_[docid]);
      (*scores_)[docid] = ToScore(static_cast<double>(random_() % 4));
    }
  }

  HitKey KeyOf(Docid docid, bool scored) const {
    return {scored ? FromScore((*scores_)[docid]) : 0, published_[docid], docid};
  }

  // All hits after `after`, in order.
  std::vector<HitKey> Sorted(Sort sort, bool scored, const std::optional<HitKey>& after) const {
    std::vector<HitKey> keys;
    for (Docid docid = 0; docid < kDocuments; ++docid) {
      const HitKey key = KeyOf(docid, scored);
      if (!after.has_value() || ComesBefore(sort, *after, key)) {
        keys.push_back(key);
      }
    }
    std::sort(keys.begin(), keys.end(), [sort](const HitKey& a, const HitKey& b) {
      return ComesBefore(sort, a, b);
    });
    return keys;
  }

  void Expect(HitCollector& collector, std::vector<HitKey> expected, std::size_t size) {
    EXPECT_EQ(collector.more(), expected.size() > size);
    expected.resize(std::min(expected.size(), size));
    EXPECT_EQ(collector.Take(), expected);
  }

  std::optional<HitKey> AnyKey(bool scored) {
    return random_() % 2 == 0
               ? std::nullopt
               : std::optional(KeyOf(static_cast<Docid>(random_() % kDocuments), scored));
  }

  std::mt19937_64 random_{7};
  std::vector<std::int64_t> published_ = std::vector<std::int64_t>(kDocuments);
  std::unique_ptr<TimeBounds> bounds_;
  std::unique_ptr<ScoreBoard> scores_ = std::make_unique<ScoreBoard>();
};

TEST_F(HitCollectorTest, KeepsTheFirstOnesOfChunks) {
  for (int i = 0; i < kRounds && !HasFailure(); ++i) {
    Fill();
    const Sort sort = std::vector{Sort::kRelevance, Sort::kNewest, Sort::kOldest}[random_() % 3];
    const bool scored = sort == Sort::kRelevance && random_() % 2 == 0;
    const std::optional<HitKey> after = AnyKey(scored);
    const std::size_t size = 1 + random_() % 20;
    HitCollector collector(sort, size, after);
    for (Docid begin = kDocuments; begin > 0; begin -= kStretch) {
      Places places;
      for (Docid docid = begin - kStretch; docid < begin; ++docid) {
        places.push_back(static_cast<std::uint16_t>(docid));
      }
      collector.AddAll(places,
                       0,
                       {.published = published_.data(), .bounds = bounds_.get()},
                       scored ? scores_.get() : nullptr);
    }
    Expect(collector, Sorted(sort, scored, after), size);
  }
}

TEST_F(HitCollectorTest, WhatItDoesNotWantItWouldNotKeep) {
  int skipped = 0;
  for (int i = 0; i < kRounds && !HasFailure(); ++i) {
    Fill();
    const Sort sort = random_() % 2 == 0 ? Sort::kNewest : Sort::kOldest;
    const std::optional<HitKey> after = AnyKey(/*scored=*/false);
    const std::size_t size = 1 + random_() % 20;
    HitCollector collector(sort, size, after);
    for (Docid begin = kDocuments; begin > 0; begin -= kStretch) {
      const auto first = published_.begin() + (begin - kStretch);
      const auto [earliest, latest] = std::minmax_element(first, first + kStretch);
      if (!collector.Wants(*earliest, *latest) && collector.more()) {
        ++skipped;
        continue;
      }
      for (Docid docid = begin - kStretch; docid < begin; ++docid) {
        collector.Add(KeyOf(docid, /*scored=*/false));
      }
    }
    Expect(collector, Sorted(sort, /*scored=*/false, after), size);
  }
  EXPECT_GT(skipped, 100);
}

TEST_F(HitCollectorTest, OfNoneItSaysWhetherThereAreSome) {
  Fill();
  HitCollector collector(Sort::kNewest, 0, std::nullopt);
  EXPECT_FALSE(collector.more());
  EXPECT_FALSE(collector.Wants(0, 10));
  collector.AddAll({3}, 0, {.published = published_.data()}, nullptr);
  EXPECT_TRUE(collector.more());
  EXPECT_THAT(collector.Take(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace facetwire
