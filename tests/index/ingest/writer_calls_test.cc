// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/ingest/writer_calls.h"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/errors.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::StatusIs;
using ::testing::_;
using ::testing::HasSubstr;

absl::Status Never(IndexWriter& /*writer*/) {
  ADD_FAILURE() << "the step was taken";
  return absl::OkStatus();
}

// What `wake` does here the writing thread does elsewhere: the caller waits for nothing else.
TEST(WriterCallsTest, AStepIsTakenAndItsErrorComesBack) {
  const testing::TempDir dir;
  absl::StatusOr<std::unique_ptr<IndexWriter>> writer = IndexWriter::Open(dir.path());
  ASSERT_THAT(writer, IsOk());
  WriterCalls calls;
  const absl::Status result = calls.Call(
      {},
      [&] { EXPECT_THAT(calls.Attend(**writer), IsOk()); },
      [&](IndexWriter& index) {
        EXPECT_EQ(&index, writer->get());
        return absl::NotFoundError("of the step");
      });
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kNotFound, "of the step"));
}

TEST(WriterCallsTest, WhereTheIndexCannotBeOpenedNobodyWaits) {
  WriterCalls calls;
  const auto refuse = [&calls] { calls.Refuse(absl::DataLossError("MANIFEST is damaged")); };
  for (int i = 0; i < 2; ++i) {
    const absl::Status result = calls.Call({}, refuse, Never);
    EXPECT_THAT(result, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("MANIFEST is damaged")));
    EXPECT_TRUE(RetryAfter(result).has_value());
  }
}

TEST(WriterCallsTest, NobodyWaitsLongerThanTheContextSays) {
  WriterCalls calls;
  bool cancelled = false;
  const CallContext context{.cancelled = [&cancelled] { return cancelled; }};
  EXPECT_THAT(calls.Call(
                  context, [&cancelled] { cancelled = true; }, Never),
              StatusIs(absl::StatusCode::kCancelled, _));
}

TEST(WriterCallsTest, AfterAShutdownNothingIsTaken) {
  WriterCalls calls;
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(calls.Call(
                    {}, [&calls] { calls.Shutdown(); }, Never),
                StatusIs(absl::StatusCode::kUnavailable, HasSubstr("shutting down")));
  }
}

}  // namespace
}  // namespace facetwire
