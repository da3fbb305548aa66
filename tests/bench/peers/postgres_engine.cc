// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"

#include "index/base/str_cat.h"
#include "tests/bench/peers/engine.h"
#include "tests/bench/peers/postgres_connection.h"

namespace facetwire::peers {
namespace {

// Rows of an answer: its kind, then a number. Kinds 0 to 2: counts of a facet.
constexpr int kTotal = 3;
constexpr int kHit = 4;

// $0: what is counted, a statement part that `counted` is read from; $1: the total; $2: the hits.
constexpr char kStatement[] =
    "with $0 counted as materialized"
    " (select v, count(*) k from $1, unnest(entities) v group by v)"
    " (select 0, k, null::text, null::text, null::text, null::bigint from counted"
    " where v < 10000000 order by k desc, v limit 10)"
    " union all (select 1, k, null, null, null, null from counted"
    " where v between 10000000 and 19999999 order by k desc, v limit 10)"
    " union all (select 2, k, null, null, null, null from counted"
    " where v >= 20000000 order by k desc, v limit 10)"
    " union all (select 3, count(*), null, null, null, null from $1)"
    " union all (select 4, n, id, title, source, published from"
    " (select n from $1 order by $2 limit 10) best join article using (n))";

class PostgresEngine : public Engine {
 public:
  explicit PostgresEngine(const std::string& connection) : postgres_(connection) {}

  std::string name() const override { return "PostgreSQL"; }

  Answer Ask(const BenchQuery& query) override {
    std::vector<std::string> values;
    const std::string sql = Statement(query, values);
    const PostgresConnection::Result result = postgres_.Run(sql, values);
    Answer answer;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
      const int kind = std::atoi(PQgetvalue(result.get(), row, 0));
      const std::uint64_t number = std::strtoull(PQgetvalue(result.get(), row, 1), nullptr, 10);
      if (kind == kTotal) {
        answer.total = number;
      } else if (kind == kHit) {
        ++answer.hits;
      } else {
        answer.counts.at(static_cast<std::size_t>(kind)).push_back(number);
      }
    }
    return answer;
  }

 private:
  static std::string TextOf(const BenchQuery& query) {
    switch (query.text) {
      case BenchQuery::Text::kAny:
        return absl::StrJoin(query.words, " | ");
      case BenchQuery::Text::kPhrase:
        return absl::StrJoin(query.words, " <-> ");
      default:
        return absl::StrJoin(query.words, " & ");
    }
  }

  static std::string Conditions(const BenchQuery& query, std::vector<std::string>& values) {
    std::vector<std::string> conditions;
    if (!query.words.empty()) {
      values.push_back(TextOf(query));
      conditions.emplace_back("words @@ to_tsquery('english', $1)");
    }
    if (query.value >= 0) {
      values.push_back(StrCat("{", query.value, "}"));
      conditions.push_back(StrCat("entities @> $", values.size(), "::int[]"));
    }
    if (query.to != 0) {
      values.push_back(StrCat(query.from));
      values.push_back(StrCat(query.to));
      conditions.push_back(StrCat("published >= $", values.size() - 1, "::bigint"));
      conditions.push_back(StrCat("published < $", values.size(), "::bigint"));
    }
    return absl::StrJoin(conditions, " and ");
  }

  static std::string Statement(const BenchQuery& query, std::vector<std::string>& values) {
    const std::string where = Conditions(query, values);
    const bool ranked = !query.words.empty() && !query.newest;
    const char* const order = ranked ? "rank desc, n" : "published desc, n desc";
    if (where.empty()) {
      return absl::Substitute(kStatement, "", "facet", order);
    }
    const std::string matches =
        StrCat("m as materialized (select n, published, entities",
               ranked ? ", ts_rank(words, to_tsquery('english', $1)) rank" : "",
               query.words.empty() ? " from facet where " : " from found where ",
               where,
               "),");
    return absl::Substitute(kStatement, matches, "m", order);
  }

  PostgresConnection postgres_;
};

}  // namespace

std::unique_ptr<Engine> OpenPostgres(const std::string& connection) {
  return std::make_unique<PostgresEngine>(connection);
}

}  // namespace facetwire::peers
