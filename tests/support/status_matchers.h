// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define FACETWIRE_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <string>

#include "absl/status/statusor.h"
#include <gmock/gmock.h>

namespace facetwire::testing {

inline const absl::Status& GetStatus(const absl::Status& status) { return status; }

template <typename T>
const absl::Status& GetStatus(const absl::StatusOr<T>& result) {
  return result.status();
}

// EXPECT_THAT(writer.Commit(), IsOk());
MATCHER(IsOk, "") {
  *result_listener << GetStatus(arg).ToString();
  return GetStatus(arg).ok();
}

// EXPECT_THAT(result, StatusIs(absl::StatusCode::kNotFound, HasSubstr("kg-rail")));
MATCHER_P2(StatusIs, code, message, "") {
  *result_listener << GetStatus(arg).ToString();
  return GetStatus(arg).code() == code &&
         ::testing::Matches(message)(std::string(GetStatus(arg).message()));
}

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_SUPPORT_STATUS_MATCHERS_H_
