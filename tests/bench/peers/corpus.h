// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_PEERS_CORPUS_H_
#define FACETWIRE_TESTS_BENCH_PEERS_CORPUS_H_

#include <cstdint>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The articles of a Facetwire index as the other engines are given them: one line for each in the
// text format of PostgreSQL's COPY, and the table of the entities that are in them.
namespace facetwire::peers {

// Prints why and ends the program: a measurement that went wrong is none.
[[noreturn]] void Fail(std::string_view why);

// Entities are numbered through; a range for each facet, in this order.
inline constexpr const char* kFacets[] = {"country", "person", "sector"};
inline constexpr std::int64_t kFacetRange = 10'000'000;

struct Record {
  std::int64_t number = 0;  // 1 for the first article
  std::string id;
  std::int64_t published = 0;  // seconds since 1970
  std::string source;
  std::vector<std::int64_t> values;  // entities
  std::string title;
  std::string body;
};

// The entities of a corpus.
class ValueTable {
 public:
  struct Value {
    std::int64_t number = 0;
    std::size_t facet = 0;  // of kFacets
    std::string id;
    std::uint64_t count = 0;  // articles that have it
  };

  // The number of the value, a new one where there is none; counts one article more.
  std::int64_t Count(std::size_t facet, const std::string& id);

  // In the order of facet and number.
  std::vector<Value> values() const;

  void Save(const std::string& path) const;
  static std::vector<Value> Load(const std::string& path);

 private:
  std::map<std::pair<std::size_t, std::string>, Value> values_;
  std::int64_t next_[std::size(kFacets)] = {};
};

class CorpusWriter {
 public:
  explicit CorpusWriter(const std::string& path);

  void Add(const Record& record);

  // Everything is in the file afterwards.
  void Close();

 private:
  std::ofstream file_;
};

// Calls `each` for the articles, in order, until it returns false.
void ForEachRecord(const std::string& path, const std::function<bool(const Record&)>& each);

// Calls `each` with the words of a text, a to z in lower case only; `apart`: something other than a
// space or the text's beginning stands before the word.
void ForEachWord(std::string_view text,
                 const std::function<void(std::string_view word, bool apart)>& each);

}  // namespace facetwire::peers

#endif  // FACETWIRE_TESTS_BENCH_PEERS_CORPUS_H_
