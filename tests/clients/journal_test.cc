// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/journal.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"

namespace facetwire::cli {
namespace {

class JournalTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(dir_.path()); }

  std::string Write(const std::string& name, const std::string& content) {
    std::string path = dir_.path() + "/" + name;
    std::ofstream(path) << content;
    return path;
  }

  testing::TempDir dir_;
};

TEST_F(JournalTest, KeepsWhatItIsTold) {
  const Journal journal(dir_.path() + "/new/folder/j", "key");
  EXPECT_EQ(*journal.Load(), std::nullopt);
  Journal::State state{"index", "token", 42, {}};
  state.by_outcome[v1::INDEX_OUTCOME_CREATED] = 41;
  state.by_outcome[v1::INDEX_OUTCOME_REJECTED] = 1;
  ASSERT_TRUE(journal.Save(state).ok());
  ASSERT_TRUE(journal.Load().ok());
  EXPECT_EQ(*journal.Load(), state);
  journal.Remove();
  EXPECT_EQ(*journal.Load(), std::nullopt);
}

TEST_F(JournalTest, RefusesWhatIsNotItsOwn) {
  const std::string path = dir_.path() + "/j";
  ASSERT_TRUE(Journal(path, "other").Save({"index", "token", 1, {}}).ok());
  EXPECT_FALSE(Journal(path, "key").Load().ok());
  for (const char* const content : {"", "nonsense", "facetwire-journal-1\nkey\nindex\ntoken\nx"}) {
    EXPECT_FALSE(Journal(Write("j", content), "key").Load().ok()) << content;
  }
}

TEST_F(JournalTest, TheKeyTellsUploadsApart) {
  const std::string file = Write("a", "one");
  const auto key = Journal::KeyOf("server", {file}, {"source"});
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(Journal::KeyOf("server", {file}, {"source"}), key);
  EXPECT_NE(Journal::KeyOf("server2", {file}, {"source"}), key);
  EXPECT_NE(Journal::KeyOf("server", {file, file}, {"source"}), key);
  EXPECT_NE(Journal::KeyOf("server", {file}, {"other"}), key);
  Write("a", "longer");
  EXPECT_NE(Journal::KeyOf("server", {file}, {"source"}), key);
  EXPECT_FALSE(Journal::KeyOf("server", {"-"}, {}).has_value());
  EXPECT_FALSE(Journal::KeyOf("server", {file, dir_.path() + "/gone"}, {}).has_value());
}

TEST_F(JournalTest, TheKeyOfADirectoryIsThatOfItsFiles) {
  std::filesystem::create_directories(dir_.path() + "/below");
  const std::string file = Write("below/a", "one");
  const auto key = [this] { return Journal::KeyOf("server", {dir_.path()}, {}); };
  const auto before = key();
  ASSERT_TRUE(before.has_value());
  EXPECT_EQ(key(), before);
  Write("below/b", "");
  EXPECT_NE(key(), before);
  std::filesystem::remove(dir_.path() + "/below/b");
  EXPECT_EQ(key(), before);
  Write("below/a", "longer");
  EXPECT_NE(key(), before);
}

}  // namespace
}  // namespace facetwire::cli
