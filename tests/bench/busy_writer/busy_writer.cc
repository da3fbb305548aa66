// SPDX-License-Identifier: GPL-3.0-or-later
// Search latency of an idle server, and beside a writer that commits all the time.
//
//   busy_writer DIRECTORY [DOCUMENTS=100000 [SECONDS=20 [RATE=50]]]
//
// Loads random articles into DIRECTORY, where it holds fewer, and prints what that cost; then one
// row for each of: nobody writes; a thread of this process commits RATE articles a second, one by
// one; another process does. SECONDS for each, in turns, so that what else the machine does touches
// all alike. One client searches as fast as it is answered.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "index/engine/local_query_engine.h"
#include "tests/bench/busy_writer/writing.h"

namespace facetwire::bench {
namespace {

constexpr int kTurns = 5;

struct Settings {
  std::string directory;
  std::size_t documents = 100'000;
  double seconds = 20;
  double rate = 50;
};

struct Searching {
  Latencies latencies;
  std::size_t failed = 0;
};

std::vector<SearchRequest> Requests() {
  constexpr int kRequests = 500;
  testing::RandomCorpus corpus(42);
  std::vector<SearchRequest> requests;
  for (int i = 0; i < kRequests; ++i) {
    requests.push_back(corpus.MakeRequest());
  }
  return requests;
}

void SearchFor(double seconds, LocalQueryEngine& engine, Searching& result) {
  static const std::vector<SearchRequest> requests = Requests();
  const double end = Milliseconds() + 1000 * seconds;
  for (std::size_t i = 0; Milliseconds() < end; ++i) {
    const double start = Milliseconds();
    const auto found = engine.Search(requests[i % requests.size()], CallContext());
    result.latencies.Add(Milliseconds() - start);
    if (!found.ok()) {
      ++result.failed;
      std::fprintf(stderr, "%s\n", found.status().ToString().c_str());
    }
  }
}

std::unique_ptr<LocalQueryEngine> OpenQueries(const Settings& settings) {
  return LocalQueryEngine::Open(
             settings.directory, SystemClock(), {.poll_interval = absl::Milliseconds(10)})
      .value();
}

void PrintRow(const char* name, const Searching& searching) {
  std::printf("%-22s %8zu %8.2f %8.2f %8.2f %8zu\n",
              name,
              searching.latencies.count(),
              searching.latencies.At(0.5),
              searching.latencies.At(0.99),
              searching.latencies.At(1),
              searching.failed);
  std::fflush(stdout);
}

void PrintLoad(const Writing& writing) {
  const MaintenanceStats stats = writing.maintenance();
  const Latencies stalls = writing.stalls();
  const double micros = absl::ToDoubleMicroseconds(stats.writing);
  const auto documents = static_cast<double>(stats.documents_written);
  std::printf("# %zu seals, %zu folds (%zu purge, %zu failures), stall ms p50 %.2f max %.2f\n",
              static_cast<std::size_t>(stats.seals),
              static_cast<std::size_t>(stats.folds),
              static_cast<std::size_t>(stats.purges),
              static_cast<std::size_t>(stats.failures),
              stalls.At(0.5),
              stalls.At(1));
  std::printf("# %.0f documents folded, %.1f us each; %zu parts, at most %zu\n",
              documents,
              documents > 0 ? micros / documents : 0,
              stats.parts,
              writing.most_parts());
}

void Load(const Settings& settings) {
  Writing writing(settings.directory, [] {});
  const double start = Milliseconds();
  const std::size_t loaded = writing.LoadUpTo(settings.documents);
  const double seconds = (Milliseconds() - start) / 1000;
  writing.AwaitQuiet();
  std::printf(
      "# loaded %zu articles, %.0f a second\n", loaded, static_cast<double>(loaded) / seconds);
  PrintLoad(writing);
}

// Searches beside a thread that writes; commits: how long each took.
void SearchBesideAThread(const Settings& settings,
                         LocalQueryEngine& engine,
                         Searching& result,
                         Latencies& commits) {
  Writing writing(settings.directory, [&] { engine.Refresh().IgnoreError(); });
  std::atomic<bool> done{false};
  std::thread writer([&] { writing.Trickle(settings.rate, done, commits); });
  SearchFor(settings.seconds / kTurns, engine, result);
  done = true;
  writer.join();
}

// In a process of its own, until its standard input ends.
int WriteUntilInputEnds(const Settings& settings) {
  Writing writing(settings.directory, [] {});
  std::atomic<bool> done{false};
  Latencies commits;
  std::thread writer([&] { writing.Trickle(settings.rate, done, commits); });
  while (std::getchar() != EOF) {
  }
  done = true;
  writer.join();
  return 0;
}

void SearchBesideAProcess(const Settings& settings,
                          LocalQueryEngine& engine,
                          const char* program,
                          Searching& result) {
  const std::string command = std::string(program) + " --write " + settings.directory + " 0 0 " +
                              std::to_string(settings.rate);
  std::FILE* const child = popen(command.c_str(), "w");
  SearchFor(settings.seconds / kTurns, engine, result);
  pclose(child);
}

void Compare(const Settings& settings, LocalQueryEngine& engine, const char* program) {
  Searching warm_up;
  SearchFor(settings.seconds / kTurns, engine, warm_up);
  Searching idle;
  Searching thread;
  Searching process;
  Latencies commits;
  for (int turn = 0; turn < kTurns; ++turn) {
    SearchFor(settings.seconds / kTurns, engine, idle);
    SearchBesideAThread(settings, engine, thread, commits);
    SearchBesideAProcess(settings, engine, program, process);
  }
  std::printf(
      "%-22s %8s %8s %8s %8s %8s\n", "", "searches", "p50 ms", "p99 ms", "max ms", "failed");
  PrintRow("idle", idle);
  PrintRow("writer, same process", thread);
  PrintRow("writer, other process", process);
  std::printf("# %zu commits in this process, ms p50 %.2f p99 %.2f max %.2f\n",
              commits.count(),
              commits.At(0.5),
              commits.At(0.99),
              commits.At(1));
}

int Main(int count, char** arguments) {
  const std::string first = count > 1 ? arguments[1] : "";
  const int at = first == "--write" ? 2 : 1;
  if (count <= at) {
    std::fprintf(stderr, "usage: busy_writer DIRECTORY [DOCUMENTS [SECONDS [RATE]]]\n");
    return 2;
  }
  Settings settings;
  settings.directory = arguments[at];
  if (count > at + 1)
    settings.documents = std::strtoul(arguments[at + 1], nullptr, 10);
  if (count > at + 2)
    settings.seconds = std::strtod(arguments[at + 2], nullptr);
  if (count > at + 3)
    settings.rate = std::strtod(arguments[at + 3], nullptr);
  if (first == "--write") {
    return WriteUntilInputEnds(settings);
  }
  Load(settings);
  const double start = Milliseconds();
  const auto engine = OpenQueries(settings);
  std::printf("# opened for searching in %.0f ms\n", Milliseconds() - start);
  Compare(settings, *engine, arguments[0]);
  return 0;
}

}  // namespace
}  // namespace facetwire::bench

int main(int count, char** arguments) { return facetwire::bench::Main(count, arguments); }
