// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_PEERS_BENCH_QUERY_H_
#define FACETWIRE_TESTS_BENCH_PEERS_BENCH_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/peers/corpus.h"

namespace facetwire::peers {

// What is asked of every engine: the ten best (or newest) articles, how many there are, and the ten
// most frequent values of each facet with their counts.
struct BenchQuery {
  enum class Text { kNone, kAll, kAny, kPhrase };

  std::string query_class;
  Text text = Text::kNone;
  std::vector<std::string> words;  // a to z
  std::int64_t value = -1;         // an entity that must be there; -1: none
  std::size_t facet = 0;           // of the value
  std::string value_id;
  std::int64_t from = 0;  // published from then until before `to`; to == 0: any time
  std::int64_t to = 0;
  bool newest = false;  // sorted by time

  // For a person, in one line.
  std::string ToString() const;
};

// Draws queries from what is really in a corpus. The same arguments give the same queries.
class QueryMaker {
 public:
  // In how many articles the stem of a word is.
  using Frequency = std::function<std::size_t(const std::string& word)>;

  // `corpus`, `values`: files, see corpus.h. `is_stop_word`: some engines know no such word.
  QueryMaker(const std::string& corpus,
             const std::string& values,
             const Frequency& frequency,
             const std::function<bool(const std::string& word)>& is_stop_word,
             std::uint64_t seed);

  // `count` of each class; of the one that matches everything at most 5.
  std::vector<BenchQuery> Make(std::size_t count);

 private:
  struct Bands {
    std::vector<std::string> rare;
    std::vector<std::string> mid;
    std::vector<std::string> common;
  };

  void ReadSample(const std::string& corpus);
  void AddPhrases(const Record& record);
  const std::string& Pick(const std::vector<std::string>& words);
  BenchQuery Words(const std::string& name,
                   BenchQuery::Text text,
                   const std::vector<const std::vector<std::string>*>& bands);
  BenchQuery Phrase();
  BenchQuery WithValue(BenchQuery query, const std::vector<ValueTable::Value>& values);
  BenchQuery WithDates(BenchQuery query);

  std::mt19937_64 random_;
  std::vector<ValueTable::Value> values_;
  std::vector<ValueTable::Value> countries_;  // that many articles have
  Bands bands_;
  std::vector<std::string> words_;  // of the sample, each stem once
  std::vector<std::pair<std::string, std::string>> phrases_;
  std::size_t articles_ = 0;  // in the whole corpus
  std::int64_t oldest_ = 0;
  std::int64_t newest_ = 0;
};

}  // namespace facetwire::peers

#endif  // FACETWIRE_TESTS_BENCH_PEERS_BENCH_QUERY_H_
