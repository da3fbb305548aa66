// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers/measuring.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "index/base/str_cat.h"

namespace facetwire::peers {

void Print(std::string_view name, double value) {
  std::printf("%s\t%.6g\n", std::string(name).c_str(), value);
  std::fflush(stdout);
}

void Print(std::string_view name, std::string_view value) {
  std::printf("%s\t%s\n", std::string(name).c_str(), std::string(value).c_str());
  std::fflush(stdout);
}

void PrintRate(std::string_view name, std::size_t articles, double seconds) {
  Print(StrCat(name, "_articles"), static_cast<double>(articles));
  Print(StrCat(name, "_seconds"), seconds);
  Print(StrCat(name, "_rate"), static_cast<double>(articles) / seconds);
}

double DirectoryBytes(const std::string& path) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    bytes += entry.is_regular_file() ? entry.file_size() : 0;
  }
  return static_cast<double>(bytes);
}

double Quantile(std::vector<double> values, double fraction) {
  if (values.empty()) {
    return 0;
  }
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(fraction * static_cast<double>(values.size() - 1))];
}

}  // namespace facetwire::peers
