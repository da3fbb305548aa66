// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_PEERS_SEARCH_SETUP_H_
#define FACETWIRE_TESTS_BENCH_PEERS_SEARCH_SETUP_H_

#include <vector>

#include "tests/bench/peers/bench_query.h"
#include "tests/bench/peers/commands.h"

namespace facetwire::peers {

// The queries of all classes. Frequencies are those of the Xapian index; words that PostgreSQL
// does not index are left out, where it takes part.
std::vector<BenchQuery> MakeQueries(const SearchOptions& options);

}  // namespace facetwire::peers

#endif  // FACETWIRE_TESTS_BENCH_PEERS_SEARCH_SETUP_H_
