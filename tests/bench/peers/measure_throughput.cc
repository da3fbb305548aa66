// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>
#include <vector>

#include "index/base/str_cat.h"
#include "tests/bench/peers/commands.h"
#include "tests/bench/peers/engine.h"
#include "tests/bench/peers/measuring.h"
#include "tests/bench/peers/search_setup.h"

namespace facetwire::peers {
namespace {

constexpr std::size_t kClients[] = {1, 16};
constexpr std::size_t kStride = 7919;  // a prime: clients take the queries in mixed order

// One client that asks as fast as it is answered.
std::vector<double> Client(const std::string& server,
                           const std::vector<BenchQuery>& queries,
                           std::size_t first,
                           double seconds) {
  const auto engine = OpenFacetwire("Facetwire", server);
  engine->Ask(queries.front());  // connects
  std::vector<double> times;
  const Stopwatch all;
  for (std::size_t i = first; all.Seconds() < seconds; i += kStride) {
    const Stopwatch watch;
    engine->Ask(queries[i % queries.size()]);
    times.push_back(1000 * watch.Seconds());
  }
  return times;
}

void MeasureClients(const SearchOptions& options,
                    const std::vector<BenchQuery>& queries,
                    std::size_t clients) {
  std::vector<std::vector<double>> times(clients);
  std::vector<std::thread> threads;
  const Stopwatch all;
  for (std::size_t i = 0; i < clients; ++i) {
    threads.emplace_back(
        [&, i] { times[i] = Client(options.server, queries, 31 * i, options.warm_seconds); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  const double seconds = all.Seconds();
  std::vector<double> together;
  for (const std::vector<double>& some : times) {
    together.insert(together.end(), some.begin(), some.end());
  }
  const std::string name = StrCat("clients_", clients);
  Print(StrCat(name, "_rate"), static_cast<double>(together.size()) / seconds);
  Print(StrCat(name, "_p50_ms"), Quantile(together, 0.5));
  Print(StrCat(name, "_p99_ms"), Quantile(together, 0.99));
}

}  // namespace

void MeasureThroughput(const SearchOptions& options) {
  const std::vector<BenchQuery> queries = MakeQueries(options);
  for (const std::size_t clients : kClients) {
    MeasureClients(options, queries, clients);
  }
}

}  // namespace facetwire::peers
