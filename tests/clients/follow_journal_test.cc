// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/follow_journal.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"

namespace facetwire::cli {
namespace {

class FollowJournalTest : public ::testing::Test {
 protected:
  FollowJournalTest() { std::filesystem::create_directories(dir_.path()); }

  static FileLedger::File File(const std::string& path, std::optional<FileStamp> stamp) {
    FileLedger::File file;
    file.path = path;
    file.stamp = stamp;
    return file;
  }

  std::optional<FollowJournal::State> Loaded() const {
    const auto state = FollowJournal(path_, "key").Load();
    EXPECT_TRUE(state.ok()) << state.status();
    return state.value_or(std::nullopt);
  }

  testing::TempDir dir_;
  const std::string path_ = dir_.file("new/folder/j");
};

TEST_F(FollowJournalTest, KeepsWhatIsAdded) {
  EXPECT_EQ(Loaded(), std::nullopt);
  FollowJournal journal(path_, "key");
  ASSERT_TRUE(journal.Begin({"index", "t0", {{"a b", {1, 2}}}}).ok());
  EXPECT_EQ(Loaded(), (FollowJournal::State{"index", "t0", {{"a b", {1, 2}}}}));
  ASSERT_TRUE(
      journal.Add({File("line\nfeed", FileStamp{3, -4}), File("unread", std::nullopt)}, "t1").ok());
  ASSERT_TRUE(journal.Add({File("a b", FileStamp{5, 6})}, "t2").ok());
  EXPECT_EQ(Loaded(),
            (FollowJournal::State{"index", "t2", {{"a b", {5, 6}}, {"line\nfeed", {3, -4}}}}));
}

TEST_F(FollowJournalTest, BeginReplaces) {
  ASSERT_TRUE(FollowJournal(path_, "key").Begin({"one", "t", {{"a", {1, 2}}}}).ok());
  ASSERT_TRUE(FollowJournal(path_, "key").Begin({"two", "t", {}}).ok());
  EXPECT_EQ(Loaded(), (FollowJournal::State{"two", "t", {}}));
}

TEST_F(FollowJournalTest, WhatWasCutOffIsLeftOut) {
  FollowJournal journal(path_, "key");
  ASSERT_TRUE(journal.Begin({"index", "t0", {{"a", {1, 2}}}}).ok());
  std::ofstream(path_, std::ios::app) << "file 1 2 abc";  // of "abcdef"
  EXPECT_EQ(Loaded(), (FollowJournal::State{"index", "t0", {{"a", {1, 2}}}}));
  std::ofstream(path_, std::ios::app) << "\nnonsense\nfile 1 2 z\n";
  EXPECT_EQ(Loaded(), (FollowJournal::State{"index", "t0", {{"a", {1, 2}}, {"abc", {1, 2}}}}));
}

TEST_F(FollowJournalTest, RefusesWhatIsNotItsOwn) {
  ASSERT_TRUE(FollowJournal(path_, "other").Begin({"index", "t0", {}}).ok());
  EXPECT_FALSE(FollowJournal(path_, "key").Load().ok());
  for (const char* const content : {"", "nonsense\nkey\nindex\n", "facetwire-follow-1\nkey\n"}) {
    std::ofstream(path_) << content;
    EXPECT_FALSE(FollowJournal(path_, "key").Load().ok()) << content;
  }
}

TEST_F(FollowJournalTest, SaysThatItCannotBeWritten) {
  EXPECT_FALSE(FollowJournal("/dev/null/j", "key").Begin({}).ok());
}

}  // namespace
}  // namespace facetwire::cli
