// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_INDEXING_STREAM_OPENING_H_
#define FACETWIRE_SERVICES_INDEXING_STREAM_OPENING_H_

#include "absl/status/statusor.h"

#include "facetwire/v1/indexing_service.pb.h"

#include "index/engine/indexing_engine.h"

namespace facetwire {

// What the first message of a stream is answered with. INVALID_ARGUMENT with the path of the field;
// FAILED_PRECONDITION where the engine cannot tell what is searchable and is asked to. Thread-safe.
absl::StatusOr<v1::StreamOpened> OpenStream(const v1::StreamOpen& open,
                                            const IndexingEngine& engine);

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_INDEXING_STREAM_OPENING_H_
