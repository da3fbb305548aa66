// SPDX-License-Identifier: GPL-3.0-or-later
// Our scores against those of Xapian's own matcher, on an index from which nothing was removed.
#include "index/search/scorer.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xapian.h>

#include "index/base/str_cat.h"
#include "index/search/searcher.h"
#include "index/store/analyzer.h"
#include "index/store/document_builder.h"
#include "index/store/schema.h"
#include "tests/support/fake_clock.h"
#include "tests/support/random_corpus.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_index.h"

namespace facetwire {
namespace {

using testing::FakeClock;
using testing::IsOk;
using testing::RandomCorpus;
using testing::TestIndex;

// The same articles in a database in memory and in an index of ours. Without titles: Xapian counts
// the title terms into the length of a document, we do not.
class ScorerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = Xapian::WritableDatabase("", Xapian::DB_BACKEND_INMEMORY);
    RandomCorpus corpus(11);
    DocumentBuilder builder;
    for (int i = 0; i < 80; ++i) {
      StoredArticle stored = corpus.MakeArticle(StrCat(i), 1);
      stored.article.title.clear();
      stored.article.status = ArticleStatus::kUsable;
      stored.article.embargoed_until.reset();
      ASSERT_THAT(index_.Put(stored), IsOk());
      database_.add_document(builder.Build(stored).value().document);
      if (i % 30 == 29) {
        ASSERT_THAT(index_.Commit(), IsOk());
        ASSERT_THAT(index_.Seal(), IsOk());
      }
    }
    ASSERT_THAT(index_.Commit(), IsOk());
  }

  std::map<std::string, double> Ours(const std::string& text) {
    SearchRequest request;
    request.query.text = text;
    request.page_size = 100;
    const absl::StatusOr<SearchResult> result =
        index_.Read([&](const Snapshot& snapshot, IndexReader& reader) {
          return Searcher(clock_).Search(request, snapshot, reader, CallContext{});
        });
    EXPECT_THAT(result, IsOk());
    std::map<std::string, double> scores;
    for (const Hit& hit : result->hits) {
      scores[hit.stored.article.id] = hit.score;
    }
    return scores;
  }

  std::map<std::string, double> Xapians(Xapian::Query::op op,
                                        const std::vector<std::string>& words) {
    std::vector<Xapian::Query> terms;
    terms.reserve(words.size());
    Analyzer analyzer;
    for (const std::string& word : words) {
      terms.emplace_back(TextTerm(analyzer.Analyze(word).text));
    }
    Xapian::Enquire enquire(database_);
    enquire.set_query(Xapian::Query(op, terms.begin(), terms.end()));
    std::map<std::string, double> scores;
    const Xapian::MSet found = enquire.get_mset(0, 1000);
    for (auto it = found.begin(); it != found.end(); ++it) {
      scores[StrCat(*it - 1)] = it.get_weight();
    }
    return scores;
  }

  static void ExpectEqual(const std::map<std::string, double>& ours,
                          const std::map<std::string, double>& theirs) {
    EXPECT_EQ(ours.size(), theirs.size());
    EXPECT_FALSE(theirs.empty());
    for (const auto& [id, score] : theirs) {
      ASSERT_TRUE(ours.contains(id)) << id;
      EXPECT_LE(std::abs(ours.at(id) - score), 1e-5 * score) << id;
    }
  }

  FakeClock clock_;
  TestIndex index_;
  Xapian::WritableDatabase database_;
};

TEST_F(ScorerTest, OneWord) {
  ExpectEqual(Ours("railway"), Xapians(Xapian::Query::OP_OR, {"railway"}));
}

TEST_F(ScorerTest, Or) {
  ExpectEqual(Ours("coal OR gas OR construction"),
              Xapians(Xapian::Query::OP_OR, {"coal", "gas", "construction"}));
}

TEST_F(ScorerTest, And) {
  ExpectEqual(Ours("said port"), Xapians(Xapian::Query::OP_AND, {"said", "port"}));
}

TEST_F(ScorerTest, NotAndFacetsAddNothing) {
  std::map<std::string, double> all = Ours("coal");
  for (const auto& [id, score] : Ours("coal -gas (country:KG OR NOT country:KG)")) {
    EXPECT_DOUBLE_EQ(score, all[id]);
  }
}

TEST(Formula, Values) {
  // 1 of 10 documents: w = 9.5 / 1.5; 9 of 10: w = 1.5 / 9.5 < 2, so ln(w / 2 + 1).
  EXPECT_DOUBLE_EQ(TermWeight(10, 1, 1), 2 * std::log(9.5 / 1.5));
  EXPECT_DOUBLE_EQ(TermWeight(10, 9, 1), 2 * std::log(1.5 / 9.5 / 2 + 1));
  EXPECT_DOUBLE_EQ(TermWeight(10, 1, 3), TermWeight(10, 1, 1) * 2 * 3 / 4);
  EXPECT_GT(TermWeight(10, 12, 1), 0);  // the frequency is newer than the number of documents
  EXPECT_DOUBLE_EQ(TermScore(4, 1, 1), 2);
  EXPECT_DOUBLE_EQ(TermScore(4, 3, 1), 3);
  EXPECT_DOUBLE_EQ(TermScore(4, 1, 0.1), TermScore(4, 1, 0.5));
}

}  // namespace
}  // namespace facetwire
