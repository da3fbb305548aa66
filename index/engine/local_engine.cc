// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/engine/local_engine.h"

#include <functional>
#include <future>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"

#include "index/base/mutex.h"
#include "index/engine/local_curation_engine.h"
#include "index/engine/local_indexing_engine.h"
#include "index/engine/local_query_engine.h"
#include "index/entities/extractor.h"
#include "index/entities/known_names.h"
#include "index/ingest/annotator.h"
#include "index/store/file_util.h"
#include "index/store/verify.h"

namespace facetwire {

namespace {

// Empty: the one in the program.
absl::StatusOr<std::string> ReadGazetteer(const LocalEngineOptions& options) {
  if (options.gazetteer.empty()) {
    return "";
  }
  absl::StatusOr<std::string> text = ReadWholeFile(options.gazetteer);
  if (!text.ok()) {
    return absl::InvalidArgumentError(text.status().message());
  }
  // An empty file is a gazetteer of nothing, not the wish for ours.
  return text->empty() ? "\n" : *std::move(text);
}

absl::StatusOr<std::unique_ptr<EntityExtractor>> MakeExtractor(const LocalEngineOptions& options) {
  absl::StatusOr<std::string> gazetteer = ReadGazetteer(options);
  if (!gazetteer.ok()) {
    return gazetteer.status();
  }
  EntityExtractorOptions entities;
  if (!gazetteer->empty()) {
    entities.country_gazetteer = *std::move(gazetteer);
    entities.country_gazetteer_name = options.gazetteer;
  }
  return EntityExtractor::Create(entities);
}

absl::StatusOr<std::unique_ptr<LocalQueryEngine>> OpenQueryEngine(
    const LocalEngineOptions& options) {
  const absl::StatusOr<std::string> gazetteer = ReadGazetteer(options);
  if (!gazetteer.ok()) {
    return gazetteer.status();
  }
  return LocalQueryEngine::Open(options.data_dir,
                                *options.clock,
                                {.poll_interval = options.poll_interval,
                                 .aliases = ValueAliases(KnownNames(*gazetteer)),
                                 .cache_bytes = options.cache_bytes,
                                 .threads = options.query_threads});
}

using QueryOpening = std::shared_future<absl::StatusOr<std::shared_ptr<LocalQueryEngine>>>;

// Reading columns takes a second for some million articles, and what writes has as much to read:
// beside each other. `options` must outlive the opening; the last copy of what is returned waits.
QueryOpening OpenQueryEngineBeside(const LocalEngineOptions& options) {
  return std::async(std::launch::async,
                    [&options]() -> absl::StatusOr<std::shared_ptr<LocalQueryEngine>> {
                      return OpenQueryEngine(options);
                    })
      .share();
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

// For a process that does not search: what reads is opened by whoever first needs it, for it takes
// memory, and looks for commits when it is asked.
LocalCurationEngine::Reads ReadsOfItsOwn(const LocalEngineOptions& options) {
  struct Opened {
    Mutex mutex;
    std::shared_ptr<LocalQueryEngine> engine ABSL_GUARDED_BY(mutex);
  };

  return [opened = std::make_shared<Opened>(),
          directory = options.data_dir,
          clock = options.clock]() -> absl::StatusOr<std::shared_ptr<LocalQueryEngine>> {
    const MutexLock lock(opened->mutex);
    if (opened->engine == nullptr) {
      auto engine = LocalQueryEngine::Open(directory, *clock, {.poll_interval = absl::Hours(1)});
      if (!engine.ok()) {
        return engine.status();
      }
      opened->engine = *std::move(engine);
    }
    return opened->engine;
  };
}

}  // namespace

std::string BuiltInCountryGazetteer() { return BuiltInGazetteer(); }

absl::StatusOr<LocalEngine> OpenLocalEngine(const LocalEngineOptions& options) {
  LocalEngine engine;
  std::function<absl::Status()> refresh;
  LocalCurationEngine::Reads reads = ReadsOfItsOwn(options);
  QueryOpening query;
  LocalIndexingEngine* indexing = nullptr;
  if (options.query) {
    query = OpenQueryEngineBeside(options);
    refresh = [query] {
      const auto& opened = query.get();
      return opened.ok() ? (*opened)->Refresh() : opened.status();
    };
    reads = [query] { return query.get(); };
  }
  if (options.indexing) {
    auto annotator = MakeAnnotator(options);
    if (!annotator.ok()) {
      return annotator.status();
    }
    auto opened = LocalIndexingEngine::Open(options.data_dir,
                                            *options.clock,
                                            *std::move(annotator),
                                            {.seal_documents = options.seal_documents},
                                            refresh);
    if (!opened.ok()) {
      return opened.status();
    }
    indexing = opened->get();
    engine.maintenance = indexing;
    engine.curation =
        std::make_unique<LocalCurationEngine>(indexing->queue(), std::move(reads), *options.clock);
    engine.indexing = *std::move(opened);
  }
  if (options.query) {
    if (!query.get().ok()) {
      return query.get().status();
    }
    engine.query = *query.get();
  }
  if (indexing != nullptr) {
    indexing->StartMaintenance();  // not before it is known that the index can be read
  }
  if (options.indexing && options.query) {
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
