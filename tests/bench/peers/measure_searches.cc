// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>

#include "absl/strings/str_join.h"

#include "index/base/str_cat.h"
#include "tests/bench/peers/commands.h"
#include "tests/bench/peers/engine.h"
#include "tests/bench/peers/measuring.h"
#include "tests/bench/peers/search_setup.h"

namespace facetwire::peers {
namespace {

constexpr double kSlow = 0.05;  // seconds; whoever needs more is asked once

// What one engine did with one query.
struct Outcome {
  bool known = false;
  std::vector<double> milliseconds;
  Answer answer;
};

class Comparison {
 public:
  explicit Comparison(const SearchOptions& options) : options_(options) {
    engines_.push_back(OpenRoundTrip(options.server));
    engines_.push_back(OpenFacetwire("Facetwire", options.server));
    if (!options.uncached.empty()) {
      engines_.push_back(OpenFacetwire("Facetwire, no cache", options.uncached));
    }
    engines_.push_back(OpenXapian(options.xapian));
    if (!options.postgres.empty()) {
      engines_.push_back(OpenPostgres(options.postgres));
    }
    if (!options.sqlite.empty()) {
      engines_.push_back(OpenSqlite(options.sqlite));
    }
  }

  void Run() {
    const std::vector<BenchQuery> queries = MakeQueries(options_);
    std::ofstream file(options_.results);
    file << "class\tquery\tengine\ttotal\thits\tcounts\tmilliseconds\n";
    for (auto begin = queries.begin(); begin != queries.end();) {
      const auto end = std::find_if(begin, queries.end(), [&](const BenchQuery& query) {
        return query.query_class != begin->query_class;
      });
      RunClass({begin, end}, file);
      begin = end;
    }
    if (!file.flush()) {
      Fail(StrCat("cannot write ", options_.results));
    }
  }

 private:
  void RunClass(const std::vector<BenchQuery>& queries, std::ostream& file) {
    std::fprintf(stderr, "%s\n", queries.front().query_class.c_str());
    for (const auto& engine : engines_) {
      Warm(*engine, queries);
    }
    std::vector<std::vector<Outcome>> outcomes(queries.size(),
                                               std::vector<Outcome>(engines_.size()));
    for (std::size_t round = 0; round < options_.rounds; ++round) {
      for (std::size_t i = 0; i < queries.size(); ++i) {
        AskInTurn(queries[i], outcomes[i]);
      }
    }
    for (std::size_t i = 0; i < queries.size(); ++i) {
      Write(queries[i], outcomes[i], file);
    }
  }

  void Warm(Engine& engine, const std::vector<BenchQuery>& queries) const {
    const Stopwatch spent;
    for (const BenchQuery& query : queries) {
      if (engine.Knows(query)) {
        engine.Ask(query);
      }
      if (spent.Seconds() > options_.warm_seconds) {
        return;
      }
    }
  }

  void AskInTurn(const BenchQuery& query, std::vector<Outcome>& outcomes) {
    for (std::size_t i = 0; i < engines_.size(); ++i) {
      Outcome& outcome = outcomes[i];
      outcome.known = engines_[i]->Knows(query);
      const bool slow =
          !outcome.milliseconds.empty() && outcome.milliseconds.front() > 1000 * kSlow;
      if (!outcome.known || slow) {
        continue;
      }
      const Stopwatch watch;
      Answer answer = engines_[i]->Ask(query);
      outcome.milliseconds.push_back(1000 * watch.Seconds());
      outcome.answer = std::move(answer);
    }
  }

  void Write(const BenchQuery& query,
             const std::vector<Outcome>& outcomes,
             std::ostream& file) const {
    for (std::size_t i = 0; i < engines_.size(); ++i) {
      const Outcome& outcome = outcomes[i];
      if (!outcome.known) {
        continue;
      }
      std::vector<std::string> counts;
      for (const std::vector<std::uint64_t>& facet : outcome.answer.counts) {
        const auto shown = std::min<std::size_t>(facet.size(), 10);
        counts.push_back(
            absl::StrJoin(facet.begin(), facet.begin() + static_cast<std::ptrdiff_t>(shown), ","));
      }
      file << query.query_class << '\t' << query.ToString() << '\t' << engines_[i]->name() << '\t'
           << (outcome.answer.total ? StrCat(*outcome.answer.total) : "") << '\t'
           << outcome.answer.hits << '\t' << absl::StrJoin(counts, ";") << '\t'
           << absl::StrJoin(outcome.milliseconds, ",") << '\n';
    }
  }

  const SearchOptions& options_;
  std::vector<std::unique_ptr<Engine>> engines_;
};

}  // namespace

void MeasureSearches(const SearchOptions& options) { Comparison(options).Run(); }

}  // namespace facetwire::peers
