// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_BENCH_PEERS_MEASURING_H_
#define FACETWIRE_TESTS_BENCH_PEERS_MEASURING_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace facetwire::peers {

// Runs from its making.
class Stopwatch {
 public:
  double Seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// One line of standard output: name, tab, value.
void Print(std::string_view name, double value);
void Print(std::string_view name, std::string_view value);

// NAME_articles, NAME_seconds and NAME_rate, articles a second.
void PrintRate(std::string_view name, std::size_t articles, double seconds);

// Of all files below.
double DirectoryBytes(const std::string& path);

// fraction 0.5: the median. 0 where there are none.
double Quantile(std::vector<double> values, double fraction);

}  // namespace facetwire::peers

#endif  // FACETWIRE_TESTS_BENCH_PEERS_MEASURING_H_
