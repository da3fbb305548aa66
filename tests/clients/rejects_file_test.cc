// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/rejects_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"

namespace facetwire::cli {
namespace {

class RejectsFileTest : public ::testing::Test {
 protected:
  RejectsFileTest() { std::filesystem::create_directories(dir_.path()); }

  std::string Content() const {
    std::ifstream file(path_);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  // Opens the file, writes about items with these numbers.
  void Run(bool going_on, std::initializer_list<size_t> items) {
    RejectsFile rejects(path_);
    ASSERT_TRUE(rejects.Open(going_on).ok());
    for (const size_t item : items) {
      ASSERT_TRUE(rejects.Write({{"f", {0, item}}, "", "bad"}).ok());
    }
  }

  testing::TempDir dir_;
  const std::string path_ = dir_.file("rejects");
};

TEST(RejectsFileLineTest, SaysWhatIsKnown) {
  EXPECT_EQ(RejectsFile::JsonLine({{"a.tar!feed.xml", {12, 3}}, "x", "too \"dull\""}),
            R"({"file":"a.tar!feed.xml","line":12,"item":3,"id":"x","reason":"too \"dull\""})");
  EXPECT_EQ(RejectsFile::JsonLine({{"gone", {}}, "", "No such file"}),
            R"({"file":"gone","reason":"No such file"})");
  EXPECT_EQ(RejectsFile::JsonLine({{"\xff", {}}, "", "x"}),
            "{\"file\":\"\xEF\xBF\xBD\",\"reason\":\"x\"}");
}

TEST_F(RejectsFileTest, EachLineIsThereAtOnce) {
  RejectsFile rejects(path_);
  ASSERT_TRUE(rejects.Open(false).ok());
  ASSERT_TRUE(rejects.Write({{"f", {1, 0}}, "", "bad"}).ok());
  EXPECT_EQ(Content(), "{\"file\":\"f\",\"line\":1,\"reason\":\"bad\"}\n");
}

TEST_F(RejectsFileTest, BeginsAnew) {
  Run(false, {1, 2});
  Run(false, {3});
  EXPECT_EQ(Content(), "{\"file\":\"f\",\"item\":3,\"reason\":\"bad\"}\n");
}

TEST_F(RejectsFileTest, GoesOnWithoutSayingItTwice) {
  Run(false, {1, 2});
  Run(true, {1, 2, 3, 3});
  EXPECT_EQ(Content(),
            "{\"file\":\"f\",\"item\":1,\"reason\":\"bad\"}\n"
            "{\"file\":\"f\",\"item\":2,\"reason\":\"bad\"}\n"
            "{\"file\":\"f\",\"item\":3,\"reason\":\"bad\"}\n"
            "{\"file\":\"f\",\"item\":3,\"reason\":\"bad\"}\n");
}

TEST_F(RejectsFileTest, GoesOnAfterALineThatWasCutOff) {
  std::ofstream(path_) << "{\"file\":\"f\",\"it";
  Run(true, {1});
  EXPECT_EQ(Content(), "{\"file\":\"f\",\"it\n{\"file\":\"f\",\"item\":1,\"reason\":\"bad\"}\n");
}

TEST_F(RejectsFileTest, WhatCannotBeWrittenIsToldOnce) {
  EXPECT_FALSE(RejectsFile(dir_.path()).Open(false).ok());
  if (!std::filesystem::exists("/dev/full")) {
    GTEST_SKIP() << "there is no /dev/full";
  }
  RejectsFile full("/dev/full");
  ASSERT_TRUE(full.Open(false).ok());
  EXPECT_FALSE(full.Write({{"f", {}}, "", "bad"}).ok());
  EXPECT_TRUE(full.Write({{"f", {}}, "", "bad"}).ok());
}

}  // namespace
}  // namespace facetwire::cli
