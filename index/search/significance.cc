// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/significance.h"

#include <algorithm>
#include <cmath>

namespace facetwire {
namespace {

double Cell(double observed, double expected) {
  return observed > 0 ? observed * std::log(observed / expected) : 0;
}

}  // namespace

double Significance(const ValueFrequencies& frequencies) {
  const auto here = static_cast<double>(frequencies.here);
  const auto there = static_cast<double>(frequencies.there);
  const auto here_all = static_cast<double>(frequencies.here_articles);
  const auto there_all = static_cast<double>(frequencies.there_articles);
  if (here_all == 0 || there_all == 0) {
    return 0;
  }
  const double share = (here + there) / (here_all + there_all);
  const double sum = Cell(here, here_all * share) + Cell(there, there_all * share) +
                     Cell(here_all - here, here_all * (1 - share)) +
                     Cell(there_all - there, there_all * (1 - share));
  // Rounded, so that what is equal but for the last digits is a tie.
  constexpr double kUnits = 1U << 30U;
  const double ratio = std::max(0.0, std::round(2 * sum * kUnits) / kUnits);
  return here * there_all < there * here_all ? -ratio : ratio;
}

}  // namespace facetwire
