// SPDX-License-Identifier: GPL-3.0-or-later
// Random corrections on random articles: filters, facets, labels and hits against the naive twin.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/index/search/twins.h"
#include "tests/index/search/values_twin.h"

namespace facetwire {
namespace {

using testing::BruteForceResult;
using testing::Click;
using testing::Comparable;
using testing::ExpectHits;
using testing::IsOk;
using testing::RandomCorpus;
using testing::Twins;

// Makes corrections in both twins.
class Curator {
 public:
  explicit Curator(Twins& twins) : twins_(twins) {}

  // How many were made, and how many were refused as they should be.
  std::size_t made = 0;
  std::size_t refused = 0;

  void CorrectSomething() {
    RandomCorpus& corpus = twins_.corpus;
    if (!ids_.empty() && corpus.OneIn(4)) {
      Undo(ids_[corpus.Below(ids_.size())]);
      return;
    }
    Correction correction{.kind = static_cast<CorrectionKind>(1 + corpus.Below(5)),
                          .time = twins_.clock.Now(),
                          .author = "a curator",
                          .entity = APerson()};
    std::map<Docid, std::string> articles;
    switch (correction.kind) {
      case CorrectionKind::kMerge:
      case CorrectionKind::kAlias:
        correction.target = APerson();
        break;
      case CorrectionKind::kSplit:
        articles = SomeArticles();
        break;
      case CorrectionKind::kBan:
        if (corpus.OneIn(2)) {
          correction.facet = corpus.OneIn(2) ? Facet::kCountry : Facet::kSector;
          correction.entity = correction.facet == Facet::kCountry ? "KG" : "H49";
        }
        break;
      case CorrectionKind::kRename:
        break;
    }
    if (correction.kind != CorrectionKind::kMerge && correction.kind != CorrectionKind::kBan) {
      correction.name = corpus.OneIn(2) ? "Qiang Li" : StrCat("Somebody ", corpus.Below(5));
    }
    Make(correction, articles);
  }

 private:
  std::string APerson() {
    if (!made_.empty() && twins_.corpus.OneIn(4)) {
      return made_[twins_.corpus.Below(made_.size())];
    }
    const std::vector<std::string> persons = {
        "li-qiang", "akylbek-japarov", "sadyr-japarov", "nobody"};
    return persons[twins_.corpus.Below(persons.size())];
  }

  std::map<Docid, std::string> SomeArticles() {
    std::map<Docid, std::string> articles;
    for (int i = 0; i < 25; ++i) {
      const std::string id = StrCat("a-", twins_.corpus.Below(60));
      const absl::StatusOr<std::optional<Docid>> docid =
          twins_.index.Read([&](const Snapshot& snapshot, IndexReader& reader) {
            return reader.FindDocument(id, snapshot);
          });
      EXPECT_THAT(docid, IsOk());
      if (docid.ok() && docid->has_value()) {
        articles.emplace(**docid, id);
      }
    }
    return articles;
  }

  void Make(const Correction& correction, const std::map<Docid, std::string>& articles) {
    std::vector<Docid> docids;
    std::vector<std::string> article_ids;
    for (const auto& [docid, id] : articles) {
      docids.push_back(docid);
      article_ids.push_back(id);
    }
    const absl::StatusOr<Correction> done = twins_.index.writer().Correct(correction, docids);
    if (!done.ok()) {
      ++refused;
      return;
    }
    ++made;
    ids_.push_back(done->id);
    if (done->kind == CorrectionKind::kSplit) {
      made_.push_back(done->target);
    }
    twins_.twin.Correct(*done, article_ids);
    EXPECT_THAT(twins_.index.Commit(), IsOk());
  }

  void Undo(std::uint64_t id) {
    const auto undone = twins_.index.writer().Undo(id, twins_.clock.Now(), "another one");
    if (!undone.ok()) {
      ++refused;
      return;
    }
    ++made;
    twins_.twin.Undo(id);
    EXPECT_THAT(twins_.index.Commit(), IsOk());
  }

  Twins& twins_;
  std::vector<std::uint64_t> ids_;
  std::vector<std::string> made_;  // persons that splits made
};

class RandomCorrectionsTest : public ::testing::TestWithParam<std::uint64_t> {};

void ExpectEqual(Twins& twins, const SearchRequest& request) {
  const absl::StatusOr<SearchResult> result = twins.Search(request);
  ASSERT_THAT(result, IsOk());
  const BruteForceResult expected = twins.twin.Search(request, twins.clock.Now());
  EXPECT_EQ(result->total, expected.hits.size());
  EXPECT_EQ(Comparable(result->facets), Comparable(expected.facets));
  ExpectHits(result->hits, expected, request.sort);
}

// Every value that is shown finds as many as it says.
void ExpectClicks(Twins& twins, SearchRequest request) {
  request.facets = {{.facet = Facet::kPerson, .limit = 100}};
  for (const FacetFilter& filter : request.query.filters) {
    if (filter.facet == Facet::kPerson) {
      request.facets[0].min_salience = filter.min_salience;
    }
  }
  const absl::StatusOr<SearchResult> result = twins.Search(request);
  ASSERT_THAT(result, IsOk());
  for (const FacetValue& value : result->facets[0].values) {
    const absl::StatusOr<SearchResult> clicked =
        twins.Search(Click(request, request.facets[0], value.id));
    ASSERT_THAT(clicked, IsOk());
    EXPECT_EQ(clicked->total, value.count) << value.id;
  }
}

TEST_P(RandomCorrectionsTest, EqualTheNaiveTwin) {
  Twins twins(GetParam());
  twins.Grow(6);
  Curator curator(twins);
  for (int round = 0; round < 25; ++round) {
    curator.CorrectSomething();
    if (twins.corpus.OneIn(3)) {
      twins.Grow(1);
    }
    for (int i = 0; i < 8; ++i) {
      SearchRequest request = twins.corpus.MakeRequest();
      SCOPED_TRACE(StrCat("seed ", GetParam(), ", round ", round, ", text: ", request.query.text));
      ExpectEqual(twins, request);
      ExpectClicks(twins, request);
      ExpectSameValues(twins);
      if (HasFailure()) {
        return;
      }
    }
  }
  EXPECT_GT(curator.made, 5U);
  EXPECT_GT(curator.refused, 0U);
}

// Who comes new to the index sees the same as who followed it all along.
TEST_P(RandomCorrectionsTest, StayWhenTheIndexIsOpenedAnew) {
  Twins twins(GetParam());
  twins.Grow(4);
  Curator curator(twins);
  for (int round = 0; round < 20; ++round) {
    curator.CorrectSomething();
    twins.Grow(twins.corpus.Below(2));
  }
  const auto source = SnapshotSource::Open(twins.index.directory());
  ASSERT_THAT(source, IsOk());
  const std::shared_ptr<const Snapshot> snapshot = (*source)->Current();
  IndexReader reader(twins.index.directory());
  ASSERT_THAT(reader.CatchUp(*snapshot), IsOk());
  EXPECT_EQ(snapshot->dictionary().corrections().history(),
            twins.index.snapshot()->dictionary().corrections().history());
  for (int i = 0; i < 30; ++i) {
    const SearchRequest request = twins.corpus.MakeRequest();
    SCOPED_TRACE(StrCat("seed ", GetParam(), ", text: ", request.query.text));
    const absl::StatusOr<SearchResult> result =
        Searcher(twins.clock).Search(request, *snapshot, reader, CallContext{});
    ASSERT_THAT(result, IsOk());
    const BruteForceResult expected = twins.twin.Search(request, twins.clock.Now());
    EXPECT_EQ(Comparable(result->facets), Comparable(expected.facets));
    ExpectHits(result->hits, expected, request.sort);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomCorrectionsTest, ::testing::Range<std::uint64_t>(1, 9));

}  // namespace
}  // namespace facetwire
