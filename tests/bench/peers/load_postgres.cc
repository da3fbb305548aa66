// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <fstream>

#include "index/base/str_cat.h"
#include "tests/bench/peers/commands.h"
#include "tests/bench/peers/corpus.h"
#include "tests/bench/peers/measuring.h"
#include "tests/bench/peers/postgres_connection.h"

namespace facetwire::peers {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20U;

// `found` is what a search by words reads: the entities and the words beside each other, not
// compressed, in the row. `facet` is the same without the words, for searches that have none.
constexpr const char* kTables[] = {
    "set client_min_messages = warning",
    "drop table if exists article, found, facet",
    ("create unlogged table article (n int primary key, id text, published bigint, source text,"
     " entities int[], title text, body text)")};

constexpr const char* kAfterCopy[] = {
    "create unlogged table found (n int, published bigint, entities int[], words tsvector)"
    " with (toast_tuple_target = 8160)",
    "alter table found alter words set storage external",
    "insert into found select n, published, entities,"
    " to_tsvector('english', title || ' ' || body) from article",
    "create unlogged table facet as select n, published, entities from article"};

constexpr const char* kIndexes[] = {"create index on found using gin (words)",
                                    "create index on found using gin (entities)",
                                    "create index on found (published)",
                                    "create index on facet using gin (entities)",
                                    "create index on facet (published, n)",
                                    "vacuum analyze article",
                                    "vacuum analyze found",
                                    "vacuum analyze facet"};

std::size_t Copy(const LoadOptions& options, PostgresConnection& postgres) {
  std::ifstream file(options.corpus, std::ios::binary);
  std::string chunk;
  std::size_t articles = 0;
  postgres.BeginCopy("copy article from stdin");
  for (std::string line; articles < options.articles && std::getline(file, line); ++articles) {
    chunk += line;
    chunk += '\n';
    if (chunk.size() > kChunk) {
      postgres.PutCopy(chunk);
      chunk.clear();
    }
  }
  postgres.PutCopy(chunk);
  postgres.EndCopy();
  return articles;
}

}  // namespace

void LoadPostgres(const LoadOptions& options) {
  PostgresConnection postgres(options.database);
  const Stopwatch all;
  for (const char* statement : kTables) {
    postgres.Run(statement);
  }
  const Stopwatch copying;
  const std::size_t articles = Copy(options, postgres);
  Print("postgres_copy_seconds", copying.Seconds());
  const Stopwatch parsing;
  for (const char* statement : kAfterCopy) {
    postgres.Run(statement);
  }
  Print("postgres_tsvector_seconds", parsing.Seconds());
  const Stopwatch indexing;
  for (const char* statement : kIndexes) {
    postgres.Run(statement);
  }
  Print("postgres_index_seconds", indexing.Seconds());
  PrintRate("postgres", articles, all.Seconds());
  const std::string bytes = postgres.Value(
      "select pg_total_relation_size('article') + pg_total_relation_size('found')"
      " + pg_total_relation_size('facet')");
  Print("postgres_bytes", std::strtod(bytes.c_str(), nullptr));
}

}  // namespace facetwire::peers
