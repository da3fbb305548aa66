// SPDX-License-Identifier: GPL-3.0-or-later
// How long values of a facet are looked for by what is typed, in a dictionary of random persons:
// median and slowest of some rounds, in milliseconds, and how many are found. Without the counting,
// which is the search's. Usage: facet_values_bench [PERSONS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "index/base/str_cat.h"
#include "index/search/value_matcher.h"
#include "index/text/fold.h"

namespace facetwire {
namespace {

constexpr int kRounds = 31;

double Milliseconds(const std::function<void()>& run) {
  const auto begin = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

// Syllables with the skew of names: few are common.
class Names {
 public:
  std::string Word() {
    constexpr const char* kSyllables[] = {"an",  "el", "ja", "ro",  "mi", "ka",  "lo", "in",
                                          "sha", "de", "ta", "bek", "ov", "chi", "qi", "zhe",
                                          "mar", "ku", "po", "sun", "ye", "fer", "gu", "wil"};
    std::string word;
    for (std::size_t i = 2 + random_() % 3; i > 0; --i) {
      const std::size_t skewed = std::min(random_() % 24, random_() % 24);
      word += kSyllables[skewed];
    }
    word[0] = static_cast<char>(word[0] - 'a' + 'A');
    return word;
  }

 private:
  std::mt19937_64 random_{1};
};

void Measure(const char* typed, const DictionaryView& view, const ValueAliases& aliases) {
  std::vector<double> times;
  std::size_t exact = 0;
  std::size_t with_typo = 0;
  for (int i = 0; i < kRounds; ++i) {
    exact = 0;
    with_typo = 0;
    times.push_back(Milliseconds([&] {
      const ValueMatcher matcher(Facet::kPerson, typed, "", view, aliases);
      const ValueMatcher::Matches matches = matcher.Find();
      matches.exact.ForEach([&](Ordinal) { ++exact; });
      matches.with_typo.ForEach([&](Ordinal) { ++with_typo; });
    }));
  }
  std::sort(times.begin(), times.end());
  std::printf("  %-14s %8.3f %8.3f  %7zu as typed, %7zu with a typo\n",
              typed,
              times[times.size() / 2],
              times.back(),
              exact,
              with_typo);
}

int Main(std::size_t persons) {
  auto dictionary = std::make_shared<Dictionary>();
  Names names;
  std::vector<DictionaryEntry> entries;
  for (std::size_t i = 0; i < persons; ++i) {
    const std::string given = names.Word();
    const std::string family = names.Word();
    entries.push_back({Facet::kPerson,
                       Fold(StrCat(given, "-", family)),
                       StrCat(given, " ", family)});  // namesakes are no harm here
  }
  const double loading = Milliseconds([&] {
    for (DictionaryEntry& entry : entries) {
      dictionary->Add(std::move(entry));
    }
  });
  const DictionaryView view(dictionary, persons);
  const ValueAliases aliases;
  std::printf("%zu persons, added in %.0f ms\n", persons, loading);
  const double first =
      Milliseconds([&] { ValueMatcher(Facet::kPerson, "first", "", view, aliases).Find(); });
  std::printf("the first look, which sorts the words: %.0f ms\n", first);
  for (const char* const typed :
       {"a", "ja", "jar", "jaro", "jaromi", "jraomi", "mi jaro", "japarov", "zzzzzz", "chi wil"}) {
    Measure(typed, view, aliases);
  }
  dictionary->Add({Facet::kPerson, "new", "Completely Newname"});
  const DictionaryView later(dictionary, persons + 1);
  const double after =
      Milliseconds([&] { ValueMatcher(Facet::kPerson, "newname", "", later, aliases).Find(); });
  std::printf("after one more was added: %.3f ms\n", after);
  return 0;
}

}  // namespace
}  // namespace facetwire

int main(int argc, char** argv) {
  return facetwire::Main(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000);
}
