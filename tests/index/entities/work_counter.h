// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_INDEX_ENTITIES_WORK_COUNTER_H_
#define FACETWIRE_TESTS_INDEX_ENTITIES_WORK_COUNTER_H_

#include <cstdint>

namespace facetwire::testing {

// How many basic blocks of the recognisers and of what they use of index/text have run so far in
// this process. Only a program that links facetwire_entities_counted counts. What runs in libraries
// (ICU, memory) is not counted. Deterministic for one thread.
std::uint64_t WorkDone();

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_INDEX_ENTITIES_WORK_COUNTER_H_
