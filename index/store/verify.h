// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_VERIFY_H_
#define FACETWIRE_INDEX_STORE_VERIFY_H_

#include <string_view>

#include "absl/status/statusor.h"

#include "index/model/verify_report.h"

namespace facetwire {

// Reads all of an index, at rest or beside its writer, and changes nothing: MANIFEST; each part by
// Xapian's own check, its metadata and the range of its docids; the dictionary (ordinals without a
// gap, each value once); removals; every document (its article can be read; terms, row, revision
// and token stream are what would be made of it today); that every article that is not removed is
// there, once. What it finds wrong is in the report.
// Errors as ReadManifest: there is no index, or it is of another format version. About 0.5 ms a
// document of 1 KB; memory for the ids of all articles.
absl::StatusOr<VerifyReport> VerifyIndex(std::string_view directory);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_VERIFY_H_
