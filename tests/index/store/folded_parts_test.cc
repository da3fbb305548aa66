// SPDX-License-Identifier: GPL-3.0-or-later
// What is in the metadata of parts outlives folding; readers and pins beside parts that go.
#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/store/part_folder.h"
#include "index/store/part_pin.h"
#include "index/store/reader_pool.h"
#include "index/store/verify.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::LoadAll;
using ::facetwire::testing::MakeArticle;
using ::facetwire::testing::MakeEntity;
using ::facetwire::testing::Must;
using ::facetwire::testing::Put;
using ::facetwire::testing::RemoveUnusedParts;
using ::facetwire::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

StoredArticle AboutPerson(const std::string& id, const std::string& person) {
  StoredArticle stored = MakeArticle(id, "x");
  stored.entities = {MakeEntity(Facet::kPerson, person, "Name of " + person)};
  return stored;
}

// By ascending docid, the person that facets show for each live document.
std::vector<std::string> ShownPersons(const Snapshot& snapshot) {
  std::vector<std::string> shown;
  snapshot.live().ForEach([&](Docid docid) {
    for (const Ordinal ordinal : snapshot.columns().entries(docid).ordinals) {
      shown.push_back(snapshot.dictionary().entry(ordinal).id);
    }
  });
  return shown;
}

class FoldedPartsTest : public ::testing::Test {
 protected:
  FoldedPartsTest() : writer_(Must(IndexWriter::Open(dir_.path()))) {}

  void CommitAndSeal() {
    ASSERT_THAT(writer_->Commit(), IsOk());
    ASSERT_THAT(writer_->Seal(), IsOk());
  }

  Correction Merge(const std::string& entity, const std::string& target) {
    Correction merge;
    merge.entity = entity;
    merge.target = target;
    return Must(writer_->Correct(merge, {}));
  }

  // Makes one of all sealed parts.
  void Fold(bool purge) {
    FoldPolicy policy;
    policy.min_purge = 1;
    const auto plan = writer_->PlanFold(policy);
    ASSERT_TRUE(plan.has_value());
    ASSERT_EQ(plan->purge, purge);
    ASSERT_THAT(writer_->AdoptFold(*plan, Must(FoldParts(*plan, never_))), IsOk());
    ASSERT_EQ(writer_->manifest().parts.size(), 2U);
  }

  TempDir dir_;
  std::unique_ptr<IndexWriter> writer_;
  const std::atomic<bool> never_{false};
};

// The first part has entries and a merge, the second one's undoing, another merge and removals.
class FoldedMetadataTest : public FoldedPartsTest, public ::testing::WithParamInterface<bool> {};

TEST_P(FoldedMetadataTest, CorrectionsDictionaryAndRemovalsStay) {
  const bool purge = GetParam();
  Put(*writer_, AboutPerson("a", "p"));
  Put(*writer_, AboutPerson("b", "q"));
  ASSERT_THAT(writer_->Commit(), IsOk());
  const Correction undone = Merge("p", "q");
  CommitAndSeal();
  const auto early = Must(SnapshotSource::Open(dir_.path()));  // has read the first part only
  EXPECT_THAT(ShownPersons(*early->Current()), ElementsAre("q", "q"));
  const int more = purge ? 2 : 8;
  for (int i = 0; i < more; ++i) {
    Put(*writer_, AboutPerson("gone" + std::to_string(i), "r"));
  }
  ASSERT_THAT(writer_->Commit(), IsOk());
  ASSERT_THAT(writer_->Undo(undone.id, absl::FromUnixSeconds(1'700'000'000), "c"), IsOk());
  Merge("r", "q");
  for (int i = 0; i < (purge ? more : 1); ++i) {
    EXPECT_TRUE(Must(writer_->Delete("gone" + std::to_string(i))));
  }
  Put(*writer_, AboutPerson("c", "r"));
  CommitAndSeal();
  const auto before = ShownPersons(*Must(SnapshotSource::Open(dir_.path()))->Current());
  EXPECT_EQ(before.front(), "p");
  EXPECT_EQ(before.back(), "q");
  Fold(purge);
  RemoveUnusedParts(*writer_);

  const auto fresh = Must(SnapshotSource::Open(dir_.path()));
  EXPECT_EQ(ShownPersons(*fresh->Current()), before);
  EXPECT_EQ(fresh->Current()->dictionary().size(), 3U);
  ASSERT_THAT(early->Refresh(), IsOk());
  EXPECT_EQ(ShownPersons(*early->Current()), before);
  EXPECT_THAT(Must(VerifyIndex(dir_.path())).problems, IsEmpty());

  // A writer that comes new to it has them, and adds to them.
  writer_ = nullptr;
  writer_ = Must(IndexWriter::Open(dir_.path()));
  EXPECT_FALSE(Must(writer_->Delete("gone0")));
  Merge("r", "p");  // q, who stands for r
  Put(*writer_, AboutPerson("d", "s"));
  ASSERT_THAT(writer_->Commit(), IsOk());
  ASSERT_THAT(early->Refresh(), IsOk());
  const auto after = ShownPersons(*early->Current());
  EXPECT_EQ(after.size(), before.size() + 1);
  EXPECT_THAT(std::vector<std::string>(after.begin(), after.end() - 1), ::testing::Each("p"));
  EXPECT_EQ(after.back(), "s");
  EXPECT_THAT(Must(VerifyIndex(dir_.path())).problems, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(FoldedOrPurged, FoldedMetadataTest, ::testing::Bool());

TEST_F(FoldedPartsTest, AReaderThatWasIdleWhileItsPartsWentServesTheNextSnapshot) {
  const auto source = Must(SnapshotSource::Open(dir_.path()));
  ReaderPool pool(dir_.path());
  const auto count = [&](const Snapshot& snapshot, IndexReader& reader) {
    return absl::StatusOr<std::size_t>(LoadAll(snapshot, reader).size());
  };
  Put(*writer_, MakeArticle("a", "x"));
  CommitAndSeal();
  Put(*writer_, MakeArticle("b", "x"));
  ASSERT_THAT(writer_->Commit(), IsOk());
  ASSERT_THAT(source->Refresh(), IsOk());
  EXPECT_EQ(Must(WithReader(pool, *source, CallContext(), count)), 2U);
  ASSERT_EQ(pool.idle(), 1U);

  ASSERT_THAT(writer_->Seal(), IsOk());
  Fold(/*purge=*/false);
  ASSERT_THAT(source->Refresh(), IsOk());
  ASSERT_EQ(RemoveUnusedParts(*writer_), 0U);
  EXPECT_EQ(Must(WithReader(pool, *source, CallContext(), count)), 2U);
}

TEST_F(FoldedPartsTest, IdleReadersDoNotKeepFilesThatWereRemoved) {
  ReaderPool pool(dir_.path());
  const auto source = Must(SnapshotSource::Open(dir_.path()));
  const auto use = [&] {
    ReaderPool::Lease lease = pool.Take();
    EXPECT_THAT(lease->CatchUp(*source->Current()), IsOk());
    return lease;
  };
  {
    const ReaderPool::Lease first = use();
    const ReaderPool::Lease second = use();
    const ReaderPool::Lease third = use();
  }
  EXPECT_EQ(pool.idle(), 3U);
  use();
  EXPECT_EQ(pool.idle(), 3U);
  Put(*writer_, MakeArticle("a", "x"));
  CommitAndSeal();
  ASSERT_THAT(source->Refresh(), IsOk());
  use();
  EXPECT_EQ(pool.idle(), 1U);
}

TEST(PartPinRaceTest, WhatIsPinnedStaysWhereItIs) {
  constexpr int kRounds = 3000;
  const TempDir dir;
  const std::string part = dir.file("part");
  std::atomic<bool> done{false};
  int moved = 0;
  std::thread reader([&] {
    while (!done) {
      const auto pin = PartPin::Acquire(part);
      moved += pin.ok() && !std::filesystem::exists(part) ? 1 : 0;
    }
  });
  for (int round = 0; round < kRounds; ++round) {
    std::filesystem::create_directories(part);
    std::string retired;
    while (!Must(RetireUnlessPinned(part, retired))) {
      std::this_thread::yield();
    }
    std::filesystem::remove_all(retired);
  }
  done = true;
  reader.join();
  EXPECT_EQ(moved, 0);
}

}  // namespace
}  // namespace facetwire
