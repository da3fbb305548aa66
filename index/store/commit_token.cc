// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/commit_token.h"

#include <cstddef>

#include "absl/strings/escaping.h"

#include "index/base/str_cat.h"
#include "index/store/sha256.h"

namespace facetwire {
namespace {

constexpr char kVersion = '\x01';
constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kSequenceBytes = 8;
constexpr std::size_t kCheckBytes = 4;  // so that a mangled token is told from a foreign one

std::string Check(std::string_view payload) { return Sha256(payload).substr(0, kCheckBytes); }

}  // namespace

std::string EncodeCommitToken(const CommitToken& token) {
  std::string bytes(1, kVersion);
  bytes += absl::HexStringToBytes(token.index_id);
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(token.sequence >> static_cast<unsigned>(shift) & 0xffU));
  }
  bytes += Check(bytes);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<CommitToken> DecodeCommitToken(std::string_view text) {
  constexpr std::size_t kPayload = 1 + kIdBytes + kSequenceBytes;
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(ToAbsl(text), &bytes) ||
      bytes.size() != kPayload + kCheckBytes || bytes[0] != kVersion ||
      Check(bytes.substr(0, kPayload)) != bytes.substr(kPayload)) {
    return absl::InvalidArgumentError("is not a commit token of this service");
  }
  CommitToken token;
  token.index_id = absl::BytesToHexString(bytes.substr(1, kIdBytes));
  for (std::size_t i = 1 + kIdBytes; i < kPayload; ++i) {
    token.sequence = token.sequence << 8U | static_cast<unsigned char>(bytes[i]);
  }
  return token;
}

}  // namespace facetwire
