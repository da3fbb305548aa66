// SPDX-License-Identifier: GPL-3.0-or-later
// What run.py beside it has done: see commands.h.
#include "tests/bench/peers/commands.h"
#include <CLI/CLI.hpp>

namespace facetwire::peers {
namespace {

void AddLoad(CLI::App& app,
             const char* name,
             const char* help,
             LoadOptions& options,
             void (*run)(const LoadOptions&)) {
  CLI::App* const command = app.add_subcommand(name, help);
  command->add_option("--corpus", options.corpus)->required();
  command->add_option("--values", options.values);
  command->add_option("--database", options.database)->required();
  command->add_option("--articles", options.articles, "so many of them only");
  command->callback([&options, run] { run(options); });
}

void AddSearch(CLI::App& app,
               const char* name,
               const char* help,
               SearchOptions& options,
               void (*run)(const SearchOptions&)) {
  CLI::App* const command = app.add_subcommand(name, help);
  command->add_option("--corpus", options.corpus)->required();
  command->add_option("--values", options.values)->required();
  command->add_option("--server", options.server)->required();
  command->add_option("--uncached", options.uncached);
  command->add_option("--xapian", options.xapian)->required();
  command->add_option("--postgres", options.postgres);
  command->add_option("--sqlite", options.sqlite);
  command->add_option("--results", options.results);
  command->add_option("--queries", options.queries);
  command->add_option("--rounds", options.rounds);
  command->add_option("--seed", options.seed);
  command->add_option("--seconds", options.warm_seconds);
  command->callback([&options, run] { run(options); });
}

int Main(int count, char** arguments) {
  CLI::App app("Facetwire beside PostgreSQL, SQLite and Xapian; run.py says how");
  app.require_subcommand(1);
  ExportOptions exporting;
  LoadOptions loading;
  SearchOptions searching;
  CLI::App* const command = app.add_subcommand("export", "articles and entities of an index");
  command->add_option("--server", exporting.server)->required();
  command->add_option("--articles", exporting.articles)->required();
  command->add_option("--corpus", exporting.corpus)->required();
  command->add_option("--values", exporting.values)->required();
  command->callback([&] { ExportCorpus(exporting); });
  AddLoad(app, "load-xapian", "into Xapian", loading, LoadXapian);
  AddLoad(app, "load-postgres", "into PostgreSQL", loading, LoadPostgres);
  AddLoad(app, "load-sqlite", "into SQLite", loading, LoadSqlite);
  AddLoad(app, "steps", "what the steps of indexing cost", loading, MeasureSteps);
  AddSearch(app, "search", "all engines in turn", searching, MeasureSearches);
  AddSearch(app, "throughput", "1 and 16 clients", searching, MeasureThroughput);
  CLI11_PARSE(app, count, arguments);
  return 0;
}

}  // namespace
}  // namespace facetwire::peers

int main(int count, char** arguments) { return facetwire::peers::Main(count, arguments); }
