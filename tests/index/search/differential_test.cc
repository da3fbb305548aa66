// SPDX-License-Identifier: GPL-3.0-or-later
// Searches against Xapian's own matcher over the same parts: match sets, counts, scores and order,
// on random articles in several parts, with and without removed ones, and on random queries. With
// a cache of posting lists too small for all of them, and without one.
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xapian.h>

#include "index/base/str_cat.h"
#include "index/search/searcher.h"
#include "index/store/analyzer.h"
#include "index/store/part.h"
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
using Op = Xapian::Query::op;

constexpr int kQueries = 400;  // of each kind of index and each seed
constexpr int kArticles = 90;

const std::vector<std::string> kWords = {"railway",
                                         "construction",
                                         "minister",
                                         "coal",
                                         "gas",
                                         "port",
                                         "trade",
                                         "new",
                                         "cafe",
                                         "nowhere"};
const std::vector<std::pair<Facet, std::string>> kValues = {{Facet::kCountry, "KG"},
                                                            {Facet::kCountry, "CN"},
                                                            {Facet::kSector, "H"},
                                                            {Facet::kSource, "Reuters"},
                                                            {Facet::kLanguage, "en"}};

// A query in both languages.
struct Expression {
  std::string text;
  Xapian::Query xapian;
};

// How often a text has each of kWords; what is excluded does not count.
using WordCounts = std::map<std::string, int>;

// A tree whose leaves are words and values.
struct Tree {
  enum class Kind { kWord, kValue, kAnd, kOr, kWithout };

  Kind kind = Kind::kWord;
  std::size_t leaf = 0;
  std::vector<Tree> children;
};

class ExpressionMaker {
 public:
  explicit ExpressionMaker(RandomCorpus& random) : random_(random) {}

  Expression Make() {
    const Tree tree = MakeTree(3);
    counts_.clear();
    Count(tree);
    return Translate(tree, /*scored=*/true);
  }

 private:
  Tree MakeTree(int depth) {
    Tree tree;
    if (depth == 0 || random_.OneIn(4)) {
      const bool value = random_.OneIn(5);
      tree.kind = value ? Tree::Kind::kValue : Tree::Kind::kWord;
      tree.leaf = random_.Below(value ? kValues.size() : kWords.size());
      return tree;
    }
    tree.kind = random_.OneIn(4)   ? Tree::Kind::kWithout
                : random_.OneIn(2) ? Tree::Kind::kAnd
                                   : Tree::Kind::kOr;
    const std::size_t children = tree.kind == Tree::Kind::kWithout ? 2 : 2 + random_.Below(3);
    for (std::size_t i = 0; i < children; ++i) {
      tree.children.push_back(MakeTree(depth - 1));
    }
    return tree;
  }

  void Count(const Tree& tree) {
    if (tree.kind == Tree::Kind::kWord) {
      ++counts_[kWords[tree.leaf]];
    }
    for (std::size_t i = 0; i < tree.children.size(); ++i) {
      if (tree.kind != Tree::Kind::kWithout || i == 0) {
        Count(tree.children[i]);
      }
    }
  }

  Expression Translate(const Tree& tree, bool scored) {
    switch (tree.kind) {
      case Tree::Kind::kWord:
        return Word(kWords[tree.leaf], scored);
      case Tree::Kind::kValue:
        return Value(kValues[tree.leaf]);
      default:
        return Inner(tree, scored);
    }
  }

  // A word that is there k times weighs as its wqf says, in equal shares: 2k / (1 + k) in all.
  // Xapian would give each of them the weight of one.
  Expression Word(const std::string& word, bool scored) {
    const Xapian::Query query(TextTerm(analyzer_.Analyze(word).text));
    const double share = scored ? 2.0 / (1 + counts_[word]) : 1;
    return {word, Xapian::Query(Op::OP_SCALE_WEIGHT, query, share)};
  }

  static Expression Value(const std::pair<Facet, std::string>& value) {
    const Xapian::Query query(FacetTerm(value.first, value.second));
    return {StrCat(FacetName(value.first), ":", value.second),
            Xapian::Query(Op::OP_SCALE_WEIGHT, query, 0)};
  }

  Expression Inner(const Tree& tree, bool scored) {
    Expression all;
    std::vector<Xapian::Query> queries;
    for (const Tree& child : tree.children) {
      const bool excluded = tree.kind == Tree::Kind::kWithout && !queries.empty();
      const Expression part = Translate(child, scored && !excluded);
      const char* const between = tree.kind == Tree::Kind::kOr ? " OR " : excluded ? " NOT " : " ";
      all.text += StrCat(queries.empty() ? "" : between, part.text);
      queries.push_back(part.xapian);
    }
    all.text = StrCat("(", all.text, ")");
    const Op op = tree.kind == Tree::Kind::kOr    ? Op::OP_OR
                  : tree.kind == Tree::Kind::kAnd ? Op::OP_AND
                                                  : Op::OP_AND_NOT;
    all.xapian = Xapian::Query(op, queries.begin(), queries.end());
    return all;
  }

  RandomCorpus& random_;
  Analyzer analyzer_;
  WordCounts counts_;
};

// Both ways to search one snapshot.
class Both {
 public:
  explicit Both(std::uint64_t seed) : corpus_(seed), cached_(kCacheBytes, /*shortest=*/0) {
    clock_.Set(RandomCorpus::FirstDay() + absl::Hours(24 * 50));
  }

  // Without titles: Xapian counts the words of the title into the length of a document twice.
  void Grow(bool replacing) {
    for (int i = 0; i < kArticles; ++i) {
      const std::string id =
          StrCat(replacing ? corpus_.Below(kArticles) : static_cast<std::size_t>(i));
      StoredArticle stored = corpus_.MakeArticle(id, i + 1);
      stored.article.title.clear();
      ASSERT_THAT(index_.Put(stored), IsOk());
      if (replacing && corpus_.OneIn(9)) {
        ASSERT_THAT(index_.Commit(), IsOk());
        ASSERT_THAT(index_.Delete(id), IsOk());
      }
      if (corpus_.OneIn(20)) {
        ASSERT_THAT(index_.Commit(), IsOk());
        ASSERT_THAT(index_.Seal(), IsOk());
      }
    }
    ASSERT_THAT(index_.Commit(), IsOk());
    snapshot_ = index_.snapshot();
    for (const PartInfo& part : snapshot_->parts()) {
      parts_.add_database(Xapian::Database(PartPath(index_.directory(), part.name)));
    }
  }

  SearchResult Search(const SearchRequest& request, PostingCache* cache) {
    IndexReader reader(index_.directory(), cache);
    EXPECT_THAT(reader.CatchUp(*snapshot_), IsOk());
    const CallContext context{.clock = &clock_};
    return Searcher(clock_).Search(request, *snapshot_, reader, context).value();
  }

  // Docids and weights of what may be served.
  std::map<Docid, double> AskXapian(const Xapian::Query& query) {
    std::map<Docid, double> found;
    Xapian::Enquire enquire(parts_);
    enquire.set_query(query);
    const Xapian::MSet matches = enquire.get_mset(0, parts_.get_doccount());
    const auto count = static_cast<Docid>(snapshot_->parts().size());
    for (auto match = matches.begin(); match != matches.end(); ++match) {
      const Docid docid = (*match - 1) / count + 1;
      if (Served(docid)) {
        found[docid] = match.get_weight();
      }
    }
    return found;
  }

  std::map<std::string, std::uint64_t> Count(const std::map<Docid, double>& matches, Facet facet) {
    std::map<std::string, std::uint64_t> counts;
    for (const auto& [docid, weight] : matches) {
      for (const Ordinal ordinal : snapshot_->columns().entries(docid).ordinals) {
        const DictionaryEntry& entry = snapshot_->dictionary().entry(ordinal);
        if (entry.facet == facet) {
          ++counts[entry.id];
        }
      }
    }
    return counts;
  }

  std::string IdOf(Docid docid) {
    IndexReader reader(index_.directory());
    EXPECT_THAT(reader.CatchUp(*snapshot_), IsOk());
    return reader.Load(docid, LoadMode::kHead)->article.id;
  }

  RandomCorpus& corpus() { return corpus_; }

  const Snapshot& snapshot() const { return *snapshot_; }

  PostingCache& cached() { return cached_; }

 private:
  static constexpr std::size_t kCacheBytes = std::size_t{48} << 10U;

  bool Served(Docid docid) const {
    const auto hidden = snapshot_->hidden();
    const std::int64_t now = absl::ToUnixMicros(clock_.Now());
    return snapshot_->IsLive(docid) &&
           std::none_of(hidden.begin(), hidden.end(), [&](const HiddenDocument& each) {
             return each.docid == docid && now < each.until_micros;
           });
  }

  FakeClock clock_;
  TestIndex index_;
  RandomCorpus corpus_;
  PostingCache cached_;
  std::shared_ptr<const Snapshot> snapshot_;
  Xapian::Database parts_;
};

SearchRequest Request(const std::string& text) {
  SearchRequest request;
  request.query.text = text;
  request.query.strict = true;
  request.page_size = kMaxPageSize;
  request.include_snippets = false;
  for (const Facet facet : kAllFacets) {
    request.facets.push_back({.facet = facet, .limit = 1000});
  }
  return request;
}

void ExpectCounts(Both& both, const SearchResult& result, const std::map<Docid, double>& theirs) {
  for (const FacetResult& facet : result.facets) {
    std::map<std::string, std::uint64_t> ours;
    for (const FacetValue& value : facet.values) {
      ours[value.id] = value.count;
    }
    EXPECT_EQ(ours, both.Count(theirs, facet.facet)) << FacetName(facet.facet);
  }
}

// The same documents; the same scores, where statistics are the same; the higher score first.
void ExpectHits(const SearchResult& result,
                const std::map<std::string, double>& theirs,
                bool same_statistics) {
  EXPECT_EQ(result.total, theirs.size());
  EXPECT_EQ(result.hits.size(), theirs.size());
  double before = 1e9;
  for (const Hit& hit : result.hits) {
    const auto found = theirs.find(hit.stored.article.id);
    ASSERT_NE(found, theirs.end()) << hit.stored.article.id;
    EXPECT_LE(hit.score, before);
    before = hit.score;
    if (same_statistics) {
      EXPECT_NEAR(hit.score, found->second, 1e-5 * found->second) << hit.stored.article.id;
    }
  }
}

void ExpectSame(const SearchResult& a, const SearchResult& b) {
  EXPECT_EQ(a.total, b.total);
  EXPECT_EQ(a.facets, b.facets);
  ASSERT_EQ(a.hits.size(), b.hits.size());
  for (std::size_t i = 0; i < a.hits.size(); ++i) {
    EXPECT_EQ(a.hits[i].stored.article.id, b.hits[i].stored.article.id);
    EXPECT_EQ(a.hits[i].score, b.hits[i].score);
  }
}

struct Row {
  std::uint64_t seed;
  bool replacing;
};

class DifferentialTest : public ::testing::TestWithParam<Row> {};

TEST_P(DifferentialTest, EqualsXapiansMatcher) {
  Both both(GetParam().seed);
  both.Grow(GetParam().replacing);
  ASSERT_FALSE(HasFatalFailure());
  const bool same_statistics = both.snapshot().live_count() == both.snapshot().last_docid();
  EXPECT_EQ(same_statistics, !GetParam().replacing);
  std::map<Docid, std::string> ids;
  for (Docid docid = 1; docid <= both.snapshot().last_docid(); ++docid) {
    ids[docid] = both.IdOf(docid);
  }
  ExpressionMaker maker(both.corpus());
  std::size_t found = 0;
  for (int i = 0; i < kQueries && !HasFailure(); ++i) {
    const Expression query = maker.Make();
    SCOPED_TRACE(StrCat("seed ", GetParam().seed, ", text: ", query.text));
    const SearchResult result = both.Search(Request(query.text), nullptr);
    const std::map<Docid, double> theirs = both.AskXapian(query.xapian);
    std::map<std::string, double> by_id;
    for (const auto& [docid, weight] : theirs) {
      by_id[ids[docid]] = weight;
    }
    ExpectHits(result, by_id, same_statistics);
    ExpectCounts(both, result, theirs);
    ExpectSame(both.Search(Request(query.text), &both.cached()), result);
    found += theirs.size();
  }
  EXPECT_GT(found, static_cast<std::size_t>(kQueries));  // they are not all about nothing
}

INSTANTIATE_TEST_SUITE_P(Seeds,
                         DifferentialTest,
                         ::testing::Values(Row{1, false},
                                           Row{2, false},
                                           Row{3, false},
                                           Row{4, true},
                                           Row{5, true},
                                           Row{6, true}));

}  // namespace
}  // namespace facetwire
