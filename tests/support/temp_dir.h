// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_SUPPORT_TEMP_DIR_H_
#define FACETWIRE_TESTS_SUPPORT_TEMP_DIR_H_

#include <atomic>
#include <filesystem>
#include <string>
#include <string_view>
#include <unistd.h>

#include <gtest/gtest.h>

#include "index/base/str_cat.h"

namespace facetwire::testing {

// A path of its own for one test; what stands there is removed in the end. The directory itself is
// not made: an index makes its own.
class TempDir {
 public:
  // A process that was killed, and had the same number, may have left something there.
  TempDir() : path_(UniquePath()) { Remove(); }

  ~TempDir() { Remove(); }

  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

  std::string file(std::string_view name) const { return StrCat(path_, "/", name); }

 private:
  static std::string UniquePath() {
    static std::atomic<int> counter{0};
    return StrCat(::testing::TempDir(), "facetwire-", getpid(), "-", counter++);
  }

  void Remove() const {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::string path_;
};

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_SUPPORT_TEMP_DIR_H_
