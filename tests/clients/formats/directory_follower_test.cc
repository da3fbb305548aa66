// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/directory_follower.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire::formats {
namespace {

using ::facetwire::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

class DirectoryFollowerTest : public ::testing::Test {
 protected:
  DirectoryFollowerTest() { fs::create_directories(dir_.path()); }

  void Write(const std::string& name, const std::string& content) {
    std::ofstream(dir_.file(name), std::ios::binary) << content;
  }

  void Open() {
    auto follower = DirectoryFollower::Open({dir_.path()});
    ASSERT_TRUE(follower.ok()) << follower.status();
    follower_ = *std::move(follower);
  }

  // What is named until there is nothing more; a file "end" marks that.
  std::vector<std::string> Drain() {
    Write("end", std::to_string(++ends_));
    std::vector<std::string> names;
    while (true) {
      const auto next = follower_->Next([] { return absl::OkStatus(); });
      EXPECT_TRUE(next.ok()) << next.status();
      if (!next.ok() || !*next) {
        return names;
      }
      const std::string name = fs::relative(**next, dir_.path()).string();
      if (name == "end") {
        return names;
      }
      names.push_back(name);
    }
  }

  testing::TempDir dir_;
  std::unique_ptr<DirectoryFollower> follower_;
  int ends_ = 0;
};

TEST_F(DirectoryFollowerTest, FirstWhatIsThereThenWhatComes) {
  fs::create_directories(dir_.file("a/sub"));
  Write("b", "1");
  Write("a/sub/x", "1");
  Write(".hidden", "1");
  Open();
  EXPECT_THAT(Drain(), ElementsAre("a/sub/x", "b"));
  Write("c", "1");
  Write("a/sub/y", "1");
  EXPECT_THAT(Drain(), ElementsAre("c", "a/sub/y"));
}

TEST_F(DirectoryFollowerTest, OncePerContent) {
  Write("a", "1");
  Open();
  EXPECT_THAT(Drain(), ElementsAre("a"));
  Write("a", "1");
  EXPECT_THAT(Drain(), IsEmpty());
  Write("a", "2");
  EXPECT_THAT(Drain(), ElementsAre("a"));
  Write("b", "2");
  EXPECT_THAT(Drain(), ElementsAre("b"));
}

TEST_F(DirectoryFollowerTest, OnlyWhatIsClosedOrMovedIn) {
  Open();
  EXPECT_THAT(Drain(), IsEmpty());
  std::ofstream open(dir_.file("open"));
  open << "half" << std::flush;
  Write(".tmp", "whole");
  EXPECT_THAT(Drain(), IsEmpty());
  fs::rename(dir_.file(".tmp"), dir_.file("moved"));
  open.close();
  EXPECT_THAT(Drain(), ElementsAre("moved", "open"));
}

TEST_F(DirectoryFollowerTest, NewDirectoriesAreFollowedToo) {
  Open();
  fs::create_directories(dir_.file("n/deep"));
  Write("n/deep/a", "1");
  EXPECT_THAT(Drain(), ElementsAre("n/deep/a"));
  Write("n/deep/b", "1");
  EXPECT_THAT(Drain(), ElementsAre("n/deep/b"));
  testing::TempDir elsewhere;
  fs::create_directories(elsewhere.path());
  std::ofstream(elsewhere.file("c")) << "1";
  fs::rename(elsewhere.path(), dir_.file("moved"));
  EXPECT_THAT(Drain(), ElementsAre("moved/c"));
}

TEST_F(DirectoryFollowerTest, WhatIsGoneAgainIsNotNamed) {
  Open();
  Write("a", "1");
  fs::remove(dir_.file("a"));
  EXPECT_THAT(Drain(), IsEmpty());
}

TEST_F(DirectoryFollowerTest, StopEndsTheWaiting) {
  Open();
  int waits = 0;
  auto next = follower_->Next([&] {
    ++waits;
    follower_->Stop();
    return absl::OkStatus();
  });
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(*next, std::nullopt);
  EXPECT_EQ(waits, 1);
  Write("a", "1");
  next = follower_->Next([] { return absl::OkStatus(); });
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(*next, std::nullopt);
}

TEST_F(DirectoryFollowerTest, OnlyDirectories) {
  Write("a", "1");
  EXPECT_THAT(
      DirectoryFollower::Open({dir_.file("a")}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr("Not a directory")));
  EXPECT_THAT(DirectoryFollower::Open({dir_.file("gone")}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr("No such file")));
}

TEST_F(DirectoryFollowerTest, SeveralDirectories) {
  fs::create_directories(dir_.file("a"));
  fs::create_directories(dir_.file("b"));
  Write("b/x", "1");
  auto follower = DirectoryFollower::Open({dir_.file("a") + "/", dir_.file("b")});
  ASSERT_TRUE(follower.ok()) << follower.status();
  follower_ = *std::move(follower);
  Write("a/y", "1");
  std::vector<std::string> names;
  for (int i = 0; i < 2; ++i) {
    const auto next = follower_->Next([] { return absl::OkStatus(); });
    ASSERT_TRUE(next.ok() && *next) << next.status();
    names.push_back(fs::relative(**next, dir_.path()).string());
  }
  EXPECT_THAT(names, ElementsAre("b/x", "a/y"));
}

TEST_F(DirectoryFollowerTest, WhatIsKnownIsPassedOverUntilItChanges) {
  Write("a", "1");
  Write("b", "1");
  Open();
  bool known = true;
  follower_->PassOver([&](const std::string& file) { return known && file == dir_.file("a"); });
  EXPECT_THAT(Drain(), ElementsAre("b"));
  known = false;
  Write("a", "2");
  EXPECT_THAT(Drain(), ElementsAre("a"));
}

TEST_F(DirectoryFollowerTest, AFailureBeforeTheWaitingIsReturned) {
  Open();
  EXPECT_THAT(follower_->Next([] { return absl::AbortedError("no"); }).status(),
              StatusIs(absl::StatusCode::kAborted, "no"));
}

TEST_F(DirectoryFollowerTest, SaysWhatItCannotRead) {
  if (geteuid() == 0) {
    GTEST_SKIP() << "root may read everything";
  }
  fs::create_directories(dir_.file("closed"));
  fs::permissions(dir_.file("closed"), fs::perms::none);
  Open();
  EXPECT_THAT(Drain(), IsEmpty());
  EXPECT_THAT(follower_->TakeTroubles(), ElementsAre(dir_.file("closed") + ": Permission denied"));
  EXPECT_THAT(follower_->TakeTroubles(), IsEmpty());
  EXPECT_THAT(DirectoryFollower::Open({dir_.file("closed")}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       ::testing::HasSubstr("closed: Permission denied")));
}

TEST_F(DirectoryFollowerTest, ADirectoryThatIsGoneIsFollowedNoLonger) {
  for (const bool removed : {true, false}) {
    fs::create_directories(dir_.path());
    Open();
    if (removed) {
      fs::remove_all(dir_.path());
    } else {
      fs::rename(dir_.path(), dir_.path() + "-elsewhere");
    }
    EXPECT_THAT(follower_->Next([] { return absl::OkStatus(); }).status(),
                StatusIs(absl::StatusCode::kNotFound, "the directory is gone"))
        << removed;
    fs::remove_all(dir_.path() + "-elsewhere");
  }
}

}  // namespace
}  // namespace facetwire::formats
