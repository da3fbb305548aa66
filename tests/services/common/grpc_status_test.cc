// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/common/grpc_status.h"

#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include <gmock/gmock.h>

#include "index/base/errors.h"
#include "index/base/str_cat.h"

namespace facetwire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

template <typename Message>
Message DetailOf(const google::rpc::Status& status) {
  Message message;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&message)) {
      return message;
    }
  }
  ADD_FAILURE() << "no " << message.GetTypeName() << " in " << status.ShortDebugString();
  return message;
}

TEST(GrpcStatusTest, OkIsOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_EQ(ToGrpcStatus(absl::OkStatus()).error_details(), "");
  EXPECT_EQ(ToRpcStatus(absl::OkStatus()).code(), 0);
}

TEST(GrpcStatusTest, EveryCodeHasItsTwinAndItsName) {
  constexpr int kLastCode = 16;
  for (int code = 1; code <= kLastCode; ++code) {
    const auto absl_code = static_cast<absl::StatusCode>(code);
    const grpc::Status status = ToGrpcStatus(absl::Status(absl_code, "why"));
    EXPECT_EQ(static_cast<int>(status.error_code()), code);
    const google::rpc::Status details = DetailsOf(status);
    EXPECT_EQ(details.code(), code);
    EXPECT_EQ(details.message(), status.error_message());
    const auto info = DetailOf<google::rpc::ErrorInfo>(details);
    EXPECT_EQ(info.domain(), "facetwire");
    EXPECT_EQ(info.reason(), absl::StatusCodeToString(absl_code));
    EXPECT_THAT(details.details(), SizeIs(1));
  }
}

TEST(GrpcStatusTest, ANumberThatIsNoCodeIsUnknown) {
  EXPECT_EQ(ToGrpcStatus(absl::Status(static_cast<absl::StatusCode>(99), "")).error_code(),
            grpc::StatusCode::UNKNOWN);
}

TEST(GrpcStatusTest, FieldAndReasonAreDetails) {
  const google::rpc::Status details = DetailsOf(ToGrpcStatus(
      WithReason(InvalidField("query.text", "has an unclosed quote"), "UNCLOSED_QUOTE")));
  EXPECT_EQ(details.message(), "query.text: has an unclosed quote");
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(details).reason(), "UNCLOSED_QUOTE");
  const auto bad = DetailOf<google::rpc::BadRequest>(details);
  ASSERT_THAT(bad.field_violations(), SizeIs(1));
  EXPECT_EQ(bad.field_violations(0).field(), "query.text");
  EXPECT_EQ(bad.field_violations(0).description(), "has an unclosed quote");
}

TEST(GrpcStatusTest, RetryInfoHasSecondsAndNanos) {
  const google::rpc::Status details = DetailsOf(
      ToGrpcStatus(WithRetryAfter(absl::ResourceExhaustedError("full"), absl::Milliseconds(2050))));
  const auto retry = DetailOf<google::rpc::RetryInfo>(details);
  EXPECT_EQ(retry.retry_delay().seconds(), 2);
  EXPECT_EQ(retry.retry_delay().nanos(), 50000000);
}

TEST(GrpcStatusTest, WhatHappensInsideIsForTheLogAlone) {
  for (const auto code :
       {absl::StatusCode::kInternal, absl::StatusCode::kUnknown, absl::StatusCode::kDataLoss}) {
    const absl::Status status(code, "DatabaseCorruptError: /var/lib/secret");
    EXPECT_TRUE(IsForTheLog(status));
    const grpc::Status sent = ToGrpcStatus(status);
    EXPECT_THAT(sent.error_message(), Not(HasSubstr("secret")));
    EXPECT_THAT(sent.error_message(), HasSubstr("log"));
    EXPECT_THAT(sent.error_details(), Not(HasSubstr("secret")));
  }
  EXPECT_FALSE(IsForTheLog(absl::NotFoundError("x")));
  EXPECT_FALSE(IsForTheLog(absl::OkStatus()));
}

TEST(GrpcStatusTest, LongMessagesFitIntoTheTrailers) {
  std::string text = "a";
  for (int i = 0; i < 5000; ++i) {
    text += "\u00e9";
  }
  const grpc::Status status = ToGrpcStatus(InvalidField(text, text));
  constexpr std::size_t kTrailerLimit = 8192;
  // On the wire the message is percent-encoded and the details are base64.
  EXPECT_LT(3 * status.error_message().size() + status.error_details().size() * 4 / 3 + 1000,
            kTrailerLimit);
  const auto bad = DetailOf<google::rpc::BadRequest>(DetailsOf(status));
  EXPECT_THAT(bad.field_violations(0).description(), ::testing::EndsWith("\u00e9..."));
}

}  // namespace
}  // namespace facetwire
