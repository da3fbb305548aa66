// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_PEERS_ENGINE_H_
#define FACETWIRE_TESTS_BENCH_PEERS_ENGINE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/peers/bench_query.h"

namespace facetwire::peers {

// What is compared of an answer.
struct Answer {
  std::optional<std::uint64_t> total;  // where the engine counts
  // The counts of the ten most frequent values of each facet, descending.
  std::array<std::vector<std::uint64_t>, std::size(kFacets)> counts;
  std::size_t hits = 0;
};

// One that is asked. Failures end the program. Not thread-safe.
class Engine {
 public:
  virtual ~Engine() = default;

  virtual std::string name() const = 0;

  // Whether it can be asked this at all.
  virtual bool Knows(const BenchQuery&) const { return true; }

  virtual Answer Ask(const BenchQuery& query) = 0;
};

// Facetwire over gRPC: ids, titles, dates, sources and entities of the hits, without snippets.
std::unique_ptr<Engine> OpenFacetwire(const std::string& name, const std::string& address);

// The smallest call of a Facetwire server, grpc.health.v1: what a round trip costs by itself.
std::unique_ptr<Engine> OpenRoundTrip(const std::string& address);

// libpq: ids, titles, dates and sources of the hits.
std::unique_ptr<Engine> OpenPostgres(const std::string& connection);

// In this process: the same columns.
std::unique_ptr<Engine> OpenSqlite(const std::string& path);

// In this process, the ten best alone: nothing is counted, and nothing of the hits is read.
std::unique_ptr<Engine> OpenXapian(const std::string& path);

}  // namespace facetwire::peers

#endif  // FACETWIRE_TESTS_BENCH_PEERS_ENGINE_H_
