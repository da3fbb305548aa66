// SPDX-License-Identifier: GPL-3.0-or-later
// GetArticles: articles by their ids.
#include <utility>

#include "absl/time/time.h"

#include "index/search/copies_of.h"
#include "index/search/evaluator.h"
#include "index/search/labels.h"
#include "index/search/searcher.h"
#include "index/store/xapian_status.h"

namespace facetwire {
namespace {

using FoundArticles = std::vector<std::optional<StoredArticle>>;

absl::StatusOr<std::optional<StoredArticle>> GetArticle(const std::string& id,
                                                        const ArticleOptions& options,
                                                        std::int64_t now_micros,
                                                        const Snapshot& snapshot,
                                                        const IndexReader& reader) {
  const absl::StatusOr<std::optional<Docid>> docid = reader.FindDocument(id, snapshot);
  if (!docid.ok()) {
    return docid.status();
  }
  if (!docid->has_value() || IsHidden(snapshot, **docid, now_micros)) {
    return std::nullopt;
  }
  absl::StatusOr<StoredArticle> stored =
      reader.Load(**docid, options.include_body ? LoadMode::kFull : LoadMode::kHead);
  if (!stored.ok()) {
    return stored.status();
  }
  ShowEntities(**docid, options.label_language, snapshot.dictionary(), *stored);
  ShowCluster(**docid, snapshot, *stored);
  return *std::move(stored);
}

}  // namespace

absl::StatusOr<FoundArticles> Searcher::GetArticles(const std::vector<std::string>& ids,
                                                    const ArticleOptions& options,
                                                    const Snapshot& snapshot,
                                                    const IndexReader& reader) const {
  return CatchXapian([&]() -> absl::StatusOr<FoundArticles> {
    const std::int64_t now_micros = absl::ToUnixMicros(clock_.Now());
    FoundArticles articles;
    for (const std::string& id : ids) {
      absl::StatusOr<std::optional<StoredArticle>> article =
          GetArticle(id, options, now_micros, snapshot, reader);
      if (!article.ok()) {
        return article.status();
      }
      articles.push_back(*std::move(article));
    }
    return articles;
  });
}

}  // namespace facetwire
