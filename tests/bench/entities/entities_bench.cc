// SPDX-License-Identifier: GPL-3.0-or-later
// How many megabytes of text a second the recognisers read on one core, each step and all together.
//
//   entities_bench FILE...
//
// Each file is one article, or, where its name ends in .jsonl, its lines are (their bytes as they
// stand). Prints, for each step, the median of nine rounds over all of them, one of MB/s (10^6
// bytes) and the share of the time. An optimised build on an idle machine, or it means little.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "index/entities/extractor.h"

namespace facetwire {
namespace {

constexpr int kRounds = 9;
constexpr double kMegabyte = 1e6;

using Seconds = std::map<std::string, double>;

std::vector<std::string> ReadArticles(const std::vector<std::string>& paths) {
  std::vector<std::string> articles;
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    if (!path.ends_with(".jsonl")) {
      articles.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
      continue;
    }
    for (std::string line; std::getline(file, line);) {
      articles.push_back(line);
    }
  }
  return articles;
}

Seconds Round(const EntityExtractor& extractor, const std::vector<std::string>& articles) {
  using Clock = std::chrono::steady_clock;
  Seconds seconds;
  for (const std::string& article : articles) {
    Clock::time_point begin = Clock::now();
    extractor.Extract({.body = article}, [&](std::string_view step) {
      const Clock::time_point end = Clock::now();
      const double took = std::chrono::duration<double>(end - begin).count();
      seconds[std::string(step)] += took;
      seconds["all"] += took;
      begin = end;
    });
  }
  return seconds;
}

double Median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + kRounds / 2, values.end());
  return values[kRounds / 2];
}

int Main(const std::vector<std::string>& paths) {
  const auto extractor = EntityExtractor::Create({});
  const std::vector<std::string> articles = ReadArticles(paths);
  const std::size_t bytes =
      std::accumulate(articles.begin(), articles.end(), std::size_t{0}, [](auto sum, auto& text) {
        return sum + text.size();
      });
  if (!extractor.ok() || bytes == 0) {
    std::fputs("usage: entities_bench FILE...\n", stderr);
    return 2;
  }
  std::map<std::string, std::vector<double>> rounds;
  Round(**extractor, articles);  // warms up
  for (int i = 0; i < kRounds; ++i) {
    for (const auto& [step, seconds] : Round(**extractor, articles)) {
      rounds[step].push_back(seconds);
    }
  }
  const double all = Median(rounds["all"]);
  std::printf("%zu articles, %.2f MB\n", articles.size(), static_cast<double>(bytes) / kMegabyte);
  for (const auto& [step, seconds] : rounds) {
    const double median = Median(seconds);
    std::printf("%-10s %8.1f MB/s %5.1f %%\n",
                step.c_str(),
                static_cast<double>(bytes) / kMegabyte / median,
                100 * median / all);
  }
  return 0;
}

}  // namespace
}  // namespace facetwire

int main(int argc, char** argv) { return facetwire::Main({argv + 1, argv + argc}); }
