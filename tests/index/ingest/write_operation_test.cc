// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/write_operation.h"

#include <set>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::StatusIs;
using ::testing::_;
using ::testing::ElementsAre;

TEST(ReconcileTest, OutcomesOfTheAttemptThatDidIt) {
  using enum IndexOutcome;

  struct Case {
    IndexOutcome first;
    IndexOutcome again;
    IndexOutcome told;
  };

  const Case cases[] = {
      {kCreated, kUnchanged, kCreated},  // it finds itself
      {kUpdated, kUnchanged, kUpdated},
      {kDuplicate, kUnchanged, kDuplicate},
      {kUpdated, kOutdated, kUpdated},       // a later one of the same job is there
      {kCreated, kUpdated, kUpdated},        // done by the second attempt
      {kUnchanged, kUnchanged, kUnchanged},  // done by neither
      {kOutdated, kOutdated, kOutdated},
      {kUnchanged, kCreated, kCreated},
  };
  for (const Case& one : cases) {
    WriteReport again{.puts = {one.again}};
    Reconcile({.puts = {one.first}}, again);
    EXPECT_THAT(again.puts, ElementsAre(one.told));
  }
}

WriteOperation PutOf(const char* id) {
  PreparedDocument document;
  document.article_id = id;
  return document;
}

TEST(TellDuplicatesTest, TheLastOfAnIdIsMeant) {
  const std::vector<WriteOperation> first_job = {PutOf("a"), PutOf("c")};
  const std::vector<WriteOperation> last_job = {
      PutOf("a"), DeleteOperation{"x"}, PutOf("b"), PutOf("a"), PutOf("d")};
  WriteReport first{.puts = {IndexOutcome::kCreated, IndexOutcome::kCreated}};
  WriteReport last{.puts = {IndexOutcome::kUpdated,
                            IndexOutcome::kCreated,
                            IndexOutcome::kUpdated,
                            IndexOutcome::kUnchanged}};
  std::set<std::string_view> duplicates = {"a", "c", "d"};
  TellDuplicates(last_job, duplicates, last);
  TellDuplicates(first_job, duplicates, first);
  EXPECT_THAT(last.puts,
              ElementsAre(IndexOutcome::kUpdated,
                          IndexOutcome::kCreated,
                          IndexOutcome::kDuplicate,
                          IndexOutcome::kUnchanged));
  EXPECT_THAT(first.puts, ElementsAre(IndexOutcome::kCreated, IndexOutcome::kDuplicate));
}

TEST(ReconcileTest, WhatOneAttemptDeletedWasThere) {
  WriteReport again{.deletes = {false, true, false}};
  Reconcile({.deletes = {true, false, false}}, again);
  EXPECT_THAT(again.deletes, ElementsAre(true, true, false));
}

TEST(ReconcileTest, ACorrectionIsRefusedOnlyByBoth) {
  const absl::Status refused = absl::AlreadyExistsError("it is merged already");
  Correction made;
  made.id = 7;
  WriteReport again{.corrections = {refused, refused}};
  Reconcile({.corrections = {made, refused}}, again);
  ASSERT_THAT(again.corrections[0], IsOk());
  EXPECT_EQ(again.corrections[0]->id, 7U);
  EXPECT_THAT(again.corrections[1], StatusIs(absl::StatusCode::kAlreadyExists, _));
}

TEST(ReconcileTest, WithoutAFirstAttemptNothingChanges) {
  WriteReport again{.puts = {IndexOutcome::kUnchanged}, .deletes = {false}};
  Reconcile({}, again);
  EXPECT_THAT(again.puts, ElementsAre(IndexOutcome::kUnchanged));
  EXPECT_THAT(again.deletes, ElementsAre(false));
}

}  // namespace
}  // namespace facetwire
