// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/base/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace facetwire {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ErrorsTest, InvalidFieldNamesTheField) {
  const absl::Status status = InvalidField("page_size", "must not be negative");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "page_size: must not be negative");
  EXPECT_THAT(FieldViolations(status),
              ElementsAre(FieldViolation{"page_size", "must not be negative"}));
}

TEST(ErrorsTest, OtherStatusesCarryNothing) {
  const absl::Status status = absl::NotFoundError("no article 'x'");
  EXPECT_THAT(FieldViolations(status), IsEmpty());
  EXPECT_EQ(Reason(status), std::nullopt);
  EXPECT_EQ(RetryAfter(status), std::nullopt);
}

TEST(ErrorsTest, PrefixFieldKeepsTheReason) {
  const absl::Status status =
      PrefixField(WithReason(InvalidField("id", "is required"), "NO_ID"), "articles[3].");
  EXPECT_EQ(status.message(), "articles[3].id: is required");
  EXPECT_THAT(FieldViolations(status),
              ElementsAre(FieldViolation{"articles[3].id", "is required"}));
  EXPECT_EQ(Reason(status), "NO_ID");
}

TEST(ErrorsTest, PrefixFieldLeavesOthersAlone) {
  const absl::Status status = absl::NotFoundError("x");
  EXPECT_EQ(PrefixField(status, "article."), status);
}

TEST(ErrorsTest, RetryAfterIsKeptToTheNanosecond) {
  const absl::Duration delay = absl::Seconds(3) + absl::Nanoseconds(7);
  EXPECT_EQ(RetryAfter(WithRetryAfter(absl::ResourceExhaustedError("busy"), delay)), delay);
}

}  // namespace

}  // namespace facetwire
