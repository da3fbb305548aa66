// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_INDEX_ENGINE_QUERY_ENGINE_H_
#define FACETWIRE_INDEX_ENGINE_QUERY_ENGINE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "index/base/call_context.h"
#include "index/model/article.h"
#include "index/model/query.h"
#include "index/model/results.h"

namespace facetwire {

// The seam between the services and whatever answers searches: one machine's index today, a
// cluster later. No type of the engine beneath shows here.
//
// Thread-safe. Calls block until they are answered, so they belong on worker threads.
// Every call may return CANCELLED or DEADLINE_EXCEEDED as `context` says, UNAVAILABLE where there
// is no index yet, DATA_LOSS where it is damaged, and INVALID_ARGUMENT with the field's path.
class QueryEngine {
 public:
  virtual ~QueryEngine() = default;

  virtual absl::StatusOr<SearchResult> Search(const SearchRequest& request,
                                              const CallContext& context) = 0;

  virtual absl::StatusOr<FacetValuesResult> ListFacetValues(const FacetValuesRequest& request,
                                                            const CallContext& context) = 0;

  // One entry for each id, in the same order: nothing where there is no such article, or none that
  // may be served. `include_body` as in SearchRequest.
  virtual absl::StatusOr<std::vector<std::optional<StoredArticle>>> GetArticles(
      const std::vector<std::string>& ids,
      bool include_body,
      std::string_view label_language,
      const CallContext& context) = 0;

  virtual absl::StatusOr<CorpusInfo> GetCorpus(const CallContext& context) = 0;

  // Whether the view of now has the commit of the token, so that no call that carries it has to
  // wait. False also for what is no token of this index. Cheap.
  virtual bool Sees(std::string_view commit_token) const = 0;

  // OK once searches can be answered. Cheap; never blocks on a search.
  virtual absl::Status Ready() const = 0;
};

}  // namespace facetwire

#endif  // FACETWIRE_INDEX_ENGINE_QUERY_ENGINE_H_
