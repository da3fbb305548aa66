// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"

#include "index/base/str_cat.h"
#include "tests/bench/peers/engine.h"
#include "tests/bench/peers/sqlite_database.h"

namespace facetwire::peers {
namespace {

// Rows of an answer: its kind, then a number. Kinds 0 to 2: counts of a facet.
constexpr int kTotal = 3;
constexpr int kHit = 4;

// $0: the matches, where there is a condition; $1: their entities; $2: the table of the matches;
// $3: the order of the hits.
constexpr char kStatement[] =
    "with $0 counted as materialized (select v, count(*) k from $1 group by v)"
    " select * from (select 0, k, null, null, null, null from counted"
    " where v < 10000000 order by k desc, v limit 10)"
    " union all select * from (select 1, k, null, null, null, null from counted"
    " where v between 10000000 and 19999999 order by k desc, v limit 10)"
    " union all select * from (select 2, k, null, null, null, null from counted"
    " where v >= 20000000 order by k desc, v limit 10)"
    " union all select 3, count(*), null, null, null, null from $2"
    " union all select 4, n, id, title, source, published from article where n in"
    " (select n from $2 order by $3 limit 10)";

std::string Statement(const BenchQuery& query) {
  const bool words = !query.words.empty();
  const bool ranked = words && !query.newest;
  std::vector<std::string> tables;
  std::vector<std::string> conditions;
  if (words) {
    tables.emplace_back("words");
    conditions.emplace_back("words match ?1");
  }
  // A cross join is done in the order in which it is written: what an article has is looked up for
  // the articles that match.
  if (query.value >= 0) {
    tables.emplace_back("entity e");
    conditions.emplace_back(words ? "e.n = words.rowid and e.v = ?2" : "e.v = ?2");
  }
  const bool dated = query.to != 0 || !ranked;
  if (dated) {
    tables.emplace_back("day");
    conditions.emplace_back(words              ? "day.n = words.rowid"
                            : query.value >= 0 ? "day.n = e.n"
                                               : "true");
  }
  if (query.to != 0) {
    conditions.emplace_back("published >= ?3 and published < ?4");
  }
  if (!words && query.value < 0 && query.to == 0) {
    return absl::Substitute(kStatement, "", "entity", "day", "published desc, n desc");
  }
  const std::string matches = StrCat("m as materialized (select ",
                                     words               ? "words.rowid"
                                     : tables.size() > 1 ? "e.n"
                                                         : "n",
                                     " n",
                                     ranked ? ", rank r" : ", published",
                                     " from ",
                                     absl::StrJoin(tables, " cross join "),
                                     " where ",
                                     absl::StrJoin(conditions, " and "),
                                     "),");
  return absl::Substitute(kStatement,
                          matches,
                          "m cross join entity using (n)",
                          "m",
                          ranked ? "r, n" : "published desc, n desc");
}

std::string MatchOf(const BenchQuery& query) {
  std::vector<std::string> quoted;
  for (const std::string& word : query.words) {
    quoted.push_back(StrCat("\"", word, "\""));
  }
  switch (query.text) {
    case BenchQuery::Text::kAny:
      return absl::StrJoin(quoted, " OR ");
    case BenchQuery::Text::kPhrase:
      return StrCat("\"", absl::StrJoin(query.words, " "), "\"");
    default:
      return absl::StrJoin(quoted, " AND ");
  }
}

class SqliteEngine : public Engine {
 public:
  explicit SqliteEngine(const std::string& path) : database_(path) {}

  std::string name() const override { return "SQLite FTS5"; }

  Answer Ask(const BenchQuery& query) override {
    SqliteDatabase::Statement& statement = Prepared(Statement(query));
    const std::string match = MatchOf(query);
    if (!query.words.empty()) {
      statement.Bind(1, match);
    }
    if (query.value >= 0) {
      statement.Bind(2, query.value);
    }
    if (query.to != 0) {
      statement.Bind(3, query.from);
      statement.Bind(4, query.to);
    }
    Answer answer;
    while (statement.Step()) {
      Take(statement, answer);
    }
    statement.Reset();
    return answer;
  }

 private:
  SqliteDatabase::Statement& Prepared(const std::string& sql) {
    const auto found = statements_.find(sql);
    return found != statements_.end()
               ? found->second
               : statements_.emplace(sql, database_.Prepare(sql)).first->second;
  }

  static void Take(SqliteDatabase::Statement& statement, Answer& answer) {
    const std::int64_t kind = statement.Number(0);
    const auto number = static_cast<std::uint64_t>(statement.Number(1));
    if (kind == kTotal) {
      answer.total = number;
    } else if (kind == kHit) {
      ++answer.hits;
      for (int column = 2; column < 5; ++column) {
        statement.Text(column);
      }
    } else {
      answer.counts.at(static_cast<std::size_t>(kind)).push_back(number);
    }
  }

  SqliteDatabase database_;
  std::map<std::string, SqliteDatabase::Statement> statements_;
};

}  // namespace

std::unique_ptr<Engine> OpenSqlite(const std::string& path) {
  return std::make_unique<SqliteEngine>(path);
}

}  // namespace facetwire::peers
