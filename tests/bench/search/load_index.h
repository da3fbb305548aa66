// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_SEARCH_LOAD_INDEX_H_
#define FACETWIRE_TESTS_BENCH_SEARCH_LOAD_INDEX_H_

#include <string>

namespace facetwire::bench {

// Makes an index in `directory` of the articles in a file of JSON lines (id, published as a date,
// title, body, source, perhaps language), with the entities found in them: parts are sealed and
// folded as a server does it. Ends the program where something fails.
void LoadIndex(const std::string& articles, const std::string& directory);

}  // namespace facetwire::bench

#endif  // FACETWIRE_TESTS_BENCH_SEARCH_LOAD_INDEX_H_
