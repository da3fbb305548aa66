// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers/search_setup.h"

#include <set>
#include <string>

#include "absl/strings/str_split.h"
#include <xapian.h>

#include "tests/bench/peers/postgres_connection.h"

namespace facetwire::peers {
namespace {

std::set<std::string> StopWords(const std::string& connection) {
  if (connection.empty()) {
    return {};
  }
  return absl::StrSplit(
      PostgresConnection(connection)
          .Value("select pg_read_file(setting || '/tsearch_data/english.stop') from pg_config"
                 " where name = 'SHAREDIR'"),
      '\n',
      absl::SkipEmpty());
}

}  // namespace

std::vector<BenchQuery> MakeQueries(const SearchOptions& options) {
  const std::set<std::string> stop_words = StopWords(options.postgres);
  const Xapian::Database database(options.xapian);
  const Xapian::Stem stemmer("english");
  QueryMaker maker(
      options.corpus,
      options.values,
      [&](const std::string& word) { return database.get_termfreq(stemmer(word)); },
      [&](const std::string& word) { return stop_words.count(word) > 0; },
      options.seed);
  return maker.Make(options.queries);
}

}  // namespace facetwire::peers
