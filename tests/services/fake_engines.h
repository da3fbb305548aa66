// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_SERVICES_FAKE_ENGINES_H_
#define FACETWIRE_TESTS_SERVICES_FAKE_ENGINES_H_

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "index/engine/indexing_engine.h"
#include "index/engine/query_engine.h"

namespace facetwire::testing {

// What an engine answers is put in by the test, before the first call.
class FakeQueryEngine final : public QueryEngine {
 public:
  std::function<absl::StatusOr<SearchResult>(const SearchRequest&, const CallContext&)> search =
      [](const auto&, const auto&) { return SearchResult(); };
  std::function<absl::StatusOr<FacetValuesResult>(const FacetValuesRequest&)> list_values =
      [](const auto&) { return FacetValuesResult(); };
  std::function<absl::StatusOr<std::vector<std::optional<StoredArticle>>>(
      const std::vector<std::string>& ids, bool include_body, std::string_view label_language)>
      get = [](const auto& ids, bool, std::string_view) {
        return std::vector<std::optional<StoredArticle>>(ids.size());
      };
  std::function<absl::StatusOr<CorpusInfo>()> corpus = [] { return CorpusInfo(); };
  std::atomic<bool> ready{true};

  absl::StatusOr<SearchResult> Search(const SearchRequest& request,
                                      const CallContext& context) override {
    return search(request, context);
  }

  absl::StatusOr<FacetValuesResult> ListFacetValues(const FacetValuesRequest& request,
                                                    const CallContext&) override {
    return list_values(request);
  }

  absl::StatusOr<std::vector<std::optional<StoredArticle>>> GetArticles(
      const std::vector<std::string>& ids,
      bool include_body,
      std::string_view label_language,
      const CallContext&) override {
    return get(ids, include_body, label_language);
  }

  absl::StatusOr<CorpusInfo> GetCorpus(const CallContext&) override { return corpus(); }

  bool Sees(std::string_view commit_token) const override { return commit_token == "near"; }

  absl::Status Ready() const override {
    return ready ? absl::OkStatus() : absl::UnavailableError("there is no index yet");
  }
};

// Likewise.
class FakeIndexingEngine final : public IndexingEngine {
 public:
  std::function<void(std::vector<Article>, const CallContext&, const IndexDone&)> index =
      [](const std::vector<Article>& articles, const CallContext&, const IndexDone& done) {
        IndexBatchResult result{.commit_token = "commit"};
        for (const Article& article : articles) {
          result.results.push_back({.id = article.id, .outcome = IndexOutcome::kCreated});
        }
        done(std::move(result));
      };
  std::function<absl::StatusOr<DeleteResult>(const std::string& id)> remove = [](const auto&) {
    return DeleteResult{true, "commit"};
  };
  std::function<absl::StatusOr<DeleteByQueryResult>(const DeleteByQueryRequest&)> remove_by_query =
      [](const auto&) { return DeleteByQueryResult(); };
  std::function<absl::StatusOr<std::vector<Entity>>(const Article&)> analyze = [](const auto&) {
    return std::vector<Entity>();
  };
  // Of streams.
  std::function<void(const std::vector<ArticleOperation>&, const IndexDone&)> write =
      [](const std::vector<ArticleOperation>& operations, const IndexDone& done) {
        done(Accept(operations));
      };
  std::function<void(const std::vector<ArticleOperation>&)> prepare = [](const auto&) {};
  std::function<void(const PreparedOperations&)> write_prepared = [](const auto&) {};
  bool is_searchable = true;
  std::atomic<bool> ready{true};
  std::atomic<bool>* shut_down = nullptr;  // set by Shutdown, for it outlives the engine

  void Index(std::vector<Article> articles, const CallContext& context, IndexDone done) override {
    index(std::move(articles), context, done);
  }

  struct Operations final : PreparedOperations {
    std::vector<ArticleOperation> operations;
  };

  // Everything created or deleted.
  static IndexBatchResult Accept(const std::vector<ArticleOperation>& operations) {
    IndexBatchResult result{.commit_token = "commit", .searchable = true};
    for (const ArticleOperation& operation : operations) {
      if (const auto* const article = std::get_if<Article>(&operation)) {
        result.results.push_back({.id = article->id, .outcome = IndexOutcome::kCreated});
      } else {
        result.results.push_back(
            {.id = std::get<ArticleDeletion>(operation).id, .outcome = IndexOutcome::kDeleted});
      }
    }
    return result;
  }

  std::unique_ptr<PreparedOperations> Prepare(std::vector<ArticleOperation> operations) override {
    prepare(operations);
    auto prepared = std::make_unique<Operations>();
    prepared->operations = std::move(operations);
    return prepared;
  }

  void Write(std::unique_ptr<PreparedOperations> prepared, IndexDone done) override {
    write_prepared(*prepared);
    write(static_cast<Operations&>(*prepared).operations, done);
  }

  // Counts itself.
  struct Bulk final : BulkLoad {
    explicit Bulk(std::atomic<int>& count) : loads(count) { ++loads; }

    ~Bulk() override { --loads; }

    std::atomic<int>& loads;
  };

  std::atomic<int> bulk_loads{0};

  std::unique_ptr<BulkLoad> BeginBulk() override { return std::make_unique<Bulk>(bulk_loads); }

  IndexPosition Position() const override { return {"index", "commit"}; }

  absl::StatusOr<bool> Contains(std::string_view commit_token) const override {
    return commit_token == "commit";
  }

  bool searchable() const override { return is_searchable; }

  void Delete(std::string id, const CallContext&, DeleteDone done) override { done(remove(id)); }

  void DeleteByQuery(const DeleteByQueryRequest& request,
                     const CallContext&,
                     DeleteByQueryDone done) override {
    done(remove_by_query(request));
  }

  absl::StatusOr<std::vector<Entity>> Analyze(const Article& article, const CallContext&) override {
    return analyze(article);
  }

  absl::Status Ready() const override {
    return ready ? absl::OkStatus() : absl::UnavailableError("the disk is full");
  }

  void Shutdown() override {
    if (shut_down != nullptr) {
      *shut_down = true;
    }
  }
};

}  // namespace facetwire::testing

#endif  // FACETWIRE_TESTS_SERVICES_FAKE_ENGINES_H_
