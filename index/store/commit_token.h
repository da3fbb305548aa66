// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_STORE_COMMIT_TOKEN_H_
#define FACETWIRE_INDEX_STORE_COMMIT_TOKEN_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace facetwire {

// A commit of an index. Clients see it as an opaque, URL-safe text.
struct CommitToken {
  std::string index_id;  // 32 lower-case hexadecimal digits
  std::uint64_t sequence = 0;

  friend bool operator==(const CommitToken&, const CommitToken&) = default;
};

std::string EncodeCommitToken(const CommitToken& token);

// INVALID_ARGUMENT (without a field: the caller knows it) where `text` is no token of ours.
absl::StatusOr<CommitToken> DecodeCommitToken(std::string_view text);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_STORE_COMMIT_TOKEN_H_
