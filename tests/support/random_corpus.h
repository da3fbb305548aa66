// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_SUPPORT_RANDOM_CORPUS_H_
#define FACETWIRE_TESTS_SUPPORT_RANDOM_CORPUS_H_

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

#include "index/model/article.h"
#include "index/model/query.h"

namespace facetwire::testing {

// Articles and requests from a small vocabulary, so that words, phrases and values meet often. The
// same seed gives the same ones, on every machine.
class RandomCorpus {
 public:
  explicit RandomCorpus(std::uint64_t seed) : random_(seed) {}

  // From 0 to bound - 1.
  std::size_t Below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

  bool OneIn(std::size_t n) { return Below(n) == 0; }

  // From now on most articles have one of so many stories in their body, and are copies of each
  // other where it is the same.
  void TellStories(std::size_t count) { stories_ = count; }

  // Published within a hundred days from FirstDay(), at one of a few times a day.
  StoredArticle MakeArticle(std::string id, std::int64_t version);

  // A right request, with the page size and without a page token. Not all of them match something.
  SearchRequest MakeRequest();

  // What somebody might type of a value, or of a name of `names`: the beginning of one or two of
  // its words, often with a typo.
  std::string MakePrefix(Facet facet, const std::vector<std::string>& names);

  // A query text within the grammar.
  std::string MakeText(int depth);

  static absl::Time FirstDay() { return absl::FromUnixSeconds(1'680'000'000); }

 private:
  std::string_view Pick(const std::vector<std::string_view>& list) {
    return list[Below(list.size())];
  }

  std::string Words(std::size_t count);
  std::string Leaf();
  std::string BeginningOf(std::string word);
  std::string FieldLeaf();
  void AddEntities(StoredArticle& stored);
  FacetFilter MakeFilter(Facet facet);
  double MinSalience(Facet facet);
  PeriodSpec MakePeriods();
  void AddSubFacets(FacetRequest& facet);
  std::string Value(Facet facet);
  std::vector<std::string> Values(Facet facet, std::size_t most);
  absl::Time Moment();

  std::mt19937_64 random_;
  std::size_t stories_ = 0;
};

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_SUPPORT_RANDOM_CORPUS_H_
