// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_XAPIAN_STATUS_H_
#define FACETWIRE_INDEX_STORE_XAPIAN_STATUS_H_

#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace facetwire {

// The status for the exception that is being handled. Call it inside a catch block only.
//   DocNotFoundError -> NOT_FOUND           DatabaseModifiedError -> ABORTED (reopen, start again)
//   DatabaseLockError -> FAILED_PRECONDITION   DatabaseCorruptError -> DATA_LOSS
//   other DatabaseErrors -> UNAVAILABLE     QueryParserError -> INVALID_ARGUMENT
//   std::bad_alloc -> RESOURCE_EXHAUSTED    everything else -> INTERNAL
absl::Status CurrentExceptionStatus();

// What a Status or a StatusOr says.
inline const absl::Status& StatusOf(const absl::Status& status) { return status; }

template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

// Runs `call`, which returns a Status or a StatusOr, and turns what is thrown into a Status.
// Exceptions stop here: nothing above index/store has to know that Xapian has any.
template <typename Call>
std::invoke_result_t<Call> CatchXapian(Call&& call) {
  try {
    return std::forward<Call>(call)();
  } catch (...) {
    return CurrentExceptionStatus();
  }
}

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_XAPIAN_STATUS_H_
