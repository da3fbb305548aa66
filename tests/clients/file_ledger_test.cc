// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/file_ledger.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"

namespace facetwire::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void Answer(FileLedger& ledger, uint64_t offset, v1::IndexOutcome outcome) {
  v1::StreamResult result;
  result.set_offset(offset);
  result.set_outcome(outcome);
  ledger.Answered(result);
}

// "path: summary" of each file that is finished.
std::vector<std::string> Finished(FileLedger& ledger) {
  std::vector<std::string> texts;
  for (const FileLedger::File& file : ledger.TakeFinished()) {
    texts.push_back(file.path + ": " + file.report.Summary());
  }
  return texts;
}

TEST(FileLedgerTest, AFileIsFinishedWhenItIsReadAndAnswered) {
  FileLedger ledger;
  ledger.Begin("a", {});
  ledger.Sent(1);
  ledger.Sent(2);
  Answer(ledger, 1, v1::INDEX_OUTCOME_CREATED);
  Answer(ledger, 2, v1::INDEX_OUTCOME_UPDATED);
  EXPECT_THAT(Finished(ledger), IsEmpty());
  ledger.End();
  EXPECT_THAT(Finished(ledger), ElementsAre("a: 2 articles: 1 created, 1 updated"));
  EXPECT_THAT(Finished(ledger), IsEmpty());
}

TEST(FileLedgerTest, AnswersGoToTheirFiles) {
  FileLedger ledger;
  ledger.Begin("a", {});
  ledger.Sent(1);
  ledger.End();
  ledger.Begin("nothing", {});
  ledger.Unreadable();
  ledger.End();
  ledger.Begin("b", {});
  ledger.Sent(2);
  ledger.Sent(3);
  ledger.End();
  EXPECT_THAT(Finished(ledger), IsEmpty());
  Answer(ledger, 1, v1::INDEX_OUTCOME_CREATED);
  Answer(ledger, 2, v1::INDEX_OUTCOME_REJECTED);
  EXPECT_THAT(Finished(ledger),
              ElementsAre("a: 1 article: 1 created", "nothing: 1 article: 1 rejected"));
  Answer(ledger, 3, v1::INDEX_OUTCOME_CREATED);
  EXPECT_THAT(Finished(ledger), ElementsAre("b: 2 articles: 1 created, 1 rejected"));
}

TEST(FileLedgerTest, AFileThatWasBrokenOffIsNotFinished) {
  FileLedger ledger;
  ledger.Begin("a", {});
  ledger.Sent(1);
  Answer(ledger, 1, v1::INDEX_OUTCOME_CREATED);
  EXPECT_THAT(Finished(ledger), IsEmpty());
}

TEST(StampTest, ChangesWithTheFile) {
  const testing::TempDir dir;
  std::filesystem::create_directories(dir.path());
  const std::string path = dir.file("a");
  EXPECT_EQ(StampOf(path), std::nullopt);
  EXPECT_EQ(StampOf(dir.path()), std::nullopt);
  std::ofstream(path) << "one";
  const auto first = StampOf(path);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(StampOf(path), first);
  std::filesystem::last_write_time(
      path, std::filesystem::last_write_time(path) + std::chrono::seconds(1));
  EXPECT_NE(StampOf(path), first);
}

}  // namespace
}  // namespace facetwire::cli
