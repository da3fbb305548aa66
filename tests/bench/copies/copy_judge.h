// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_COPIES_COPY_JUDGE_H_
#define FACETWIRE_TESTS_BENCH_COPIES_COPY_JUDGE_H_

#include <string_view>

namespace facetwire::copies {

// The share of the words of the shorter text that stand in runs of eight words, or more, that the
// other one has as well: the words themselves, not stems, hashes or samples of them, so that it
// errs otherwise than what it judges.
double SharedRuns(std::string_view a, std::string_view b);

// From here on two texts are taken for copies of each other.
inline constexpr double kCopyRuns = 0.4;

}  // namespace facetwire::copies

#endif  // FACETWIRE_TESTS_BENCH_COPIES_COPY_JUDGE_H_
