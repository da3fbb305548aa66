// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/file_ids.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace facetwire::formats {
namespace {

using ::facetwire::testing::StatusIs;
using ::testing::HasSubstr;

struct IdCase {
  std::string file;
  std::string by_name;
  std::string by_path;
};

TEST(FileIdsTest, OfNameOrPath) {
  const IdCase cases[] = {
      {"a.txt", "a", "a"},
      {"./a.txt", "a", "a"},
      {"2023-10-26", "2023-10-26", "2023-10-26"},
      {"b.two.txt", "b.two", "b.two"},
      {"wire/2023-10-26.txt.gz", "2023-10-26", "wire/2023-10-26"},
      {"wire//x/../a.txt", "a", "wire/a"},
      {"/data/a.txt", "a", "/data/a"},
      {"../a.txt", "a", "../a"},
      {"old.tar.gz!d/a.txt", "a", "old.tar.gz!d/a"},
      {"old.tar!in.zip!a.txt", "a", "old.tar!in.zip!a"},
      {"old.tar!entry 2", "entry 2", "old.tar!entry 2"},
      {"caf\xC3\xA9.txt", "caf\xC3\xA9", "caf\xC3\xA9"},
      {"caf\xE9.txt", "caf%E9", "caf%E9"},
  };
  for (const IdCase& c : cases) {
    EXPECT_EQ(FileIds(FileIds::Rule::kName).Take(c.file).value(), c.by_name) << c.file;
    EXPECT_EQ(FileIds(FileIds::Rule::kPath).Take(c.file).value(), c.by_path) << c.file;
  }
}

TEST(FileIdsTest, OneIdForOneFile) {
  FileIds ids(FileIds::Rule::kName);
  EXPECT_EQ(ids.Take("1/a.txt").value(), "a");
  EXPECT_EQ(ids.Take("1/a.txt").value(), "a");
  EXPECT_THAT(ids.Take("2/a.txt"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("as that of 1/a.txt")));
  ids.Forget();
  EXPECT_EQ(ids.Take("2/a.txt").value(), "a");
}

}  // namespace
}  // namespace facetwire::formats
