// SPDX-License-Identifier: GPL-3.0-or-later
// What corrections cost: median milliseconds of searches with all facets, of filters on a person,
// and of the refresh that takes a correction in, on an index of random documents without
// corrections and then with a hundred. Usage: corrections_cost [DOCUMENTS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "index/base/str_cat.h"
#include "index/search/searcher.h"
#include "tests/support/test_index.h"

namespace facetwire {
namespace {

constexpr int kRounds = 41;
constexpr std::size_t kPersons = 5000;

using testing::TestIndex;

template <typename T>
void Must(const T& result) {
  if (!result.ok()) {
    std::abort();
  }
}

double Median(const std::function<void()>& run) {
  std::vector<double> times;
  for (int i = 0; i < kRounds; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    run();
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
            .count());
  }
  std::nth_element(times.begin(), times.begin() + kRounds / 2, times.end());
  return times[kRounds / 2];
}

std::string Person(std::size_t number) { return StrCat("person-", number); }

StoredArticle RandomArticle(std::size_t number, std::mt19937_64& random) {
  StoredArticle stored;
  stored.article.id = StrCat(number);
  stored.article.title = "A title";
  stored.article.body = random() % 7 == 0 ? "rail and coal" : "wheat";
  stored.article.published = absl::FromUnixSeconds(1'600'000'000 + static_cast<int>(number));
  for (int i = 0; i < 4; ++i) {
    // Few are in many articles.
    const std::size_t person = (random() % kPersons) * (random() % kPersons) / kPersons;
    stored.entities.push_back({.facet = Facet::kPerson,
                               .id = Person(person),
                               .label = StrCat("Person ", person),
                               .salience = 0.5});
  }
  stored.entities.push_back(
      {.facet = Facet::kCountry, .id = random() % 2 == 0 ? "KG" : "CN", .label = "x"});
  std::sort(stored.entities.begin(), stored.entities.end(), [](const Entity& a, const Entity& b) {
    return a.id < b.id;
  });
  return stored;
}

SearchRequest Request(const std::string& text, const std::string& person) {
  SearchRequest request;
  request.query.text = text;
  request.include_snippets = false;
  for (const Facet facet : kAllFacets) {
    request.facets.push_back({.facet = facet});
  }
  if (!person.empty()) {
    request.query.filters = {{.facet = Facet::kPerson, .any_of = {person}}};
  }
  return request;
}

void Print(const char* what, TestIndex& index) {
  std::printf("%s\n", what);

  struct Case {
    const char* name;
    SearchRequest request;
  };

  const std::vector<Case> cases = {{"all articles", Request("", "")},
                                   {"a common word", Request("rail", "")},
                                   {"a person", Request("", Person(1))},
                                   {"another person", Request("", Person(3999))}};
  for (const Case& each : cases) {
    std::uint64_t total = 0;
    const double time = Median([&] {
      const auto result = index.Read([&](const Snapshot& snapshot, IndexReader& reader) {
        return Searcher(SystemClock()).Search(each.request, snapshot, reader, CallContext());
      });
      Must(result);
      total = result->total;
    });
    std::printf("  %-16s %8.3f ms  %llu articles\n",
                each.name,
                time,
                static_cast<unsigned long long>(total));
  }
}

int Main(std::size_t documents) {
  TestIndex index;
  std::mt19937_64 random(1);
  for (std::size_t i = 0; i < documents; ++i) {
    Must(index.Put(RandomArticle(i, random)));
    if (i % 5000 == 4999) {
      Must(index.Commit());
    }
  }
  Must(index.Commit());
  std::printf("%zu documents\n", documents);
  Print("without corrections", index);
  for (std::size_t i = 0; i < 100; ++i) {
    Correction correction{
        .kind = CorrectionKind::kMerge, .entity = Person(2 * i), .target = Person(2 * i + 1)};
    Must(index.writer().Correct(correction, {}));
  }
  const auto begin = std::chrono::steady_clock::now();
  Must(index.Commit());
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  std::printf("commit and refresh of 100 merges: %.1f ms\n", took.count());
  Print("with 100 merges", index);
  std::vector<Docid> half;
  for (Docid docid = 1; docid <= documents; docid += 2) {
    half.push_back(docid);
  }
  Must(index.writer().Correct(
      {.kind = CorrectionKind::kSplit, .entity = Person(1), .name = "Other"}, half));
  Must(index.Commit());
  Print("and a split of half of the articles", index);
  return 0;
}

}  // namespace
}  // namespace facetwire

int main(int argc, char** argv) {
  return facetwire::Main(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000);
}
