// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENGINE_CURATION_ENGINE_H_
#define FACETWIRE_INDEX_ENGINE_CURATION_ENGINE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/model/correction.h"

namespace facetwire {

// The seam between the services and whatever keeps the corrections of curators. Thread-safe.
//
// Correct and Undo do what needs the caller's thread, then return; `done` is called exactly once,
// from a thread of the engine or from within the call, when the outcome is durable or has failed.
// `done` must not block. Searches of this process see a correction before `done` is called.
class CurationEngine {
 public:
  using Done = std::function<void(absl::StatusOr<CorrectionResult>)>;

  static constexpr std::uint32_t kMaxPageSize = 1000;

  virtual ~CurationEngine() = default;

  // INVALID_ARGUMENT with the field's path, relative to the request in the contract ("person",
  // "into", "label", "alias", "id", "author", "article_ids[3]", "query.text"); NOT_FOUND where no
  // article ever had the person; FAILED_PRECONDITION where an entity is banned, or an alias is
  // somebody else's; ALREADY_EXISTS for an alias that is one already; ABORTED where an article of a
  // split was changed at the same time: it may be sent again.
  virtual void Correct(const CorrectionRequest& request, const CallContext& context, Done done) = 0;

  // Takes a correction back: what holds then is what would had it never been made. NOT_FOUND where
  // there is none of this id; FAILED_PRECONDITION where it was undone (reason CORRECTION_IS_UNDONE)
  // or later ones need it (LATER_CORRECTIONS_DEPEND; the message names them).
  virtual void Undo(std::uint64_t id,
                    std::string author,
                    const CallContext& context,
                    Done done) = 0;

  // Newest first. page_size: 1 to kMaxPageSize.
  virtual absl::StatusOr<CorrectionPage> List(std::uint32_t page_size,
                                              const std::string& page_token,
                                              const CallContext& context) = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENGINE_CURATION_ENGINE_H_
