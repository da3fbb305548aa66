// SPDX-License-Identifier: GPL-3.0-or-later
// Bulk loads of a real engine, held against a model: every id is what its last write said.
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/str_cat.h"
#include "index/engine/local_engine.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::ContentsOf;
using ::facetwire::testing::IsOk;

// What the index holds of an article.
struct Known {
  std::int64_t version = 0;
  std::string title;
};

using Model = std::map<std::string, Known>;

Article MakeArticle(int id, std::int64_t version, int edition) {
  Article article;
  article.id = StrCat("id", id);
  article.version = version;
  article.title = StrCat("Edition ", edition);
  article.body = StrCat("A railway from China to Kyrgyzstan, of which ", article.id, " tells.");
  article.published = absl::FromUnixSeconds(1698278400);
  return article;
}

// What the model says becomes of it.
IndexOutcome Apply(const ArticleOperation& operation, Model& model) {
  if (const auto* const deletion = std::get_if<ArticleDeletion>(&operation)) {
    return model.erase(deletion->id) > 0 ? IndexOutcome::kDeleted : IndexOutcome::kMissing;
  }
  const auto& article = std::get<Article>(operation);
  const auto [entry, fresh] = model.try_emplace(article.id);
  Known& known = entry->second;
  if (!fresh && known.version > article.version) {
    return IndexOutcome::kOutdated;
  }
  if (!fresh && known.version == article.version && known.title == article.title) {
    return IndexOutcome::kUnchanged;
  }
  known = {article.version, article.title};
  return fresh ? IndexOutcome::kCreated : IndexOutcome::kUpdated;
}

class BulkLoadTest : public ::testing::Test {
 protected:
  using Answer = std::future<absl::StatusOr<IndexBatchResult>>;

  // So many operations on few articles that most of them are there already.
  std::vector<ArticleOperation> MakeOperations(std::size_t count) {
    const auto below = [this](int end) {
      return std::uniform_int_distribution<int>(0, end - 1)(random_);
    };
    std::vector<ArticleOperation> operations;
    while (operations.size() < count) {
      if (below(10) == 0) {
        operations.emplace_back(ArticleDeletion{StrCat("id", below(60))});
      } else {
        operations.emplace_back(MakeArticle(below(60), below(3), below(3)));
      }
    }
    return operations;
  }

  Answer Write(std::vector<ArticleOperation> operations, bool patient) {
    auto promise = std::make_shared<std::promise<absl::StatusOr<IndexBatchResult>>>();
    std::unique_ptr<PreparedOperations> prepared = engine_.indexing->Prepare(std::move(operations));
    prepared->patient = patient;
    engine_.indexing->Write(std::move(prepared),
                            [promise](auto result) { promise->set_value(std::move(result)); });
    return promise->get_future();
  }

  void ExpectIndexIs(const Model& model) {
    Model found;
    for (const auto& [id, stored] : ContentsOf(dir_.path())) {
      found[id] = {stored.article.version, stored.article.title};
    }
    ASSERT_EQ(found.size(), model.size());
    for (const auto& [id, known] : model) {
      EXPECT_EQ(found[id].version, known.version) << id;
      EXPECT_EQ(found[id].title, known.title) << id;
    }
  }

  const std::uint64_t seed_ = std::random_device()();
  std::mt19937_64 random_{seed_};
  testing::TempDir dir_;
  testing::FakeClock clock_;
  LocalEngine engine_ = *OpenLocalEngine(
      {.data_dir = dir_.path(), .query = false, .clock = &clock_, .seal_documents = 40});
};

TEST_F(BulkLoadTest, TheLastWriteOfAnIdCounts) {
  SCOPED_TRACE(StrCat("seed ", seed_));
  Model model;
  for (int load = 0; load < 3; ++load) {
    std::unique_ptr<BulkLoad> bulk = engine_.indexing->BeginBulk();
    std::vector<std::pair<std::vector<IndexOutcome>, Answer>> answers;
    for (int i = 0; i < 30; ++i) {
      std::vector<ArticleOperation> operations = MakeOperations(16);
      std::vector<IndexOutcome> expected;
      for (const ArticleOperation& operation : operations) {
        expected.push_back(Apply(operation, model));
      }
      // Now and then somebody who is in a hurry, between those who are not.
      answers.emplace_back(std::move(expected), Write(std::move(operations), i % 7 != 3));
    }
    for (auto& [expected, answer] : answers) {
      const absl::StatusOr<IndexBatchResult> result = answer.get();
      ASSERT_THAT(result, IsOk());
      for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(result->results[i].outcome, expected[i]) << result->results[i].id;
      }
    }
    ExpectIndexIs(model);
  }
  engine_ = LocalEngine();
  ExpectIndexIs(model);
  const absl::StatusOr<VerifyReport> report = VerifyIndexDirectory(dir_.path());
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->problems, ::testing::IsEmpty());
}

}  // namespace
}  // namespace facetwire
