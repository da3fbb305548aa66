// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers/sqlite_database.h"

#include "index/base/str_cat.h"
#include "tests/bench/peers/corpus.h"

namespace facetwire::peers {
namespace {

void Check(int code, sqlite3* database) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
    Fail(StrCat("SQLite: ", sqlite3_errmsg(database)));
  }
}

sqlite3* OpenFile(const std::string& path) {
  sqlite3* database = nullptr;
  Check(sqlite3_open(path.c_str(), &database), database);
  return database;
}

sqlite3_stmt* PrepareText(sqlite3* database, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  Check(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), database);
  return statement;
}

}  // namespace

SqliteDatabase::Statement::Statement(sqlite3* database, const std::string& sql)
    : statement_(PrepareText(database, sql), &sqlite3_finalize) {}

void SqliteDatabase::Statement::Bind(int position, const std::string& text) {
  Check(sqlite3_bind_text(
            statement_.get(), position, text.data(), static_cast<int>(text.size()), nullptr),
        sqlite3_db_handle(statement_.get()));
}

void SqliteDatabase::Statement::Bind(int position, std::int64_t number) {
  Check(sqlite3_bind_int64(statement_.get(), position, number),
        sqlite3_db_handle(statement_.get()));
}

bool SqliteDatabase::Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  Check(code, sqlite3_db_handle(statement_.get()));
  return code == SQLITE_ROW;
}

std::string SqliteDatabase::Statement::Text(int column) {
  const unsigned char* const text = sqlite3_column_text(statement_.get(), column);
  return text == nullptr ? "" : reinterpret_cast<const char*>(text);
}

SqliteDatabase::SqliteDatabase(const std::string& path)
    : database_(OpenFile(path), &sqlite3_close) {
  Run("pragma cache_size = -2000000");
  Run("pragma mmap_size = 2147418112");
  Run("pragma temp_store = memory");
}

void SqliteDatabase::Run(const std::string& sql) {
  Check(sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr), database_.get());
}

}  // namespace facetwire::peers
