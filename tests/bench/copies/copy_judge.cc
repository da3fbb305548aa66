// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/copies/copy_judge.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "index/text/words.h"

namespace facetwire::copies {
namespace {

constexpr std::size_t kRun = 8;

std::string RunAt(const std::vector<FoldedWord>& words, std::size_t begin) {
  std::string run;
  for (std::size_t i = begin; i < begin + kRun; ++i) {
    run += words[i].folded + " ";
  }
  return run;
}

}  // namespace

double SharedRuns(std::string_view a, std::string_view b) {
  std::vector<FoldedWord> shorter = SplitWords(a);
  std::vector<FoldedWord> longer = SplitWords(b);
  if (shorter.size() > longer.size()) {
    std::swap(shorter, longer);
  }
  std::set<std::string> runs;
  for (std::size_t i = 0; i + kRun <= longer.size(); ++i) {
    runs.insert(RunAt(longer, i));
  }
  std::size_t shared = 0;
  std::size_t counted = 0;  // words up to here are counted
  for (std::size_t i = 0; i + kRun <= shorter.size(); ++i) {
    if (runs.contains(RunAt(shorter, i))) {
      shared += i + kRun - std::max(counted, i);
      counted = i + kRun;
    }
  }
  return shorter.empty() ? 0 : static_cast<double>(shared) / static_cast<double>(shorter.size());
}

}  // namespace facetwire::copies
