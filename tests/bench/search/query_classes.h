// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_SEARCH_QUERY_CLASSES_H_
#define FACETWIRE_TESTS_BENCH_SEARCH_QUERY_CLASSES_H_

#include <cstddef>
#include <string>
#include <vector>

#include <xapian.h>

#include "index/model/query.h"
#include "index/store/index_reader.h"
#include "index/store/snapshot.h"

namespace facetwire::bench {

// The same question to both: the top ten and exact counts of three facets; the top ten alone.
struct BenchQuery {
  SearchRequest request;
  Xapian::Query xapian;
  bool newest_first = false;  // to Xapian: highest docid first
};

struct QueryClass {
  std::string name;
  std::vector<BenchQuery> queries;
};

// `per_class` queries of each class, drawn from the index itself: rare terms are those of 0.005 to
// 0.02 % of the documents, mid ones 0.5 to 2 %, common ones 10 to 35 %. The same index gives the
// same queries. `parts`: the index's Xapian databases together.
std::vector<QueryClass> DrawQueries(const Xapian::Database& parts,
                                    const Snapshot& snapshot,
                                    const IndexReader& reader,
                                    std::size_t per_class);

}  // namespace facetwire::bench

#endif  // FACETWIRE_TESTS_BENCH_SEARCH_QUERY_CLASSES_H_
