// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_PEERS_POSTGRES_CONNECTION_H_
#define FACETWIRE_TESTS_BENCH_PEERS_POSTGRES_CONNECTION_H_

#include <libpq-fe.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace facetwire::peers {

// A connection to PostgreSQL. Failures end the program. Not thread-safe.
class PostgresConnection {
 public:
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

  // `connection`: as libpq takes it, e.g. "host=/run/sockets dbname=postgres".
  explicit PostgresConnection(const std::string& connection);

  // A statement with $1, $2, ...; planned for these very values.
  Result Run(const std::string& sql, const std::vector<std::string>& values = {});

  // What "copy ... from stdin" is given: BeginCopy PutCopy* EndCopy.
  void BeginCopy(const std::string& sql);
  void PutCopy(std::string_view data);
  void EndCopy();

  // The first column of the first row.
  std::string Value(const std::string& sql);

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

}  // namespace facetwire::peers

#endif  // FACETWIRE_TESTS_BENCH_PEERS_POSTGRES_CONNECTION_H_
