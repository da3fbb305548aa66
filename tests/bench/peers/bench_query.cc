// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers/bench_query.h"

#include <algorithm>
#include <limits>
#include <set>

#include "absl/strings/str_join.h"
#include <xapian.h>

#include "index/base/str_cat.h"

namespace facetwire::peers {
namespace {

constexpr std::size_t kSample = 50'000;  // articles whose words are looked at
constexpr std::size_t kShortest = 4;     // letters of a word
constexpr std::size_t kMatchAll = 5;     // queries: they are all the same
constexpr std::int64_t kYear = std::int64_t{365} * 86'400;

// A band of frequencies: the share of all articles.
struct Band {
  double least;
  double most;

  bool Has(std::size_t frequency, std::size_t articles) const {
    const auto all = static_cast<double>(articles);
    const auto count = static_cast<double>(frequency);
    // However small the corpus is, a rare word is in some articles.
    return count >= std::max(1.0, least * all) && count <= std::max(3.0, most * all);
  }
};

constexpr Band kRare = {0.00005, 0.0002};
constexpr Band kMid = {0.005, 0.02};
constexpr Band kCommon = {0.10, 0.35};
constexpr Band kCountry = {0.01, 0.3};

}  // namespace

std::string BenchQuery::ToString() const {
  const char* const joint = text == Text::kAny ? " OR " : " ";
  std::string result = absl::StrJoin(words, joint);
  if (text == Text::kPhrase) {
    result = StrCat("\"", result, "\"");
  }
  if (value >= 0) {
    result = StrCat(result, result.empty() ? "" : " ", kFacets[facet], ":", value_id);
  }
  if (to != 0) {
    result = StrCat(result, " ", from, "..", to);
  }
  return result;
}

QueryMaker::QueryMaker(const std::string& corpus,
                       const std::string& values,
                       const Frequency& frequency,
                       const std::function<bool(const std::string& word)>& is_stop_word,
                       std::uint64_t seed)
    : random_(seed), values_(ValueTable::Load(values)) {
  ReadSample(corpus);
  for (const std::string& word : words_) {
    if (is_stop_word(word)) {
      continue;
    }
    const std::size_t count = frequency(word);
    for (const auto& [band, list] : {std::pair(kRare, &bands_.rare),
                                     std::pair(kMid, &bands_.mid),
                                     std::pair(kCommon, &bands_.common)}) {
      if (band.Has(count, articles_)) {
        list->push_back(word);
      }
    }
  }
  std::erase_if(phrases_, [&](const auto& phrase) {
    return is_stop_word(phrase.first) || is_stop_word(phrase.second);
  });
  for (const ValueTable::Value& value : values_) {
    if (value.facet == 0 && kCountry.Has(value.count, articles_)) {
      countries_.push_back(value);
    }
  }
  if (bands_.rare.empty() || bands_.mid.size() < 2 || bands_.common.size() < 3 ||
      phrases_.empty() || countries_.empty()) {
    Fail("the corpus is too small to draw queries from");
  }
}

void QueryMaker::ReadSample(const std::string& corpus) {
  const Xapian::Stem stemmer("english");
  std::set<std::string> stems;
  oldest_ = std::numeric_limits<std::int64_t>::max();
  newest_ = std::numeric_limits<std::int64_t>::min();
  const auto take = [&](std::string_view word, bool) {
    if (word.size() >= kShortest && stems.insert(stemmer(std::string(word))).second) {
      words_.emplace_back(word);
    }
  };
  ForEachRecord(corpus, [&](const Record& record) {
    ++articles_;
    oldest_ = std::min(oldest_, record.published);
    newest_ = std::max(newest_, record.published);
    if (articles_ <= kSample) {
      ForEachWord(record.title, take);
      ForEachWord(record.body, take);
      AddPhrases(record);
    }
    return true;
  });
}

// Two neighbours of one place of the body.
void QueryMaker::AddPhrases(const Record& record) {
  std::string before;
  std::vector<std::pair<std::string, std::string>> found;
  ForEachWord(record.body, [&](std::string_view word, bool apart) {
    if (!apart && !before.empty() && word.size() >= kShortest) {
      found.emplace_back(before, word);
    }
    before = word.size() >= kShortest ? std::string(word) : "";
  });
  if (!found.empty()) {
    phrases_.push_back(found[random_() % found.size()]);
  }
}

const std::string& QueryMaker::Pick(const std::vector<std::string>& words) {
  return words[random_() % words.size()];
}

BenchQuery QueryMaker::Words(const std::string& name,
                             BenchQuery::Text text,
                             const std::vector<const std::vector<std::string>*>& bands) {
  BenchQuery query{.query_class = name, .text = text};
  for (const std::vector<std::string>* band : bands) {
    const std::string* word = &Pick(*band);
    while (std::find(query.words.begin(), query.words.end(), *word) != query.words.end()) {
      word = &Pick(*band);
    }
    query.words.push_back(*word);
  }
  return query;
}

BenchQuery QueryMaker::Phrase() {
  const auto& [first, second] = phrases_[random_() % phrases_.size()];
  return {.query_class = "phrase", .text = BenchQuery::Text::kPhrase, .words = {first, second}};
}

BenchQuery QueryMaker::WithValue(BenchQuery query, const std::vector<ValueTable::Value>& values) {
  const ValueTable::Value& value = values[random_() % values.size()];
  query.value = value.number;
  query.facet = value.facet;
  query.value_id = value.id;
  return query;
}

BenchQuery QueryMaker::WithDates(BenchQuery query) {
  const std::int64_t range = std::max<std::int64_t>(1, newest_ - oldest_ - kYear);
  query.from = oldest_ + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(range));
  query.to = query.from + kYear;
  return query;
}

std::vector<BenchQuery> QueryMaker::Make(std::size_t count) {
  using Text = BenchQuery::Text;
  const auto* const mid = &bands_.mid;
  const auto* const common = &bands_.common;
  std::vector<BenchQuery> queries;
  const auto add = [&](std::size_t times, const std::function<BenchQuery()>& make) {
    for (std::size_t i = 0; i < times; ++i) {
      queries.push_back(make());
    }
  };
  add(count, [&] { return Words("rare term", Text::kAll, {&bands_.rare}); });
  add(count, [&] { return Words("mid term", Text::kAll, {mid}); });
  add(count, [&] { return Words("common term", Text::kAll, {common}); });
  add(count, [&] { return Words("AND, mid and common", Text::kAll, {mid, common}); });
  add(count, [&] { return Words("AND, two common", Text::kAll, {common, common}); });
  add(count, [&] { return Words("OR, two mid, one common", Text::kAny, {mid, mid, common}); });
  add(count, [&] { return Words("OR, three common", Text::kAny, {common, common, common}); });
  add(count, [&] { return Phrase(); });
  add(count,
      [&] { return WithValue(Words("common term, country", Text::kAll, {common}), countries_); });
  // Values as they come: every facet, most of them rare.
  add(count, [&] { return WithValue({.query_class = "country alone"}, countries_); });
  add(count, [&] { return WithDates(Words("common term, one year", Text::kAll, {common})); });
  add(count, [&] {
    BenchQuery query = Words("common term, newest", Text::kAll, {common});
    query.newest = true;
    return query;
  });
  add(std::min(count, kMatchAll), [] { return BenchQuery{.query_class = "match-all"}; });
  return queries;
}

}  // namespace facetwire::peers
