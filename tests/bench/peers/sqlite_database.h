// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_PEERS_SQLITE_DATABASE_H_
#define FACETWIRE_TESTS_BENCH_PEERS_SQLITE_DATABASE_H_

#include <cstdint>
#include <memory>
#include <sqlite3.h>
#include <string>

namespace facetwire::peers {

// Failures end the program. Not thread-safe.
class SqliteDatabase {
 public:
  // A prepared statement: Bind* (Step Column*)* Reset.
  class Statement {
   public:
    Statement(sqlite3* database, const std::string& sql);

    void Bind(int position, const std::string& text);  // the text must live until Reset
    void Bind(int position, std::int64_t number);

    // False: there is no further row.
    bool Step();

    std::int64_t Number(int column) { return sqlite3_column_int64(statement_.get(), column); }

    std::string Text(int column);

    void Reset() { sqlite3_reset(statement_.get()); }

   private:
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement_;
  };

  // Creates it where there is none. Keeps up to 2 GB of it in memory.
  explicit SqliteDatabase(const std::string& path);

  Statement Prepare(const std::string& sql) { return {database_.get(), sql}; }

  // Statements without an answer that counts.
  void Run(const std::string& sql);

 private:
  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database_;
};

}  // namespace facetwire::peers

#endif  // FACETWIRE_TESTS_BENCH_PEERS_SQLITE_DATABASE_H_
