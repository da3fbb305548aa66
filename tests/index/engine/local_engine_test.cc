// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/engine/local_engine.h"

#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/errors.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {

namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::StatusIs;
using ::testing::_;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Article MakeArticle(const std::string& id, const std::string& title) {
  Article article;
  article.id = id;
  article.title = title;
  article.body = "The railway will carry freight from Bishkek to the border, the government said.";
  article.source = "Test Wire";
  article.language = "EN";
  article.published = absl::FromUnixSeconds(1698278400);
  return article;
}

class LocalEngineTest : public ::testing::Test {
 protected:
  LocalEngine Open(bool indexing, bool query) {
    absl::StatusOr<LocalEngine> engine = OpenLocalEngine({.data_dir = dir_.path(),
                                                          .indexing = indexing,
                                                          .query = query,
                                                          .poll_interval = absl::Milliseconds(1),
                                                          .clock = &clock_});
    EXPECT_THAT(engine, IsOk());
    return *std::move(engine);
  }

  static absl::StatusOr<IndexBatchResult> Index(IndexingEngine& engine,
                                                std::vector<Article> articles) {
    std::promise<absl::StatusOr<IndexBatchResult>> promise;
    engine.Index(std::move(articles), {}, [&promise](absl::StatusOr<IndexBatchResult> result) {
      promise.set_value(std::move(result));
    });
    return promise.get_future().get();
  }

  static absl::StatusOr<DeleteResult> Delete(IndexingEngine& engine, const std::string& id) {
    std::promise<absl::StatusOr<DeleteResult>> promise;
    engine.Delete(id, {}, [&promise](absl::StatusOr<DeleteResult> result) {
      promise.set_value(std::move(result));
    });
    return promise.get_future().get();
  }

  static std::vector<std::string> Find(QueryEngine& engine,
                                       const std::string& text,
                                       const std::string& min_commit_token = "") {
    SearchRequest request;
    request.query.text = text;
    request.min_commit_token = min_commit_token;
    const absl::StatusOr<SearchResult> result = engine.Search(request, {});
    EXPECT_THAT(result, IsOk());
    std::vector<std::string> ids;
    if (result.ok()) {
      for (const Hit& hit : result->hits) {
        ids.push_back(hit.stored.article.id);
      }
    }
    return ids;
  }

  testing::TempDir dir_;
  testing::FakeClock clock_;
};

TEST_F(LocalEngineTest, WhatIsAcknowledgedIsFound) {
  LocalEngine engine = Open(true, true);
  EXPECT_THAT(engine.query->Ready(), IsOk());
  EXPECT_THAT(engine.indexing->Ready(), IsOk());
  const auto result = Index(*engine.indexing, {MakeArticle("a", "Kyrgyzstan builds a railway")});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->results[0].outcome, IndexOutcome::kCreated);
  EXPECT_THAT(Find(*engine.query, "railway"), ElementsAre("a"));
  EXPECT_THAT(Find(*engine.query, "country:KG language:en"), ElementsAre("a"));
  EXPECT_THAT(Find(*engine.query, "tunnel"), IsEmpty());
}

TEST_F(LocalEngineTest, RejectedArticlesDoNotHarmTheOthers) {
  LocalEngine engine = Open(true, true);
  const auto result =
      Index(*engine.indexing,
            {MakeArticle("a", "Rail"), MakeArticle("", "No id"), MakeArticle("b", "Road")});
  ASSERT_THAT(result, IsOk());
  ASSERT_EQ(result->results.size(), 3U);
  EXPECT_EQ(result->results[0].outcome, IndexOutcome::kCreated);
  EXPECT_EQ(result->results[1].outcome, IndexOutcome::kRejected);
  EXPECT_EQ(FieldViolations(result->results[1].status)[0].field, "id");
  EXPECT_EQ(result->results[2].outcome, IndexOutcome::kCreated);
  EXPECT_EQ(engine.query->GetCorpus({})->articles, 2U);
}

TEST_F(LocalEngineTest, UpdateReplacesAndDeleteRemoves) {
  LocalEngine engine = Open(true, true);
  ASSERT_THAT(Index(*engine.indexing, {MakeArticle("a", "Old tunnel")}), IsOk());
  const auto updated = Index(*engine.indexing, {MakeArticle("a", "New bridge")});
  EXPECT_EQ(updated->results[0].outcome, IndexOutcome::kUpdated);
  EXPECT_THAT(Find(*engine.query, "tunnel"), IsEmpty());
  EXPECT_THAT(Find(*engine.query, "bridge"), ElementsAre("a"));
  EXPECT_TRUE(Delete(*engine.indexing, "a")->existed);
  EXPECT_FALSE(Delete(*engine.indexing, "a")->existed);
  EXPECT_THAT(Find(*engine.query, "bridge"), IsEmpty());
  EXPECT_EQ((*engine.query->GetArticles({"a"}, true, "", {}))[0], std::nullopt);
}

TEST_F(LocalEngineTest, GetArticlesKeepsTheOrder) {
  LocalEngine engine = Open(true, true);
  ASSERT_THAT(Index(*engine.indexing, {MakeArticle("a", "One"), MakeArticle("b", "Two")}), IsOk());
  const auto articles = engine.query->GetArticles({"b", "nobody", "a"}, true, "", {});
  ASSERT_THAT(articles, IsOk());
  ASSERT_EQ(articles->size(), 3U);
  EXPECT_EQ((*articles)[0]->article.title, "Two");
  EXPECT_EQ((*articles)[1], std::nullopt);
  EXPECT_EQ((*articles)[2]->article.title, "One");
  EXPECT_EQ((*articles)[2]->received, clock_.Now());
  EXPECT_FALSE((*articles)[2]->article.body.empty());
}

TEST_F(LocalEngineTest, AnEmbargoEndsByItself) {
  LocalEngine engine = Open(true, true);
  Article article = MakeArticle("a", "Secret bridge");
  article.embargoed_until = clock_.Now() + absl::Hours(1);
  Article withheld = MakeArticle("b", "Withheld bridge");
  withheld.status = ArticleStatus::kWithheld;
  ASSERT_THAT(Index(*engine.indexing, {article, withheld}), IsOk());
  EXPECT_THAT(Find(*engine.query, "bridge"), IsEmpty());
  EXPECT_EQ(engine.query->GetCorpus({})->articles, 0U);
  EXPECT_EQ((*engine.query->GetArticles({"a"}, true, "", {}))[0], std::nullopt);
  clock_.Advance(absl::Hours(1));
  EXPECT_THAT(Find(*engine.query, "bridge"), ElementsAre("a"));
  EXPECT_EQ(engine.query->GetCorpus({})->articles, 1U);
}

TEST_F(LocalEngineTest, AnalyzeStoresNothing) {
  LocalEngine engine = Open(true, true);
  const auto entities = engine.indexing->Analyze(MakeArticle("", "Kyrgyzstan builds"), {});
  ASSERT_THAT(entities, IsOk());
  EXPECT_FALSE(entities->empty());
  EXPECT_EQ(engine.query->GetCorpus({})->articles, 0U);
}

TEST_F(LocalEngineTest, FollowerWaitsForAnIndexAndSeesEachWrite) {
  LocalEngine reader = Open(false, true);
  EXPECT_THAT(reader.query->Ready(), StatusIs(absl::StatusCode::kUnavailable, _));
  EXPECT_THAT(reader.query->Search({}, {}), StatusIs(absl::StatusCode::kUnavailable, _));
  for (const char* const id : {"a", "b"}) {
    // A new writer each time, as after a restart.
    LocalEngine writer = Open(true, false);
    const auto result = Index(*writer.indexing, {MakeArticle(id, "Railway")});
    ASSERT_THAT(result, IsOk());
    EXPECT_THAT(Find(*reader.query, "railway", result->commit_token), ::testing::Contains(id));
  }
  EXPECT_THAT(reader.query->Ready(), IsOk());
}

TEST_F(LocalEngineTest, RubbishTokenNamesItsField) {
  LocalEngine engine = Open(true, true);
  const auto result = Index(*engine.indexing, {MakeArticle("a", "Railway")});
  ASSERT_THAT(result, IsOk());
  SearchRequest request;
  request.min_commit_token = "rubbish";
  const absl::Status status = engine.query->Search(request, {}).status();
  ASSERT_EQ(FieldViolations(status).size(), 1U) << status;
  EXPECT_EQ(FieldViolations(status)[0].field, "min_commit_token");
}

TEST_F(LocalEngineTest, RolesMayEndInAnyOrder) {
  LocalEngine engine = Open(true, true);
  const std::weak_ptr<QueryEngine> query = engine.query;
  engine.query = nullptr;
  ASSERT_THAT(Index(*engine.indexing, {MakeArticle("a", "Railway")}), IsOk());
  EXPECT_FALSE(query.expired());
  engine.curation = nullptr;  // it reads through the same
  engine.indexing = nullptr;
  EXPECT_TRUE(query.expired());
}

TEST_F(LocalEngineTest, EveryAnswerIsGivenBeforeTheEngineIsGone) {
  int answers = 0;
  {
    LocalEngine engine = Open(true, true);
    for (int i = 0; i < 10; ++i) {
      engine.indexing->Index({MakeArticle("a" + std::to_string(i), "Railway")},
                             {},
                             [&answers](const absl::StatusOr<IndexBatchResult>& result) {
                               EXPECT_THAT(result, IsOk());
                               ++answers;
                             });
    }
  }
  EXPECT_EQ(answers, 10);
  LocalEngine engine = Open(false, true);
  EXPECT_EQ(engine.query->GetCorpus({})->articles, 10U);
}

TEST_F(LocalEngineTest, NoBackupWaitsForAnIndexThatCannotBeOpened) {
  LocalEngine engine = Open(true, false);
  ASSERT_THAT(engine.maintenance->BeginBackup({}), IsOk());
  const std::string manifest = dir_.file("MANIFEST");
  std::filesystem::rename(manifest, dir_.file("aside"));
  std::ofstream(manifest) << "rubbish";
  std::filesystem::rename(dir_.file("part-000001"), dir_.file("lost"));
  EXPECT_FALSE(Index(*engine.indexing, {MakeArticle("a", "One")}).ok());
  EXPECT_THAT(engine.maintenance->BeginBackup({}).status(),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("nothing can be written")));
}

TEST_F(LocalEngineTest, SecondWriterIsRefused) {
  const LocalEngine first = Open(true, true);
  const auto second = OpenLocalEngine({.data_dir = dir_.path(), .query = false});
  EXPECT_THAT(second,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("pid " + std::to_string(getpid()))));
}

TEST_F(LocalEngineTest, AGazetteerOfOnesOwn) {
  const std::string path = dir_.path() + ".tsv";
  std::ofstream(path) << "# ours\nKE\tname\tFreedonia\n";
  const LocalEngine engine =
      *OpenLocalEngine({.data_dir = dir_.path(), .query = false, .gazetteer = path});
  Article article;
  article.body = "Freedonia and Uganda quarrelled.";
  const auto entities = engine.indexing->Analyze(article, {});
  ASSERT_THAT(entities, IsOk());
  ASSERT_THAT(*entities, ::testing::SizeIs(1));
  EXPECT_EQ(entities->front().id, "KE");
  std::filesystem::remove(path);
}

TEST_F(LocalEngineTest, ABadGazetteerIsRefusedAndMakesNothing) {
  const std::string path = dir_.path() + ".tsv";

  const struct {
    std::string text;
    std::string says;
  } rows[] = {{"KE\tname\tKenya\nKE\tplanet\tKenya\n", ":2:4: \"planet\" is no kind"},
              {"", ": names no country"}};

  for (const auto& row : rows) {
    std::ofstream(path) << row.text;
    EXPECT_THAT(OpenLocalEngine({.data_dir = dir_.path(), .gazetteer = path}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(path + row.says)));
  }
  std::filesystem::remove(path);
  for (const std::string& unreadable : {path, std::string("/")}) {
    EXPECT_THAT(OpenLocalEngine({.data_dir = dir_.path(), .gazetteer = unreadable}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(unreadable)));
  }
  EXPECT_FALSE(std::filesystem::exists(dir_.path()));
}

TEST_F(LocalEngineTest, ForeignDirectoryIsRefused) {
  std::filesystem::create_directories(dir_.path());
  std::ofstream(dir_.file("thesis.txt")) << "not an index";
  for (const bool indexing : {true, false}) {
    const auto engine = OpenLocalEngine({.data_dir = dir_.path(), .indexing = indexing});
    EXPECT_THAT(engine, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(dir_.path())));
  }
  EXPECT_TRUE(std::filesystem::exists(dir_.file("thesis.txt")));
}

}  // namespace

}  // namespace facetwire
