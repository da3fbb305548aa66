// SPDX-License-Identifier: GPL-3.0-or-later
// Parts that are folded, purged, rewritten, pinned and removed.
#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/store/fold_policy.h"
#include "index/store/part.h"
#include "index/store/part_folder.h"
#include "index/store/part_pin.h"
#include "index/store/schema.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::ContentsOf;
using ::facetwire::testing::IsOk;
using ::facetwire::testing::LoadAll;
using ::facetwire::testing::MakeArticle;
using ::facetwire::testing::MakeEntity;
using ::facetwire::testing::Must;
using ::facetwire::testing::Put;
using ::facetwire::testing::RemoveUnusedParts;
using ::facetwire::testing::Search;
using ::facetwire::testing::StatusIs;
using ::facetwire::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct PolicyCase {
  const char* name;
  std::vector<PartSize> sealed;
  std::optional<FoldChoice> choice;
};

std::vector<PolicyCase> PolicyCases() {
  const auto whole = [](std::uint64_t documents) { return PartSize{documents, documents}; };
  const PartSize big = whole(1'000'000);
  const PartSize small = whole(5'000);
  return {
      {"nothing", {}, std::nullopt},
      {"one", {small}, std::nullopt},
      {"two alike", {small, small}, FoldChoice{0, 2}},
      {"few beside a big one", {big, small, small, small}, std::nullopt},
      {"too many", {big, small, small, small, small}, FoldChoice{1, 5}},
      {"those before are larger", {big, whole(60'000), small, small, small}, FoldChoice{2, 5}},
      {"those before are alike", {big, whole(30'000), small, small, small}, FoldChoice{1, 5}},
      {"at least two", {big, whole(90'000), whole(50'000), whole(9'000), small}, FoldChoice{3, 5}},
      {"a fifth", {big, whole(150'000), whole(50'000)}, FoldChoice{0, 3}},
      {"nearly a fifth", {big, whole(150'000), whole(49'999)}, std::nullopt},
      {"empty ones", {{}, {}}, FoldChoice{0, 2}},
      {"a fifth removed", {{10'000, 8'000}}, std::nullopt},
      {"more than a fifth removed", {{10'000, 7'999}}, FoldChoice{0, 1, true}},
      {"few removed", {{1'000, 1}}, std::nullopt},
      {"all removed", {big, {5'000, 0}}, FoldChoice{1, 2, true}},
      {"fold and purge", {{5'000, 3'000}, {5'000, 4'000}}, FoldChoice{0, 2, true}},
  };
}

TEST(FoldPolicyTest, ChoosesWhatToDoNext) {
  for (const PolicyCase& c : PolicyCases()) {
    EXPECT_EQ(ChooseFold(c.sealed, FoldPolicy()), c.choice) << c.name;
  }
}

TEST(FoldPolicyTest, KeepsFewPartsAndWritesEachDocumentAFewTimes) {
  constexpr std::uint64_t kSeal = 5'000;
  constexpr std::uint64_t kDocuments = 1'000'000;
  const FoldPolicy policy;
  std::vector<PartSize> sealed;
  std::uint64_t written = 0;
  for (std::uint64_t documents = 0; documents < kDocuments; documents += kSeal) {
    sealed.push_back({kSeal, kSeal});
    while (const auto choice = ChooseFold(sealed, policy)) {
      const auto begin = sealed.begin() + static_cast<std::ptrdiff_t>(choice->begin);
      const auto end = sealed.begin() + static_cast<std::ptrdiff_t>(choice->end);
      PartSize sum;
      for (auto part = begin; part != end; ++part) {
        sum.documents += part->documents;
      }
      sum.live = sum.documents;
      written += sum.documents;
      *begin = sum;
      sealed.erase(begin + 1, end);
    }
    ASSERT_LT(sealed.size(), policy.max_parts);
  }
  EXPECT_LT(written, 9 * kDocuments);
}

// A small index that is folded whenever it can be.
class PartsTest : public ::testing::Test {
 protected:
  PartsTest() : writer_(Must(IndexWriter::Open(dir_.path()))) {}

  void PutAndSeal(const std::vector<StoredArticle>& articles) {
    for (const StoredArticle& stored : articles) {
      Put(*writer_, stored);
    }
    ASSERT_THAT(writer_->Commit(), IsOk());
    ASSERT_THAT(writer_->Seal(), IsOk());
  }

  FoldPlan Plan() {
    FoldPolicy policy;
    policy.min_purge = 1;
    auto plan = writer_->PlanFold(policy);
    EXPECT_TRUE(plan.has_value());
    return plan ? *std::move(plan) : FoldPlan();
  }

  void Fold() {
    const FoldPlan plan = Plan();
    ASSERT_THAT(writer_->AdoptFold(plan, Must(FoldParts(plan, never_))), IsOk());
  }

  TempDir dir_;
  std::unique_ptr<IndexWriter> writer_;
  const std::atomic<bool> never_{false};
};

TEST_F(PartsTest, ArticlesOfAnySizeAndScriptAreTheSameAfterFoldsAndPurges) {
  constexpr std::size_t kMegabyte = std::size_t{1} << 20U;
  std::vector<StoredArticle> articles;
  articles.push_back(MakeArticle("long", std::string(kMegabyte, 'x') + " end"));
  std::string many;
  for (int i = 0; i < 100'000; ++i) {
    many += "w" + std::to_string(i) + " ";
  }
  articles.push_back(MakeArticle("many", many + "end"));
  articles.push_back(MakeArticle("кыргыз", "Бишкекте жаңы мектеп ачылды end"));
  articles.push_back(MakeArticle("中文", "吉尔吉斯斯坦 新闻 🎉 \xCC\x81 end"));
  articles.push_back(MakeArticle(std::string("\0zero", 5), "end"));
  articles.back().entities = {MakeEntity(Facet::kPerson, "p", "Жапаров, Садыр")};
  PutAndSeal(articles);
  PutAndSeal({MakeArticle("gone", "end"), MakeArticle("gone too", "end")});
  EXPECT_TRUE(Must(writer_->Delete("gone")));
  EXPECT_TRUE(Must(writer_->Delete("gone too")));
  PutAndSeal({});
  Fold();
  EXPECT_TRUE(Must(writer_->Delete("long")));
  EXPECT_TRUE(Must(writer_->Delete("many")));
  articles.erase(articles.begin(), articles.begin() + 2);
  PutAndSeal({});
  Fold();  // which needs the termlists

  const auto snapshot = Must(SnapshotSource::Open(dir_.path()))->Current();
  EXPECT_EQ(snapshot->last_docid(), 7U);
  EXPECT_EQ(snapshot->live_count(), 3U);
  IndexReader reader(dir_.path());
  ASSERT_THAT(reader.CatchUp(*snapshot), IsOk());
  EXPECT_THAT(Search(*snapshot, reader, TextTerm("end")), ElementsAre(3U, 4U, 5U));
  EXPECT_EQ(Must(reader.TermFrequency(TextTerm("end"))), 3U);
  EXPECT_EQ(Must(reader.DocumentCount()), 3U);
  const auto found = LoadAll(*snapshot, reader);
  for (const StoredArticle& stored : articles) {
    EXPECT_EQ(found.at(stored.article.id), stored);
  }
  EXPECT_THAT(reader.Load(1, LoadMode::kFull), StatusIs(absl::StatusCode::kNotFound, ::testing::_));
}

TEST_F(PartsTest, AFollowerReadsNothingTwice) {
  const auto source = Must(SnapshotSource::Open(dir_.path()));
  StoredArticle stored = MakeArticle("a", "x");
  stored.entities = {MakeEntity(Facet::kPerson, "p", "Name")};
  PutAndSeal({stored, MakeArticle("b", "x")});
  stored.article.body = "y";
  PutAndSeal({stored, MakeArticle("c", "x")});
  ASSERT_THAT(source->Refresh(), IsOk());
  const auto before = source->Current();
  const RefreshStats stats = source->stats();
  Fold();
  ASSERT_THAT(source->Refresh(), IsOk());
  EXPECT_EQ(source->stats(), stats);
  EXPECT_EQ(source->Current()->parts().size(), 2U);
  EXPECT_EQ(source->Current()->generation(), before->generation());
  // Somebody new has one row less to read.
  EXPECT_EQ(Must(SnapshotSource::Open(dir_.path()))->stats().documents_read, 3U);
}

TEST_F(PartsTest, AnotherGenerationIsLoadedAnew) {
  const auto source = Must(SnapshotSource::Open(dir_.path()));
  PutAndSeal({MakeArticle("a", "x")});
  PutAndSeal({MakeArticle("b", "x")});
  ASSERT_THAT(source->Refresh(), IsOk());
  const auto before = source->Current();
  const FoldPlan plan = Plan();
  FoldedPart part = Must(FoldParts(plan, never_));
  part.rewritten = true;
  ASSERT_THAT(writer_->AdoptFold(plan, std::move(part)), IsOk());
  EXPECT_EQ(writer_->manifest().generation, 1U);
  ASSERT_THAT(source->Refresh(), IsOk());
  const auto after = source->Current();
  EXPECT_NE(after->generation(), before->generation());
  EXPECT_EQ(after->sequence(), before->sequence());
  EXPECT_EQ(source->stats().documents_read, 4U);
  IndexReader reader(dir_.path());
  for (const auto& snapshot : {before, after, before}) {
    ASSERT_THAT(reader.CatchUp(*snapshot), IsOk());
    EXPECT_EQ(LoadAll(*snapshot, reader).size(), 2U);
  }
  // A plan from before has other content.
  EXPECT_THAT(writer_->AdoptFold(plan, FoldedPart{dir_.file("fold.tmp")}),
              StatusIs(absl::StatusCode::kFailedPrecondition, ::testing::_));
}

TEST_F(PartsTest, APlanThatIsOutOfDateIsRefusedAndDoesNoHarm) {
  PutAndSeal({MakeArticle("a", "x")});
  PutAndSeal({MakeArticle("b", "x")});
  const FoldPlan plan = Plan();
  FoldedPart first = Must(FoldParts(plan, never_));
  FoldedPart second = Must(FoldParts(plan, never_));
  const std::string path = second.path;
  Put(*writer_, MakeArticle("c", "x"));  // waits for its commit all the while
  ASSERT_THAT(writer_->AdoptFold(plan, std::move(first)), IsOk());
  EXPECT_THAT(writer_->AdoptFold(plan, std::move(second)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("no longer")));
  EXPECT_TRUE(writer_->alive());
  ASSERT_THAT(writer_->Commit(), IsOk());
  EXPECT_EQ(RemoveUnusedParts(*writer_), 0U);
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_EQ(ContentsOf(dir_.path()).size(), 3U);
}

TEST_F(PartsTest, AFoldThatIsStoppedLeavesNothing) {
  PutAndSeal({MakeArticle("a", "x")});
  PutAndSeal({MakeArticle("b", "x")});
  const std::atomic<bool> stopped{true};
  EXPECT_THAT(FoldParts(Plan(), stopped), StatusIs(absl::StatusCode::kCancelled, ::testing::_));
  for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
    EXPECT_NE(entry.path().extension(), ".tmp");
  }
}

TEST_F(PartsTest, ADocumentThatIsMissingWithoutBeingRemovedIsDataLoss) {
  PutAndSeal({MakeArticle("a", "x"), MakeArticle("b", "x"), MakeArticle("c", "x")});
  {
    Xapian::WritableDatabase part(dir_.file("part-000001"), Xapian::DB_OPEN);
    part.delete_document(2);
    part.commit();
  }
  EXPECT_THAT(SnapshotSource::Open(dir_.path()),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("document 2 is missing")));
}

TEST_F(PartsTest, AReaderHoldsAPartThatWasFoldedAway) {
  PutAndSeal({MakeArticle("a", "x")});
  PutAndSeal({MakeArticle("b", "y")});
  const auto source = Must(SnapshotSource::Open(dir_.path()));
  auto held = source->Current();
  Fold();
  EXPECT_EQ(RemoveUnusedParts(*writer_), 2U);
  // Another writer does not remove them either.
  writer_ = nullptr;
  writer_ = Must(IndexWriter::Open(dir_.path()));
  EXPECT_EQ(RemoveUnusedParts(*writer_), 2U);
  IndexReader reader(dir_.path());  // which opens them only now
  ASSERT_THAT(reader.CatchUp(*held), IsOk());
  EXPECT_EQ(LoadAll(*held, reader).size(), 2U);
  ASSERT_THAT(source->Refresh(), IsOk());
  EXPECT_EQ(RemoveUnusedParts(*writer_), 2U);
  held = nullptr;
  EXPECT_EQ(RemoveUnusedParts(*writer_), 0U);
  EXPECT_FALSE(std::filesystem::exists(dir_.file("part-000001")));
  ASSERT_THAT(reader.CatchUp(*source->Current()), IsOk());
  EXPECT_EQ(LoadAll(*source->Current(), reader).size(), 2U);
}

TEST(PartPinTest, KeepsADirectory) {
  const TempDir dir;
  const std::string part = dir.file("part");
  std::string retired;
  EXPECT_THAT(PartPin::Acquire(part), StatusIs(absl::StatusCode::kNotFound, ::testing::_));
  EXPECT_TRUE(Must(RetireUnlessPinned(part, retired)));
  EXPECT_EQ(retired, "");
  std::filesystem::create_directories(part);
  auto one = Must(PartPin::Acquire(part));
  auto two = Must(PartPin::Acquire(part));
  EXPECT_FALSE(Must(RetireUnlessPinned(part, retired)));
  one = nullptr;
  EXPECT_FALSE(Must(RetireUnlessPinned(part, retired)));
  two = nullptr;
  EXPECT_TRUE(Must(RetireUnlessPinned(part, retired)));
  EXPECT_FALSE(std::filesystem::exists(part));
  EXPECT_TRUE(std::filesystem::exists(retired));
}

}  // namespace
}  // namespace facetwire
