// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENGINE_LOCAL_ENGINE_H_
#define FACETWIRE_INDEX_ENGINE_LOCAL_ENGINE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "index/base/clock.h"
#include "index/engine/curation_engine.h"
#include "index/engine/indexing_engine.h"
#include "index/engine/maintenance_engine.h"
#include "index/engine/query_engine.h"
#include "index/model/outside_annotator.h"
#include "index/model/verify_report.h"

namespace facetwire {

// The engine of one machine: an index in a directory.
struct LocalEngineOptions {
  std::string data_dir;
  bool indexing = true;  // opens the directory for writing, creating it where it is absent
  bool query = true;     // serves searches; alone, it follows what another process writes
  absl::Duration poll_interval = absl::Milliseconds(10);  // how often a follower looks for commits
  const Clock* clock = &SystemClock();
  std::uint32_t seal_documents = 5000;  // as MaintenanceOptions
  // For searches together (query role); 0: as many as there are processors. See HelperPool.
  std::size_t query_threads = 0;
  std::size_t cache_bytes = 0;  // for decoded posting lists (query role); 0: none
  // A file that replaces the gazetteer of countries in the program; empty: that one. Its format is
  // told by what BuiltInCountryGazetteer() begins with. For the indexing role, and for names by
  // which the query role finds countries.
  std::string gazetteer;
  // Asked as well what is in an article (indexing role); null: nobody. Its absence is no error.
  std::shared_ptr<OutsideAnnotator> outside;
  OutsideMode outside_mode = OutsideMode::kBeside;
  std::function<void(std::string_view)> log;  // takes warnings, a line each; any thread
};

// What LocalEngineOptions::gazetteer replaces, to start one's own from.
std::string BuiltInCountryGazetteer();

// A pointer is null where its role was not asked for. Destroying one shuts it down; in any
// order, for `indexing` keeps what it refreshes, and `curation` keeps what it reads and writes.
struct LocalEngine {
  std::shared_ptr<QueryEngine> query;
  std::unique_ptr<IndexingEngine> indexing;
  MaintenanceEngine* maintenance = nullptr;  // a side of `indexing`
  std::unique_ptr<CurationEngine> curation;  // with the indexing role
};

// FAILED_PRECONDITION where the directory is no index of ours or of an incompatible version, or
// where another process writes it (indexing role); the message says what to do. INVALID_ARGUMENT
// where the gazetteer cannot be read or is none; the message begins with its file, line and column.
// With the query role alone a directory that does not exist yet is fine: QueryEngine::Ready() says
// UNAVAILABLE until there is an index.
absl::StatusOr<LocalEngine> OpenLocalEngine(const LocalEngineOptions& options);

// Checks an index, at rest or beside its server, as VerifyIndex.
absl::StatusOr<VerifyReport> VerifyIndexDirectory(std::string_view directory);

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENGINE_LOCAL_ENGINE_H_
