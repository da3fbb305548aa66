// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/indexing/stream_opening.h"

#include <string>

#include "absl/status/status.h"

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "services/indexing/index_streams.h"

namespace facetwire {

namespace {

absl::Status CheckAckLevel(v1::AckLevel level, const IndexingEngine& engine) {
  if (level != v1::ACK_LEVEL_DURABLE && level != v1::ACK_LEVEL_SEARCHABLE) {
    return InvalidField("open.ack_level", "must be DURABLE or SEARCHABLE");
  }
  if (level == v1::ACK_LEVEL_SEARCHABLE && !engine.searchable()) {
    return absl::FailedPreconditionError(
        "this process does not serve queries, so it cannot tell what is searchable: open with "
        "DURABLE, and give the commit token to the search as min_commit_token");
  }
  return absl::OkStatus();
}

// Whether what the client has an answer for is part of the index.
absl::StatusOr<bool> Resumes(const std::string& resume_token, const IndexingEngine& engine) {
  if (resume_token.empty()) {
    return true;
  }
  const absl::StatusOr<bool> contained = engine.Contains(resume_token);
  if (!contained.ok()) {
    return InvalidField("open.resume_token", ToStd(contained.status().message()));
  }
  return *contained;
}

}  // namespace

absl::StatusOr<v1::StreamOpened> OpenStream(const v1::StreamOpen& open,
                                            const IndexingEngine& engine) {
  if (absl::Status status = CheckAckLevel(open.ack_level(), engine); !status.ok()) {
    return status;
  }
  const absl::StatusOr<bool> resumed = Resumes(open.resume_token(), engine);
  if (!resumed.ok()) {
    return resumed.status();
  }
  const IndexPosition position = engine.Position();
  v1::StreamOpened opened;
  opened.set_max_unacked(open.bulk() ? IndexStreams::kBulkMaxUnacked : IndexStreams::kMaxUnacked);
  opened.set_index_id(position.index_id);
  opened.set_commit_token(position.commit_token);
  opened.set_resumed(*resumed);
  return opened;
}

}  // namespace facetwire
