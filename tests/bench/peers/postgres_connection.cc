// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers/postgres_connection.h"

#include "index/base/str_cat.h"
#include "tests/bench/peers/corpus.h"

namespace facetwire::peers {
namespace {

[[noreturn]] void FailBy(PGconn* connection) {
  Fail(StrCat("PostgreSQL: ", PQerrorMessage(connection)));
}

}  // namespace

PostgresConnection::PostgresConnection(const std::string& connection)
    : connection_(PQconnectdb(connection.c_str()), &PQfinish) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    FailBy(connection_.get());
  }
}

PostgresConnection::Result PostgresConnection::Run(const std::string& sql,
                                                   const std::vector<std::string>& values) {
  std::vector<const char*> pointers;
  for (const std::string& value : values) {
    pointers.push_back(value.c_str());
  }
  Result result(PQexecParams(connection_.get(),
                             sql.c_str(),
                             static_cast<int>(values.size()),
                             nullptr,
                             pointers.data(),
                             nullptr,
                             nullptr,
                             0),
                &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    FailBy(connection_.get());
  }
  return result;
}

void PostgresConnection::BeginCopy(const std::string& sql) {
  const Result result(PQexec(connection_.get(), sql.c_str()), &PQclear);
  if (PQresultStatus(result.get()) != PGRES_COPY_IN) {
    FailBy(connection_.get());
  }
}

void PostgresConnection::PutCopy(std::string_view data) {
  if (PQputCopyData(connection_.get(), data.data(), static_cast<int>(data.size())) != 1) {
    FailBy(connection_.get());
  }
}

void PostgresConnection::EndCopy() {
  if (PQputCopyEnd(connection_.get(), nullptr) != 1) {
    FailBy(connection_.get());
  }
  while (PGresult* const next = PQgetResult(connection_.get())) {
    const Result result(next, &PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
      FailBy(connection_.get());
    }
  }
}

std::string PostgresConnection::Value(const std::string& sql) {
  const Result result = Run(sql);
  return PQgetvalue(result.get(), 0, 0);
}

}  // namespace facetwire::peers
