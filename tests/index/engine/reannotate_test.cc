// SPDX-License-Identifier: GPL-3.0-or-later
// Stored articles are annotated again while the index is searched and written.
#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/mutex.h"
#include "index/base/str_cat.h"
#include "index/engine/local_engine.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::StatusIs;
using ::testing::_;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Finds in every article what it was told to last.
class Told final : public OutsideAnnotator {
 public:
  void Tell(std::vector<Entity> entities) {
    const MutexLock lock(mutex_);
    entities_ = std::move(entities);
  }

  absl::StatusOr<OutsideAnswer> Annotate(const Article& /*article*/,
                                         const CallContext& /*context*/) override {
    const MutexLock lock(mutex_);
    return OutsideAnswer{.entities = entities_};
  }

  std::string name() const override { return "told"; }

 private:
  Mutex mutex_;
  std::vector<Entity> entities_ ABSL_GUARDED_BY(mutex_);
};

Entity Person(const std::string& label) {
  return {.facet = Facet::kPerson, .label = label, .salience = 0.5, .confidence = 1};
}

Entity Country(const std::string& id) {
  return {.facet = Facet::kCountry, .id = id, .salience = 0.5, .confidence = 1};
}

Article MakeArticle(const std::string& id, std::int64_t version = 1) {
  Article article;
  article.id = id;
  article.version = version;
  article.title = "The railway";
  article.body = "About the railway in " + id + ".";
  article.source = "Wire";
  article.language = "en";
  article.published = absl::FromUnixSeconds(1'698'278'400);
  return article;
}

class ReannotateTest : public ::testing::Test {
 protected:
  ReannotateTest() { told_->Tell({Person("Ann Old"), Country("KG")}); }

  LocalEngine Open(bool indexing = true) {
    return OpenLocalEngine({.data_dir = dir_.path(),
                            .indexing = indexing,
                            .poll_interval = absl::Hours(1),
                            .outside = told_,
                            .outside_mode = OutsideMode::kInstead})
        .value();
  }

  static void Index(LocalEngine& engine, std::vector<Article> articles) {
    std::promise<absl::StatusOr<IndexBatchResult>> done;
    engine.indexing->Index(std::move(articles), {}, [&](auto result) { done.set_value(result); });
    ASSERT_THAT(done.get_future().get(), IsOk());
  }

  static void Delete(LocalEngine& engine, const std::string& id) {
    std::promise<absl::StatusOr<DeleteResult>> done;
    engine.indexing->Delete(id, {}, [&](auto result) { done.set_value(result); });
    ASSERT_THAT(done.get_future().get(), IsOk());
  }

  static void Correct(LocalEngine& engine, const CorrectionRequest& request) {
    std::promise<absl::StatusOr<CorrectionResult>> done;
    engine.curation->Correct(request, {}, [&](auto result) { done.set_value(result); });
    ASSERT_THAT(done.get_future().get(), IsOk());
  }

  static SearchResult Search(LocalEngine& engine,
                             const std::vector<FacetFilter>& filters = {},
                             const std::string& token = "") {
    SearchRequest request;
    request.query.filters = filters;
    request.page_size = 100;
    request.sort = Sort::kNewest;
    request.facets = {{.facet = Facet::kPerson}, {.facet = Facet::kCountry}};
    request.min_commit_token = token;
    return engine.query->Search(request, {}).value();
  }

  // "id=count" of each value, and what a click on it finds is as many.
  static std::vector<std::string> Facets(LocalEngine& engine, Facet facet) {
    std::vector<std::string> values;
    const SearchResult all = Search(engine);
    for (const FacetValue& value : all.facets[facet == Facet::kPerson ? 0 : 1].values) {
      values.push_back(StrCat(value.id, "=", value.count));
      EXPECT_EQ(Search(engine, {{.facet = facet, .any_of = {value.id}}}).total, value.count)
          << value.id;
    }
    return values;
  }

  static absl::StatusOr<ReannotationResult> Reannotate(
      LocalEngine& engine,
      const ReannotationProgress& progress = [](std::uint64_t, std::uint64_t) {},
      const CallContext& context = {}) {
    return engine.maintenance->Reannotate(progress, context);
  }

  void ExpectSound() {
    const VerifyReport report = VerifyIndexDirectory(dir_.path()).value();
    EXPECT_THAT(report.problems, IsEmpty());
  }

  testing::TempDir dir_;
  std::shared_ptr<Told> told_ = std::make_shared<Told>();
};

TEST_F(ReannotateTest, NewEntitiesTakeThePlaceOfTheOldOnes) {
  LocalEngine engine = Open();
  Article supplied = MakeArticle("b");
  supplied.supplied_entities = {{Facet::kPerson, "", "Sue Sent"}};
  Index(engine, {MakeArticle("a"), supplied, MakeArticle("c"), MakeArticle("d")});
  Index(engine, {MakeArticle("c", 2)});
  Delete(engine, "d");
  const StoredArticle before = Search(engine).hits[0].stored;

  told_->Tell({Person("Bo New"), Country("FR")});
  std::vector<std::pair<std::uint64_t, std::uint64_t>> steps;
  const absl::StatusOr<ReannotationResult> result = Reannotate(
      engine, [&](std::uint64_t done, std::uint64_t total) { steps.emplace_back(done, total); });

  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->articles, 3U);
  EXPECT_EQ(result->changed, 3U);
  EXPECT_TRUE(result->searchable);
  EXPECT_THAT(steps, ElementsAre(std::pair(3U, 3U)));
  EXPECT_THAT(Facets(engine, Facet::kPerson), ElementsAre("bo-new=3", "sue-sent=1"));
  EXPECT_THAT(Facets(engine, Facet::kCountry), ElementsAre("FR=3"));
  const SearchResult found = Search(engine, {{.facet = Facet::kCountry, .any_of = {"FR"}}});
  EXPECT_EQ(found.hits[0].stored.received, before.received);
  EXPECT_EQ(found.hits[0].stored.article, before.article);
  EXPECT_EQ(found.hits[0].stored.entities[0].id, "FR");
  ExpectSound();

  // The same again changes nothing, and the same article is known.
  EXPECT_EQ(Reannotate(engine)->changed, 0U);
  std::promise<absl::StatusOr<IndexBatchResult>> done;
  engine.indexing->Index({MakeArticle("a")}, {}, [&](auto put) { done.set_value(put); });
  EXPECT_EQ(done.get_future().get()->results[0].outcome, IndexOutcome::kUnchanged);
}

TEST_F(ReannotateTest, WritesGoOnMeanwhile) {
  LocalEngine engine = Open();
  std::vector<Article> articles;
  for (int i = 0; i < 600; ++i) {
    articles.push_back(MakeArticle(StrCat("a", i)));
  }
  Index(engine, articles);
  told_->Tell({Person("Bo New")});
  int steps = 0;
  const absl::StatusOr<ReannotationResult> result =
      Reannotate(engine, [&](std::uint64_t done, std::uint64_t total) {
        EXPECT_EQ(total, 600U);
        if (++steps == 1) {
          EXPECT_EQ(done, 256U);
          EXPECT_THAT(Facets(engine, Facet::kPerson), ElementsAre("ann-old=600"));
          Delete(engine, "a0");    // that was looked at
          Delete(engine, "a599");  // that was not
          Index(engine, {MakeArticle("a1", 2), MakeArticle("a598", 2), MakeArticle("new")});
          EXPECT_THAT(Facets(engine, Facet::kPerson), ElementsAre("ann-old=596", "bo-new=3"));
        }
      });
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(steps, 3);
  EXPECT_THAT(Facets(engine, Facet::kPerson), ElementsAre("bo-new=599"));
  ExpectSound();
}

TEST_F(ReannotateTest, AFollowerSwapsAndPageTokensGoOn) {
  LocalEngine engine = Open();
  LocalEngine follower = Open(/*indexing=*/false);
  std::vector<Article> articles;
  for (int i = 0; i < 5; ++i) {
    articles.push_back(MakeArticle(StrCat("a", i)));
  }
  Index(engine, articles);
  SearchRequest request{.page_size = 3};
  request.min_commit_token = engine.indexing->Position().commit_token;
  const SearchResult first = follower.query->Search(request, {}).value();
  ASSERT_EQ(first.hits.size(), 3U);

  told_->Tell({Person("Bo New")});
  const absl::StatusOr<ReannotationResult> result = Reannotate(engine);
  ASSERT_THAT(result, IsOk());

  // The follower does not look by itself: it still serves what it had, from parts that are gone.
  EXPECT_THAT(Facets(follower, Facet::kPerson), ElementsAre("ann-old=5"));
  const SearchResult seen = Search(follower, {}, result->commit_token);
  EXPECT_EQ(seen.facets[0].values[0].id, "bo-new");
  EXPECT_THAT(Facets(follower, Facet::kPerson), ElementsAre("bo-new=5"));
  request.page_token = first.next_page_token;
  const SearchResult second = follower.query->Search(request, {}).value();
  ASSERT_EQ(second.hits.size(), 2U);
  EXPECT_EQ(second.hits[0].stored.entities[0].id, "bo-new");
}

TEST_F(ReannotateTest, CorrectionsStay) {
  LocalEngine engine = Open();
  told_->Tell({Person("Ann Old"), Person("Bo Old"), Person("Zoe False")});
  Index(engine, {MakeArticle("a"), MakeArticle("b")});
  Correct(engine, {.entity = "bo-old", .target = "ann-old"});
  Correct(engine, {.kind = CorrectionKind::kBan, .entity = "zoe-false"});
  Correct(engine,
          {.kind = CorrectionKind::kSplit,
           .entity = "ann-old",
           .name = "Ann Other",
           .article_ids = {"b"}});
  const std::vector<std::string> corrected = Facets(engine, Facet::kPerson);
  ASSERT_EQ(corrected.size(), 2U);

  told_->Tell({Person("Bo Old"), Person("Zoe False"), Country("FR")});
  ASSERT_THAT(Reannotate(engine), IsOk());

  EXPECT_EQ(Facets(engine, Facet::kPerson), corrected);
  EXPECT_THAT(Facets(engine, Facet::kCountry), ElementsAre("FR=2"));
  EXPECT_EQ(engine.curation->List(10, "", {})->corrections.size(), 3U);
  ExpectSound();
}

TEST_F(ReannotateTest, ThereIsOneAtATime) {
  LocalEngine engine = Open();
  Index(engine, {MakeArticle("a")});
  absl::Status second;
  ASSERT_THAT(
      Reannotate(engine,
                 [&](std::uint64_t, std::uint64_t) { second = Reannotate(engine).status(); }),
      IsOk());
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kFailedPrecondition, _));
  EXPECT_THAT(Reannotate(engine), IsOk());
}

TEST_F(ReannotateTest, WhatIsCancelledLeavesAllAsItWas) {
  LocalEngine engine = Open();
  Index(engine, {MakeArticle("a"), MakeArticle("b")});
  told_->Tell({Person("Bo New")});
  std::atomic<bool> cancelled{false};
  const CallContext context{.cancelled = [&] { return cancelled.load(); }};
  EXPECT_THAT(Reannotate(
                  engine, [&](std::uint64_t, std::uint64_t) { cancelled = true; }, context),
              StatusIs(absl::StatusCode::kCancelled, _));
  EXPECT_THAT(Facets(engine, Facet::kPerson), ElementsAre("ann-old=2"));
  for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
    EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
  }
  cancelled = false;
  EXPECT_EQ(Reannotate(
                engine, [](std::uint64_t, std::uint64_t) {}, context)
                ->changed,
            2U);
}

TEST_F(ReannotateTest, AShutdownEndsIt) {
  LocalEngine engine = Open();
  Index(engine, {MakeArticle("a")});
  told_->Tell({Person("Bo New")});
  EXPECT_THAT(
      Reannotate(engine, [&](std::uint64_t, std::uint64_t) { engine.indexing->Shutdown(); }),
      StatusIs(absl::StatusCode::kUnavailable, _));
  engine = {};
  engine = Open();
  EXPECT_THAT(Facets(engine, Facet::kPerson), ElementsAre("ann-old=1"));
}

// A copy of the directory as it is in the middle of the work is what a kill leaves.
TEST_F(ReannotateTest, AKillLeavesTheOldGeneration) {
  const testing::TempDir copy;
  const std::string& left = copy.path();
  LocalEngine engine = Open();
  Index(engine, {MakeArticle("a")});
  told_->Tell({Person("Bo New")});
  ASSERT_THAT(Reannotate(engine,
                         [&](std::uint64_t, std::uint64_t) {
                           std::filesystem::copy(
                               dir_.path(), left, std::filesystem::copy_options::recursive);
                         }),
              IsOk());
  LocalEngine again = OpenLocalEngine({.data_dir = left}).value();
  EXPECT_THAT(Facets(again, Facet::kPerson), ElementsAre("ann-old=1"));
  for (const auto& entry : std::filesystem::directory_iterator(left)) {
    EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
  }
}

TEST_F(ReannotateTest, PartsWithoutArticlesAreNoObstacle) {
  LocalEngine engine = Open();
  EXPECT_EQ(Reannotate(engine)->articles, 0U);
  Index(engine, {MakeArticle("a"), MakeArticle("b")});
  ASSERT_THAT(engine.maintenance->BeginBackup({}), IsOk());  // seals
  Delete(engine, "a");
  ASSERT_THAT(engine.maintenance->BeginBackup({}), IsOk());  // seals a part with a removal only
  told_->Tell({Person("Bo New")});
  EXPECT_EQ(Reannotate(engine)->changed, 1U);
  EXPECT_THAT(Facets(engine, Facet::kPerson), ElementsAre("bo-new=1"));
  Delete(engine, "b");
  EXPECT_EQ(Reannotate(engine)->articles, 0U);
  EXPECT_THAT(Facets(engine, Facet::kPerson), IsEmpty());
  ExpectSound();
}

}  // namespace
}  // namespace facetwire
