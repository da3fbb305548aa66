// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include "tests/bench/peers/commands.h"
#include "tests/bench/peers/corpus.h"
#include "tests/bench/peers/measuring.h"
#include "tests/bench/peers/sqlite_database.h"

namespace facetwire::peers {
namespace {

// `words` keeps no text of its own; `entity` lies by article and, as an index, by entity; `day` is
// apart so that dates can be read without the texts.
constexpr char kTables[] =
    "pragma synchronous = off; pragma journal_mode = off;"
    "create virtual table words using fts5(title, body, tokenize='porter unicode61', content='');"
    "create table article (n integer primary key, id, published, source, title, body);"
    "create table day (n integer primary key, published int);"
    "create table entity (n int, v int, primary key (n, v)) without rowid;"
    "begin";

constexpr char kIndexes[] =
    "commit;"
    "insert into words(words) values ('optimize');"
    "create index entity_v on entity (v, n);"
    "create index day_published on day (published, n);"
    "analyze";

class Inserts {
 public:
  explicit Inserts(SqliteDatabase& database)
      : words_(database.Prepare("insert into words(rowid, title, body) values (?, ?, ?)")),
        article_(database.Prepare("insert into article values (?, ?, ?, ?, ?, ?)")),
        day_(database.Prepare("insert into day values (?, ?)")),
        entity_(database.Prepare("insert into entity values (?, ?)")) {}

  void Add(const Record& record) {
    Run(words_, record.number, record.title, record.body);
    Run(article_,
        record.number,
        record.id,
        record.published,
        record.source,
        record.title,
        record.body);
    Run(day_, record.number, record.published);
    for (const std::int64_t value : record.values) {
      Run(entity_, record.number, value);
    }
  }

 private:
  template <typename... Values>
  static void Run(SqliteDatabase::Statement& statement, const Values&... values) {
    int position = 0;
    (statement.Bind(++position, values), ...);
    statement.Step();
    statement.Reset();
  }

  SqliteDatabase::Statement words_;
  SqliteDatabase::Statement article_;
  SqliteDatabase::Statement day_;
  SqliteDatabase::Statement entity_;
};

}  // namespace

void LoadSqlite(const LoadOptions& options) {
  std::filesystem::remove(options.database);
  const Stopwatch all;
  std::size_t articles = 0;
  {
    SqliteDatabase database(options.database);
    database.Run(kTables);
    Inserts inserts(database);
    ForEachRecord(options.corpus, [&](const Record& record) {
      inserts.Add(record);
      return ++articles < options.articles;
    });
    database.Run(kIndexes);
  }
  PrintRate("sqlite", articles, all.Seconds());
  Print("sqlite_bytes", static_cast<double>(std::filesystem::file_size(options.database)));
}

}  // namespace facetwire::peers
