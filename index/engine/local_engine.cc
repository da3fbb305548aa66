// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/engine/local_engine.h"

#include <functional>
#include <utility>

#include "index/engine/local_indexing_engine.h"
#include "index/engine/local_query_engine.h"

namespace facetwire {

absl::StatusOr<LocalEngine> OpenLocalEngine(const LocalEngineOptions& options) {
  LocalEngine engine;
  std::function<absl::Status()> refresh;
  if (options.query) {
    auto query = LocalQueryEngine::Open(options.data_dir, *options.clock, options.poll_interval);
    if (!query.ok()) {
      return query.status();
    }
    const std::shared_ptr<LocalQueryEngine> refreshed = *std::move(query);
    refresh = [refreshed] { return refreshed->Refresh(); };
    engine.query = refreshed;
  }
  if (options.indexing) {
    auto indexing = LocalIndexingEngine::Open(options.data_dir, *options.clock, refresh);
    if (!indexing.ok()) {
      return indexing.status();
    }
    engine.indexing = *std::move(indexing);
  }
  if (options.indexing && refresh) {
    if (absl::Status status = refresh(); !status.ok()) {
      return status;
    }
  }
  return engine;
}

}  // namespace facetwire
