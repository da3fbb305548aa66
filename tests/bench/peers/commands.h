// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_PEERS_COMMANDS_H_
#define FACETWIRE_TESTS_BENCH_PEERS_COMMANDS_H_

#include <cstddef>
#include <cstdint>
#include <string>

// What peers_bench can do, one function for each of its commands. What is measured goes to standard
// output as lines of name and value, separated by a tab. Failures end the program.
namespace facetwire::peers {

struct ExportOptions {
  std::string server;    // where Facetwire listens
  std::string articles;  // JSON lines; only their ids are read
  std::string corpus;    // file to write, see corpus.h
  std::string values;    // file to write, the table of entities
};

// Reads the articles and their entities back from a Facetwire index.
void ExportCorpus(const ExportOptions& options);

struct LoadOptions {
  std::string corpus;
  std::string values;
  std::string database;  // a directory, a file, or a connection string of libpq
  std::size_t articles = SIZE_MAX;
};

// One thread of Xapian's TermGenerator, English, every word stemmed, with positions, and
// add_document with the ids as their data; then compacted, which is timed apart.
void LoadXapian(const LoadOptions& options);

// Tables and indexes as postgres_schema.h says.
void LoadPostgres(const LoadOptions& options);

// Tables and indexes as sqlite_schema.h says.
void LoadSqlite(const LoadOptions& options);

// What the steps of indexing cost on one thread, in this process: annotating, making documents,
// putting them into the index and committing; and telling copies, which is part of the second and
// the last. `database`: a directory for the index.
void MeasureSteps(const LoadOptions& options);

struct SearchOptions {
  std::string corpus;
  std::string values;
  std::string server;    // Facetwire; with its cache of postings where it has one
  std::string uncached;  // another Facetwire without; may be empty
  std::string xapian;    // directory
  std::string postgres;  // connection string; empty: left out
  std::string sqlite;    // file; empty: left out
  std::string results;   // file to write, one line for each query and engine
  std::size_t queries = 25;
  std::size_t rounds = 5;
  std::uint64_t seed = 1;
  double warm_seconds = 10;  // of warming up for each class and engine
};

// The classes of queries on each engine in turn, and whether they agree.
void MeasureSearches(const SearchOptions& options);

// Facetwire alone, asked the queries of all classes by 1 and by 16 clients, `warm_seconds` each.
void MeasureThroughput(const SearchOptions& options);

}  // namespace facetwire::peers

#endif  // FACETWIRE_TESTS_BENCH_PEERS_COMMANDS_H_
