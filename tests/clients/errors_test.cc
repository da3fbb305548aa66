// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/cli/errors.h"

#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/retry.h"
#include "tests/support/status_matchers.h"

namespace facetwire::cli {
namespace {

using ::facetwire::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <typename... Details>
grpc::Status Failure(grpc::StatusCode code, const std::string& message, const Details&... details) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  (status.add_details()->PackFrom(details), ...);
  return {code, message, status.SerializeAsString()};
}

google::rpc::BadRequest BadField(const std::string& field, const std::string& description) {
  google::rpc::BadRequest bad;
  auto& violation = *bad.add_field_violations();
  violation.set_field(field);
  violation.set_description(description);
  return bad;
}

google::rpc::ErrorInfo Info(const std::string& reason) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  return info;
}

google::rpc::RetryInfo After(int seconds) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(seconds);
  return retry;
}

TEST(FromGrpcTest, NamesTheField) {
  EXPECT_THAT(FromGrpc(Failure(grpc::INVALID_ARGUMENT,
                               "bad",
                               Info("X"),
                               BadField("page_size", "must be between 0 and 100")),
                       "h:1"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "page_size: must be between 0 and 100 (INVALID_ARGUMENT)"));
}

TEST(FromGrpcTest, NamesAllFields) {
  google::rpc::BadRequest bad = BadField("a", "no");
  bad.MergeFrom(BadField("b", "neither"));
  EXPECT_THAT(FromGrpc(Failure(grpc::INVALID_ARGUMENT, "bad", bad), "h:1"),
              StatusIs(absl::StatusCode::kInvalidArgument, "a: no; b: neither (INVALID_ARGUMENT)"));
}

TEST(FromGrpcTest, ElseTheMessage) {
  EXPECT_THAT(FromGrpc(Failure(grpc::NOT_FOUND, "no article \"x\"", Info("X")), "h:1"),
              StatusIs(absl::StatusCode::kNotFound, "no article \"x\" (NOT_FOUND)"));
  EXPECT_THAT(FromGrpc(grpc::Status(grpc::INTERNAL, "oops", "no google.rpc.Status"), "h:1"),
              StatusIs(absl::StatusCode::kInternal, "oops (INTERNAL)"));
}

TEST(FromGrpcTest, NothingAnswersOrTheServerSaysSo) {
  EXPECT_THAT(FromGrpc(grpc::Status(grpc::UNAVAILABLE, "failed to connect"), "h:1"),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("no server answers at h:1 (UNAVAILABLE); start one with: "
                                 "facetwire-server --data-dir DIR --listen h:1")));
  EXPECT_THAT(
      FromGrpc(Failure(grpc::UNAVAILABLE, "there is no index yet", Info("NO_INDEX")), "h:1"),
      StatusIs(absl::StatusCode::kUnavailable, "there is no index yet (UNAVAILABLE)"));
  EXPECT_THAT(FromGrpc(grpc::Status(grpc::DEADLINE_EXCEEDED, "Deadline Exceeded"), "h:1"),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("see --timeout")));
}

TEST(ExitCodeTest, OneForEachKind) {
  EXPECT_EQ(ExitCode(absl::OkStatus()), 0);
  EXPECT_EQ(ExitCode(absl::InternalError("")), 1);
  EXPECT_EQ(ExitCode(absl::FailedPreconditionError("")), 1);
  EXPECT_EQ(ExitCode(absl::ResourceExhaustedError("")), 1);
  EXPECT_EQ(ExitCode(absl::InvalidArgumentError("")), 2);
  EXPECT_EQ(ExitCode(absl::OutOfRangeError("")), 2);
  EXPECT_EQ(ExitCode(absl::NotFoundError("")), 3);
  EXPECT_EQ(ExitCode(absl::UnavailableError("")), 4);
  EXPECT_EQ(ExitCode(absl::DeadlineExceededError("")), 4);
}

// Answers with one status after the other, the last for ever.
class Retries {
 public:
  explicit Retries(std::vector<grpc::Status> answers) : answers_(std::move(answers)) {}

  grpc::Status Run() {
    return CallWithRetry(
        [this] {
          const size_t i = std::min(calls_++, answers_.size() - 1);
          return answers_[i];
        },
        [this](absl::Duration wait) { waits_.push_back(absl::FormatDuration(wait)); });
  }

  size_t calls() const { return calls_; }

  const std::vector<std::string>& waits() const { return waits_; }

 private:
  std::vector<grpc::Status> answers_;
  size_t calls_ = 0;
  std::vector<std::string> waits_;
};

TEST(CallWithRetryTest, SucceedsAfterAWhile) {
  const grpc::Status down(grpc::UNAVAILABLE, "down");
  Retries retries({down, down, grpc::Status::OK});
  EXPECT_TRUE(retries.Run().ok());
  EXPECT_THAT(retries.waits(), ElementsAre("100ms", "200ms"));
}

TEST(CallWithRetryTest, GivesUpOnAServerThatIsNotThere) {
  Retries retries({grpc::Status(grpc::UNAVAILABLE, "down")});
  EXPECT_EQ(retries.Run().error_code(), grpc::UNAVAILABLE);
  EXPECT_THAT(retries.waits(), ElementsAre("100ms", "200ms", "400ms", "800ms"));
}

TEST(CallWithRetryTest, AServerThatShutsDownIsTriedAgain) {
  Retries retries({grpc::Status(grpc::CANCELLED, "cancelled"), grpc::Status::OK});
  EXPECT_TRUE(retries.Run().ok());
  EXPECT_EQ(retries.calls(), 2U);
}

TEST(CallWithRetryTest, WaitsAsLongAsTheServerAsks) {
  Retries retries({Failure(grpc::RESOURCE_EXHAUSTED, "busy", After(2)), grpc::Status::OK});
  EXPECT_TRUE(retries.Run().ok());
  EXPECT_THAT(retries.waits(), ElementsAre("2s"));
}

TEST(CallWithRetryTest, ABusyServerGetsAMinute) {
  Retries retries({Failure(grpc::RESOURCE_EXHAUSTED, "busy", After(20))});
  EXPECT_EQ(retries.Run().error_code(), grpc::RESOURCE_EXHAUSTED);
  EXPECT_EQ(retries.calls(), 4U);
}

TEST(CallWithRetryTest, OtherErrorsAreFinal) {
  for (const auto code : {grpc::INVALID_ARGUMENT, grpc::RESOURCE_EXHAUSTED, grpc::INTERNAL}) {
    Retries retries({grpc::Status(code, "no")});
    EXPECT_EQ(retries.Run().error_code(), code);
    EXPECT_EQ(retries.calls(), 1U);
  }
}

}  // namespace
}  // namespace facetwire::cli
