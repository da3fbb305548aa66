// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/directory_listing.h"

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

TEST(DirectoryListingTest, ByNameWithoutWhatIsHiddenOrLeadsElsewhere) {
  const testing::TempDir dir;
  fs::create_directories(dir.file("sub/deep"));
  fs::create_directories(dir.file(".hidden-dir"));
  for (const char* const name : {"z", "a", ".hidden", "sub/b", "sub/deep/c", ".hidden-dir/d"}) {
    std::ofstream(dir.file(name)) << "x";
  }
  fs::create_directory_symlink(dir.path(), dir.file("loop"));
  fs::create_symlink(dir.file("a"), dir.file("link"));
  fs::create_symlink(dir.file("gone"), dir.file("broken"));
  ASSERT_EQ(mkfifo(dir.file("pipe").c_str(), 0600), 0);
  const auto entries = ListDirectory(dir.path());
  ASSERT_TRUE(entries.ok()) << entries.status();
  std::vector<std::string> seen;
  for (const DirectoryEntry& entry : *entries) {
    seen.push_back(fs::path(entry.path).filename().string() + (entry.is_directory ? "/" : ""));
  }
  EXPECT_THAT(seen, ElementsAre("a", "link", "sub/", "z"));
  EXPECT_THAT(FilesBelow(dir.path()),
              ElementsAre(dir.file("a"),
                          dir.file("link"),
                          dir.file("sub/b"),
                          dir.file("sub/deep/c"),
                          dir.file("z")));
}

TEST(DirectoryListingTest, WhatIsNoDirectory) {
  EXPECT_THAT(ListDirectory("/dev/null/x").status(),
              testing::StatusIs(absl::StatusCode::kInvalidArgument, "Not a directory"));
  EXPECT_THAT(FilesBelow("/dev/null/x"), IsEmpty());
}

}  // namespace
}  // namespace facetwire::formats
