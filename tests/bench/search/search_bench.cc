// SPDX-License-Identifier: GPL-3.0-or-later
// What a search costs inside the process: the top ten and exact counts of three facets, by classes
// of queries, next to what Xapian alone takes for the top ten on the same parts.
//
//   search_bench --index=DIR [--articles=FILE.jsonl] [--queries=N] [--cache-mb=N] [--clients=N]
//                [benchmark flags]
//
// DIR is made of FILE where it does not exist. At the end: median milliseconds for each class, and
// the ratio. --cache-mb: of decoded posting lists (default 0). With --clients: instead of all that,
// the answers a second of one client and of so many. --benchmark_min_time sets how long each class
// runs.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include "index/base/str_cat.h"
#include "index/search/searcher.h"
#include "index/store/part.h"
#include "index/store/reader_pool.h"
#include "tests/bench/search/load_index.h"
#include "tests/bench/search/query_classes.h"

namespace facetwire::bench {
namespace {

using Stopwatch = std::chrono::steady_clock;

double MillisSince(Stopwatch::time_point begin) {
  return std::chrono::duration<double, std::milli>(Stopwatch::now() - begin).count();
}

double AnonymousMegabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) {
      return std::strtod(line.c_str() + 8, nullptr) / 1024;
    }
  }
  return 0;
}

// An index with all that reads it.
struct Opened {
  std::unique_ptr<SnapshotSource> source;
  std::unique_ptr<ReaderPool> readers;
  std::unique_ptr<HelperPool> helpers;
  Xapian::Database parts;
};

Opened Open(const std::string& directory, std::size_t cache_bytes) {
  Opened opened;
  const auto begin = Stopwatch::now();
  opened.source = SnapshotSource::Open(directory).value();
  opened.readers = std::make_unique<ReaderPool>(directory, cache_bytes);
  opened.helpers = std::make_unique<HelperPool>(std::thread::hardware_concurrency());
  const std::shared_ptr<const Snapshot> snapshot = opened.source->Current();
  std::printf("%u documents, %zu values, %zu parts; open in %.0f ms, %.0f MB anonymous\n",
              snapshot->last_docid(),
              snapshot->dictionary().size(),
              snapshot->parts().size(),
              MillisSince(begin),
              AnonymousMegabytes());
  for (const PartInfo& part : snapshot->parts()) {
    opened.parts.add_database(Xapian::Database(PartPath(directory, part.name)));
  }
  return opened;
}

std::uint64_t AskFacetwire(Opened& opened, const BenchQuery& query) {
  const auto result = WithReader(
      *opened.readers, *opened.source, {}, [&](const Snapshot& snapshot, IndexReader& reader) {
        return Searcher(SystemClock(), opened.helpers.get())
            .Search(query.request, snapshot, reader, CallContext());
      });
  if (!result.ok()) {
    std::fprintf(stderr, "%s\n", std::string(result.status().message()).c_str());
    std::exit(1);
  }
  return result->total;
}

std::uint64_t AskXapian(const Xapian::Database& parts, const BenchQuery& query) {
  Xapian::Enquire enquire(parts);
  enquire.set_query(query.xapian);
  if (query.newest_first) {
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::DESCENDING);
  }
  const Xapian::MSet found = enquire.get_mset(0, 10);
  for (auto hit = found.begin(); hit != found.end(); ++hit) {
    benchmark::DoNotOptimize(hit.get_document().get_data());
  }
  return found.get_matches_estimated();
}

// Times of one class and one engine, by the benchmark's name.
std::map<std::string, std::vector<double>>& Times() {
  static auto* const times = new std::map<std::string, std::vector<double>>();
  return *times;
}

template <typename Ask>
void Register(const std::string& name, const QueryClass& queries, Ask ask) {
  const auto run = [name, &queries, ask](benchmark::State& state) {
    std::vector<double>& times = Times()[name];
    times.clear();
    std::uint64_t matches = 0;
    std::size_t next = 0;
    for (auto _ : state) {
      const auto begin = Stopwatch::now();
      matches += ask(queries.queries[next++ % queries.queries.size()]);
      times.push_back(MillisSince(begin));
    }
    state.counters["matches"] =
        benchmark::Counter(static_cast<double>(matches), benchmark::Counter::kAvgIterations);
  };
  benchmark::RegisterBenchmark(name.c_str(), run)->Unit(benchmark::kMillisecond);
}

double Quantile(std::vector<double> values, double share) {
  if (values.empty()) {
    return 0;
  }
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void PrintRatios(const std::vector<QueryClass>& classes) {
  std::printf("\n%-16s %10s %10s %10s %8s\n", "class", "median ms", "p99 ms", "Xapian ms", "ratio");
  for (const QueryClass& each : classes) {
    const std::vector<double>& ours = Times()["facetwire/" + each.name];
    const double median = Quantile(ours, 0.5);
    const double xapian = Quantile(Times()["xapian/" + each.name], 0.5);
    std::printf("%-16s %10.3f %10.3f %10.3f %8.2f\n",
                each.name.c_str(),
                median,
                Quantile(ours, 0.99),
                xapian,
                xapian > 0 ? median / xapian : 0);
  }
  std::printf("%.0f MB anonymous at the end\n", AnonymousMegabytes());
}

// Answers a second of so many threads at a time, all asking the queries of all classes.
double Throughput(Opened& opened, const std::vector<QueryClass>& classes, std::size_t clients) {
  constexpr double kMillis = 4000;
  std::atomic<std::uint64_t> answers{0};
  const auto begin = Stopwatch::now();
  std::vector<std::thread> threads;
  for (std::size_t client = 0; client < clients; ++client) {
    threads.emplace_back([&, client] {
      for (std::size_t i = client; MillisSince(begin) < kMillis; ++i) {
        const QueryClass& of = classes[i % classes.size()];
        AskFacetwire(opened, of.queries[i / classes.size() % of.queries.size()]);
        ++answers;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  return static_cast<double>(answers) * 1000 / MillisSince(begin);
}

void PrintThroughput(Opened& opened, const std::vector<QueryClass>& classes, std::size_t clients) {
  Throughput(opened, classes, 1);  // to warm up
  const double one = Throughput(opened, classes, 1);
  const double many = Throughput(opened, classes, clients);
  std::printf(
      "one client %.0f answers/s, %zu clients %.0f: %.2f times\n", one, clients, many, many / one);
}

// Takes --name=value out of the arguments.
std::string TakeFlag(std::vector<char*>& arguments, std::string_view name) {
  for (auto it = arguments.begin(); it != arguments.end(); ++it) {
    const std::string_view argument = *it;
    if (argument.starts_with(name) && argument.substr(name.size()).starts_with('=')) {
      std::string value(argument.substr(name.size() + 1));
      arguments.erase(it);
      return value;
    }
  }
  return "";
}

int Main(std::vector<char*> arguments) {
  const std::string directory = TakeFlag(arguments, "--index");
  const std::string articles = TakeFlag(arguments, "--articles");
  const std::string queries = TakeFlag(arguments, "--queries");
  if (directory.empty()) {
    std::fprintf(stderr, "search_bench --index=DIR [--articles=FILE.jsonl] [--queries=N]\n");
    return 2;
  }
  if (!std::filesystem::exists(directory)) {
    LoadIndex(articles, directory);
  }
  const std::string cache = TakeFlag(arguments, "--cache-mb");
  const std::string clients = TakeFlag(arguments, "--clients");
  Opened opened = Open(directory, std::strtoul(cache.c_str(), nullptr, 10) << 20U);
  const std::size_t per_class = queries.empty() ? 20 : std::strtoul(queries.c_str(), nullptr, 10);
  const std::vector<QueryClass> classes =
      WithReader(*opened.readers,
                 *opened.source,
                 {},
                 [&](const Snapshot& snapshot,
                     IndexReader& reader) -> absl::StatusOr<std::vector<QueryClass>> {
                   return DrawQueries(opened.parts, snapshot, reader, per_class);
                 })
          .value();
  if (!clients.empty()) {
    PrintThroughput(opened, classes, std::strtoul(clients.c_str(), nullptr, 10));
    return 0;
  }
  for (const QueryClass& each : classes) {
    Register("facetwire/" + each.name, each, [&](const BenchQuery& query) {
      return AskFacetwire(opened, query);
    });
    Register("xapian/" + each.name, each, [&](const BenchQuery& query) {
      return AskXapian(opened.parts, query);
    });
  }
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  benchmark::RunSpecifiedBenchmarks();
  PrintRatios(classes);
  return 0;
}

}  // namespace
}  // namespace facetwire::bench

int main(int argc, char** argv) {
  return facetwire::bench::Main(std::vector<char*>(argv, argv + argc));
}
