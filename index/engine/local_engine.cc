// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/engine/local_engine.h"

#include <functional>
#include <utility>

#include "index/engine/local_indexing_engine.h"
#include "index/engine/local_query_engine.h"
#include "index/entities/extractor.h"
#include "index/ingest/annotator.h"
#include "index/store/file_util.h"
#include "index/store/verify.h"

namespace facetwire {

namespace {

absl::StatusOr<std::unique_ptr<EntityExtractor>> MakeExtractor(const LocalEngineOptions& options) {
  EntityExtractorOptions entities;
  if (!options.gazetteer.empty()) {
    absl::StatusOr<std::string> text = ReadWholeFile(options.gazetteer);
    if (!text.ok()) {
      return absl::InvalidArgumentError(text.status().message());
    }
    // An empty file is a gazetteer of nothing, not the wish for ours.
    entities.country_gazetteer = text->empty() ? "\n" : *std::move(text);
    entities.country_gazetteer_name = options.gazetteer;
  }
  return EntityExtractor::Create(entities);
}

absl::StatusOr<Annotator> MakeAnnotator(const LocalEngineOptions& options) {
  auto extractor = MakeExtractor(options);
  if (!extractor.ok()) {
    return extractor.status();
  }
  Annotator::Outside outside{.mode = options.outside_mode};
  if (options.outside != nullptr) {
    outside.help = std::make_shared<OutsideHelp>(
        options.outside,
        OutsideHelp::Options{.log = options.log, .breaker = {.clock = options.clock}});
  }
  return Annotator(*std::move(extractor), std::move(outside));
}

}  // namespace

std::string BuiltInCountryGazetteer() { return BuiltInGazetteer(); }

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
    auto annotator = MakeAnnotator(options);
    if (!annotator.ok()) {
      return annotator.status();
    }
    auto indexing = LocalIndexingEngine::Open(options.data_dir,
                                              *options.clock,
                                              *std::move(annotator),
                                              {.seal_documents = options.seal_documents},
                                              refresh);
    if (!indexing.ok()) {
      return indexing.status();
    }
    engine.maintenance = indexing->get();
    engine.indexing = *std::move(indexing);
  }
  if (options.indexing && refresh) {
    if (absl::Status status = refresh(); !status.ok()) {
      return status;
    }
  }
  return engine;
}

absl::StatusOr<VerifyReport> VerifyIndexDirectory(std::string_view directory) {
  return VerifyIndex(directory);
}

}  // namespace facetwire
