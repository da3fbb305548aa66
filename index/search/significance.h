// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_SEARCH_SIGNIFICANCE_H_
#define FACETWIRE_INDEX_SEARCH_SIGNIFICANCE_H_

#include <cstdint>

namespace facetwire {

// A value in two disjoint sets of articles.
struct ValueFrequencies {
  std::uint64_t here = 0;           // articles here that have the value
  std::uint64_t here_articles = 0;  // at least `here`
  std::uint64_t there = 0;          // likewise in the background
  std::uint64_t there_articles = 0;
};

// The log-likelihood ratio G2 = 2 * sum of O ln(O / E) over the four cells (here or there, with the
// value or without), negative where the value is less frequent here than there: Dunning, "Accurate
// Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19(1), 1993.
// 0 where one of the sets is empty. Under the hypothesis that the value is as frequent here as
// there, G2 is distributed as chi-squared with one degree of freedom. Pure.
double Significance(const ValueFrequencies& frequencies);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_SEARCH_SIGNIFICANCE_H_
