// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENGINE_LOCAL_QUERY_ENGINE_H_
#define FACETWIRE_INDEX_ENGINE_LOCAL_QUERY_ENGINE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/base/clock.h"
#include "index/base/helper_pool.h"
#include "index/engine/follower.h"
#include "index/engine/query_engine.h"
#include "index/search/value_aliases.h"
#include "index/store/reader_pool.h"
#include "index/store/snapshot_source.h"

namespace facetwire {

// Answers searches from an index directory of this machine. Thread-safe.
class LocalQueryEngine final : public QueryEngine {
 public:
  struct Options {
    absl::Duration poll_interval;  // how often it looks for commits
    ValueAliases aliases;          // by which it finds values as well
    std::size_t cache_bytes = 0;   // of decoded posting lists, at most; 0: keeps none
    // Searches at work on so many threads get no help from others; 0: as many as there are
    // processors.
    std::size_t threads = 0;
  };

  // Errors as SnapshotSource::Open.
  static absl::StatusOr<std::unique_ptr<LocalQueryEngine>> Open(std::string_view directory,
                                                                const Clock& clock,
                                                                Options options);

  absl::StatusOr<SearchResult> Search(const SearchRequest& request,
                                      const CallContext& context) override;
  absl::StatusOr<FacetValuesResult> ListFacetValues(const FacetValuesRequest& request,
                                                    const CallContext& context) override;
  absl::StatusOr<std::vector<std::optional<StoredArticle>>> GetArticles(
      const std::vector<std::string>& ids,
      bool include_body,
      std::string_view label_language,
      const CallContext& context) override;
  absl::StatusOr<CorpusInfo> GetCorpus(const CallContext& context) override;
  bool Sees(std::string_view commit_token) const override;
  absl::Status Ready() const override;

  // Runs fn(const Snapshot&, IndexReader&), see WithReader.
  template <typename Fn>
  auto Read(const CallContext& context, Fn&& fn) {
    return WithReader(readers_, *source_, context, std::forward<Fn>(fn));
  }

  // Makes what was committed visible now.
  absl::Status Refresh() { return source_->Refresh(); }

 private:
  LocalQueryEngine(std::unique_ptr<SnapshotSource> source,
                   std::string_view directory,
                   const Clock& clock,
                   Options options);

  // Until the view is as new as the token asks for; at once where it is empty.
  absl::Status WaitFor(std::string_view min_commit_token, const CallContext& context);

  const std::unique_ptr<SnapshotSource> source_;
  ReaderPool readers_;
  const Clock& clock_;
  HelperPool helpers_;
  const ValueAliases aliases_;
  Follower follower_;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENGINE_LOCAL_QUERY_ENGINE_H_
