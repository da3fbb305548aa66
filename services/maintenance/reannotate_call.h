// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_SERVICES_MAINTENANCE_REANNOTATE_CALL_H_
#define FACETWIRE_SERVICES_MAINTENANCE_REANNOTATE_CALL_H_

#include <cstdint>

#include "facetwire/v1/maintenance_service.pb.h"

#include "index/engine/maintenance_engine.h"
#include "services/maintenance/streaming_call.h"

namespace facetwire {

// A call of ReannotateArticles.
class ReannotateCall final : public StreamingCall<v1::ReannotateArticlesResponse> {
 public:
  ReannotateCall(MaintenanceEngine& engine, CallCounter& calls)
      : StreamingCall(calls), engine_(engine) {}

 private:
  absl::Status Send() override {
    v1::ReannotateArticlesResponse response;
    const absl::StatusOr<ReannotationResult> result = engine_.Reannotate(
        [&](std::uint64_t done, std::uint64_t total) {
          response.set_done(done);
          response.set_total(total);
          Write(response).IgnoreError();  // the context says that the caller went away
        },
        context());
    if (!result.ok()) {
      return result.status();
    }
    response.set_done(result->articles);
    response.set_total(result->articles);
    v1::ReannotationResult& last = *response.mutable_result();
    last.set_changed(result->changed);
    last.set_commit_token(result->commit_token);
    last.set_searchable(result->searchable);
    return Write(response);
  }

  MaintenanceEngine& engine_;
};

}  // namespace facetwire

#endif  // FACETWIRE_SERVICES_MAINTENANCE_REANNOTATE_CALL_H_
