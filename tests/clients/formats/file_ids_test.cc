// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/file_ids.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire::formats {
namespace {

using ::facetwire::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct IdCase {
  NamedFile file;
  std::string by_name;
  std::string by_path;
};

TEST(FileIdsTest, OfNameOrPath) {
  const NamedFile tar = NamedFile::At("./x/old.tar.gz");
  const NamedFile input = NamedFile::At("-");
  const IdCase cases[] = {
      {NamedFile::At("a.txt"), "a", "a"},
      {NamedFile::At("./a.txt"), "a", "a"},
      {NamedFile::At("2023-10-26"), "2023-10-26", "2023-10-26"},
      {NamedFile::At("b.two.txt"), "b.two", "b.two"},
      {NamedFile::At("Stop!.txt"), "Stop!", "Stop!"},
      {NamedFile::At("a!/b.txt"), "b", "a!/b"},
      {NamedFile::At("wire/2023-10-26.txt.gz"), "2023-10-26", "wire/2023-10-26"},
      {NamedFile::At("wire//x/../a.txt"), "a", "wire/a"},
      {NamedFile::At("/data/a.txt"), "a", "/data/a"},
      {NamedFile::At("../a.txt"), "a", "../a"},
      {NamedFile::At("caf\xC3\xA9.txt"), "caf\xC3\xA9", "caf\xC3\xA9"},
      {NamedFile::At("caf\xE9\n.txt"), "caf%E9%0A", "caf%E9%0A"},
      {tar.Entry("d/a.txt"), "a", "x/old.tar.gz!d/a"},
      {tar.Entry("./a.txt"), "a", "x/old.tar.gz!a"},
      {tar.Entry("../../a.txt"), "a", "x/old.tar.gz!a"},
      {tar.Entry("Go!.txt"), "Go!", "x/old.tar.gz!Go!"},
      {tar.Entry("entry 2"), "entry 2", "x/old.tar.gz!entry 2"},
      {tar.Entry("in.zip").Entry("b/a.txt"), "a", "x/old.tar.gz!in.zip!b/a"},
      {NamedFile::At("a.txt.gz").Entry(""), "a", "a"},
      {input.Entry("d/a.txt"), "a", "d/a"},
  };
  for (const IdCase& c : cases) {
    EXPECT_EQ(FileIds(FileIds::Rule::kName).Take(c.file).value(), c.by_name) << c.file.shown;
    EXPECT_EQ(FileIds(FileIds::Rule::kPath).Take(c.file).value(), c.by_path) << c.file.shown;
  }
}

TEST(FileIdsTest, WhatGivesNone) {
  FileIds ids(FileIds::Rule::kPath);
  EXPECT_THAT(ids.Take(NamedFile::At("x.tar").Entry("..")).value(), "x.tar!");
  EXPECT_THAT(FileIds(FileIds::Rule::kName).Take(NamedFile::At("x.tar").Entry("..")),
              StatusIs(absl::StatusCode::kInvalidArgument, "its name gives no id"));
  EXPECT_EQ(ids.Take(NamedFile::At(std::string(200, 'x'))).value().size(), 200U);
  EXPECT_THAT(ids.Take(NamedFile::At(std::string(201, 'x'))),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("longer than 200 bytes")));
}

TEST(FileIdsTest, OneIdForOneFile) {
  const testing::TempDir dir;
  std::filesystem::create_directories(dir.file("1"));
  std::filesystem::create_directories(dir.file("2"));
  for (const char* file : {"1/a.txt", "2/a.txt", "2/a.md"}) {
    std::ofstream(dir.file(file)) << "x";
  }
  FileIds ids(FileIds::Rule::kName);
  EXPECT_EQ(ids.Take(NamedFile::At(dir.file("1/a.txt"))).value(), "a");
  EXPECT_EQ(ids.Take(NamedFile::At(dir.file("1/../1/a.txt"))).value(), "a");
  std::filesystem::create_hard_link(dir.file("1/a.txt"), dir.file("a.txt"));
  EXPECT_EQ(ids.Take(NamedFile::At(dir.file("a.txt"))).value(), "a");
  EXPECT_THAT(ids.Take(NamedFile::At(dir.file("2/a.txt"))),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("as that of " + dir.file("1/a.txt") + ": "),
                             HasSubstr("give --ids path, or rename one"))));
  std::filesystem::remove(dir.file("1/a.txt"));
  EXPECT_EQ(ids.Take(NamedFile::At(dir.file("2/a.txt"))).value(), "a");
  EXPECT_THAT(ids.Take(NamedFile::At(dir.file("2/a.md"))),
              StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("--ids"))));
  EXPECT_THAT(ids.Take(NamedFile::At("-"), "a"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(dir.file("2/a.txt"))));
  ids.Forget();
  EXPECT_EQ(ids.Take(NamedFile::At("-"), "a").value(), "a");
  EXPECT_THAT(ids.Take(NamedFile::At(dir.file("2/a.txt"))),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("that of standard input")));
}

TEST(FileIdsTest, PathsThatMakeTheSameId) {
  FileIds ids(FileIds::Rule::kPath);
  const NamedFile tar = NamedFile::At("x.tar");
  EXPECT_EQ(ids.Take(tar.Entry("a.txt")).value(), "x.tar!a");
  EXPECT_EQ(ids.Take(tar.Entry("./a.txt")).value(), "x.tar!a");
  EXPECT_THAT(ids.Take(tar.Entry("a.md")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("x.tar!a.txt: rename one")));
}

}  // namespace
}  // namespace facetwire::formats
