// SPDX-License-Identifier: GPL-3.0-or-later
// What is a copy of what, and the clusters that copies are kept in.
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/store/copy_catalog.h"
#include "index/store/copy_clusters.h"
#include "index/store/part_folder.h"
#include "index/store/part_rewriter.h"
#include "index/store/verify.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/copy_texts.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::CopyText;
using ::facetwire::testing::IsOk;
using ::facetwire::testing::LiveDocids;
using ::facetwire::testing::MakeArticle;
using ::facetwire::testing::MakeEntity;
using ::facetwire::testing::Must;
using ::facetwire::testing::Put;
using ::facetwire::testing::StatusIs;
using ::facetwire::testing::TempDir;
using ::facetwire::testing::WithOtherFigures;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

CopySignature Sign(const std::string& title, const std::string& summary, const std::string& body) {
  StoredArticle stored = MakeArticle("x", body);
  stored.article.title = title;
  stored.article.summary = summary;
  return Must(DocumentBuilder().Build(stored)).copies;
}

struct TwoTexts {
  const char* name;
  std::string title_a;
  std::string body_a;
  std::string title_b;
  std::string body_b;
  bool copies;
};

std::vector<TwoTexts> TextsToCompare() {
  const std::string story = CopyText(1);
  const std::string other = CopyText(2);
  const std::string brief = CopyText(3, 30);
  std::string drum;
  for (int i = 0; i < 80; ++i) {
    drum += "bum ";
  }
  return {
      {"Identical", "T", story, "T", story, true},
      {"AnotherHeadline", "T", story, "Quite another one", story, true},
      {"CutInHalf", "T", story, "T", CopyText(1, 60), true},
      {"WithALead", "T", story, "T", CopyText(4, 30) + ". " + story, true},
      {"CutWithALead", "T", story, "T", CopyText(4, 20) + ". " + CopyText(1, 90), true},
      {"AnotherText", "T", story, "T", other, false},
      {"TheSameHeadlineAlone",
       "The very same long headline",
       "",
       "The very same long headline",
       "",
       false},
      {"OtherFigures", "T", story, "T", WithOtherFigures(story), false},
      {"AFewWordsInCommon", "T", story, "T", CopyText(1, 20) + ". " + other, false},
      {"ShortAndIdentical", "T", brief, "T", brief, true},
      {"ShortWithAnotherHeadline", "T", brief, "U", brief, false},
      {"ShortAndAlmostIdentical", "T", brief, "T", brief + " more", false},
      {"ShortWithinALongOne", "T", CopyText(1, 40), "T", story, false},
      {"LongWithFewShinglesIdentical", "T", drum, "T", drum, true},
      {"LongWithFewShingles", "T", drum, "T", drum + "bum", false},
  };
}

TEST(CopySignatureTest, SaysWhatIsACopy) {
  for (const TwoTexts& each : TextsToCompare()) {
    const CopySignature a = Sign(each.title_a, "", each.body_a);
    const CopySignature b = Sign(each.title_b, "", each.body_b);
    EXPECT_EQ(CopyLikeness(a, b) > 0, each.copies) << each.name;
    EXPECT_EQ(CopyLikeness(a, b), CopyLikeness(b, a)) << each.name;
  }
}

TEST(CopySignatureTest, ALeadMayBeSummaryOrBody) {
  const CopySignature in_body = Sign("T", "", CopyText(1, 40) + ".\n\n" + CopyText(2, 80));
  EXPECT_GT(CopyLikeness(in_body, Sign("T", CopyText(1, 40), CopyText(2, 80))), 0.9);
}

TEST(CopySignatureTest, IsWhatWasWritten) {
  for (const TwoTexts& each : TextsToCompare()) {
    const CopySignature signature = Sign(each.title_a, "", each.body_a);
    EXPECT_EQ(Must(DecodeCopySignature(EncodeCopySignature(signature))), signature) << each.name;
  }
}

TEST(CopySignatureTest, DamageIsSeen) {
  const std::string bytes = EncodeCopySignature(Sign("T", "", CopyText(1)));
  EXPECT_THAT(DecodeCopySignature(""),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("signature")));
  EXPECT_THAT(DecodeCopySignature(bytes.substr(0, 40)),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("signature")));
  EXPECT_THAT(DecodeCopySignature(bytes + "\x80"),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("signature")));
  EXPECT_THAT(DecodeCopySignature(bytes + "\xff\xff\xff\x7f"),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("signature")));
}

bool All(Docid) { return true; }

TEST(CopyCatalogTest, FindsThoseWithMostKeysFirst) {
  CopyCatalog catalog;
  EXPECT_THAT(catalog.Find({1, 2}, 8, All), IsEmpty());
  catalog.Add(1, {1, 2, 3}, All);
  catalog.Add(2, {3, 4}, All);
  catalog.Add(3, {3}, All);
  EXPECT_THAT(catalog.Find({1, 3, 2}, 8, All), ElementsAre(1, 3, 2));
  EXPECT_THAT(catalog.Find({1, 3, 2}, 2, All), ElementsAre(1, 3));
  EXPECT_THAT(catalog.Find({3}, 8, [](Docid docid) { return docid != 3; }), ElementsAre(2, 1));
  EXPECT_THAT(catalog.Find({9}, 8, All), IsEmpty());
}

TEST(CopyCatalogTest, KeepsTheNewestOfAKey) {
  CopyCatalog catalog;
  for (Docid docid = 1; docid <= 20; ++docid) {
    catalog.Add(docid, {7, 100 + docid}, All);
  }
  const std::vector<Docid> found = catalog.Find({7}, 100, All);
  EXPECT_THAT(found, ElementsAre(20, 19, 18, 17, 16, 15, 14, 13));
  EXPECT_THAT(catalog.Find({103}, 8, All), ElementsAre(3));
}

constexpr Docid kMany = 50'000;

std::vector<std::uint32_t> KeysOf(Docid docid) { return {docid * 2654435761U, docid, 7}; }

void ExpectAllOf(const CopyCatalog& catalog) {
  EXPECT_EQ(catalog.size(), 2 * kMany + CopyCatalog::kMostOfAKey - 1);  // 7 is one's own as well
  for (Docid docid = 500; docid <= kMany; docid += 499) {
    EXPECT_THAT(catalog.Find({docid * 2654435761U, docid}, 1, All), ElementsAre(docid));
  }
  EXPECT_THAT(catalog.Find({7}, 2, All), ElementsAre(kMany, kMany - 1));
}

TEST(CopyCatalogTest, GrowsWithoutLoss) {
  CopyCatalog catalog;
  for (Docid docid = 1; docid <= kMany; ++docid) {
    catalog.Add(docid, KeysOf(docid), All);
  }
  ExpectAllOf(catalog);
}

TEST(CopyCatalogTest, IsTheSameWhenItIsLoaded) {
  CopyCatalog::Loader loader;
  for (Docid docid = 1; docid < kMany; ++docid) {
    loader.Add(docid, KeysOf(docid));
  }
  CopyCatalog catalog = loader.Finish();
  catalog.Add(kMany, KeysOf(kMany), All);
  ExpectAllOf(catalog);
}

TEST(CopyCatalogTest, ForgetsWhatIsNotWanted) {
  CopyCatalog catalog;
  for (Docid docid = 1; docid <= kMany; ++docid) {
    catalog.Add(docid, KeysOf(docid), [&](Docid other) { return other + 100 > docid; });
  }
  EXPECT_LT(catalog.size(), kMany / 10);
  for (Docid docid = kMany - 99; docid <= kMany; ++docid) {
    EXPECT_THAT(catalog.Find({docid}, 1, All), ElementsAre(docid));
  }
}

// An index whose clusters are looked at from outside.
class CopiesTest : public ::testing::Test {
 protected:
  CopiesTest() { Reopen(); }

  void Reopen() {
    writer_.reset();
    writer_ = Must(IndexWriter::Open(dir_.path()));
  }

  void Add(const std::string& id, const std::string& body, std::int64_t version = 0) {
    StoredArticle stored = MakeArticle(id, body);
    stored.article.version = version;
    Put(*writer_, stored);
  }

  void Commit() { ASSERT_THAT(writer_->Commit(), IsOk()); }

  // The clusters of the live articles, as a process that comes new to the index sees them.
  std::map<std::string, Docid> Clusters() {
    const auto source = Must(SnapshotSource::Open(dir_.path()));
    const auto snapshot = source->Current();
    IndexReader reader(dir_.path());
    EXPECT_THAT(reader.CatchUp(*snapshot), IsOk());
    std::map<std::string, Docid> clusters;
    for (const Docid docid : LiveDocids(*snapshot)) {
      const Docid cluster = snapshot->columns().cluster(docid);
      clusters.emplace(Must(reader.Load(docid, LoadMode::kHead)).article.id, cluster);
      EXPECT_TRUE(cluster == docid || snapshot->copies().Contains(docid));
      EXPECT_TRUE(cluster == docid || snapshot->copies().Contains(cluster));
    }
    return clusters;
  }

  void ExpectSound() {
    const VerifyReport report = Must(VerifyIndex(dir_.path()));
    EXPECT_THAT(report.problems, IsEmpty());
  }

  TempDir dir_;
  std::unique_ptr<IndexWriter> writer_;
  const std::atomic<bool> never_{false};
};

using ClusterMap = std::map<std::string, Docid>;

TEST_F(CopiesTest, OfOneCommitSeeEachOther) {
  Add("a", CopyText(1));
  Add("b", CopyText(2));
  Add("c", CopyText(1, 90));
  Add("d", CopyText(2, 90));
  Commit();
  EXPECT_EQ(Clusters(), (ClusterMap{{"a", 1}, {"b", 2}, {"c", 1}, {"d", 2}}));
  ExpectSound();
}

TEST_F(CopiesTest, AreFoundInOtherPartsAndAfterARestart) {
  Add("a", CopyText(1));
  Commit();
  ASSERT_THAT(writer_->Seal(), IsOk());
  Add("b", CopyText(1, 100));
  Commit();
  ASSERT_THAT(writer_->Seal(), IsOk());
  Reopen();
  Add("c", CopyText(1, 80));
  Add("d", CopyText(3));
  Commit();
  const ClusterMap expected = {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 4}};
  EXPECT_EQ(Clusters(), expected);
  Reopen();
  EXPECT_EQ(Clusters(), expected);
  ExpectSound();
}

TEST_F(CopiesTest, ThoseWithTheSameTextsAreDuplicates) {
  Add("a", CopyText(1));
  Add("b", CopyText(1));
  Add("cut", CopyText(1, 110));
  Add("brief", "a few words");
  Commit();
  EXPECT_THAT(writer_->duplicates(), ElementsAre("b"));
  Commit();
  EXPECT_THAT(writer_->duplicates(), IsEmpty());
  ASSERT_THAT(writer_->Seal(), IsOk());
  Reopen();
  Add("c", CopyText(1));
  Add("brief too", "a few words");
  Add("cut", CopyText(1), 1);
  Add("accent", "\u00E0 few words");  // the same signature, for words are folded
  Commit();
  EXPECT_THAT(writer_->duplicates(), ElementsAre("c", "brief too", "cut"));
}

TEST_F(CopiesTest, AnEditionIsNoDuplicateOfTheOneBefore) {
  Add("a", CopyText(1));
  Commit();
  Add("a", CopyText(1), 1);
  Commit();
  EXPECT_THAT(writer_->duplicates(), IsEmpty());
  ASSERT_THAT(writer_->Delete("a"), IsOk());
  Add("b", CopyText(1));
  Commit();
  EXPECT_THAT(writer_->duplicates(), IsEmpty());
}

// The second edition of an article is compared anew, and with the first one too.
TEST_F(CopiesTest, AnUpdateIsDecidedAnew) {
  Add("a", CopyText(1));
  Add("b", CopyText(1, 100));
  Commit();
  Add("a", CopyText(1, 110), 1);
  Commit();
  EXPECT_EQ(Clusters(), (ClusterMap{{"a", 1}, {"b", 1}}));
  Add("b", CopyText(2), 1);
  Commit();
  EXPECT_EQ(Clusters(), (ClusterMap{{"a", 1}, {"b", 4}}));
}

TEST_F(CopiesTest, WhatIsGoneIsNotJoined) {
  Add("a", CopyText(1));
  Commit();
  ASSERT_THAT(writer_->Delete("a"), IsOk());
  Commit();
  Add("b", CopyText(1));
  Add("c", CopyText(1));
  Commit();
  EXPECT_EQ(Clusters(), (ClusterMap{{"b", 2}, {"c", 2}}));
}

// The first of a cluster goes, and its part is purged of it: the others stay together.
TEST_F(CopiesTest, OutliveFoldingAndPurging) {
  Add("a", CopyText(1));
  Add("b", CopyText(1, 100));
  Add("x", CopyText(9));
  Commit();
  ASSERT_THAT(writer_->Seal(), IsOk());
  ASSERT_THAT(writer_->Delete("a"), IsOk());
  ASSERT_THAT(writer_->Delete("x"), IsOk());
  Add("c", CopyText(1, 90));
  Commit();
  ASSERT_THAT(writer_->Seal(), IsOk());
  FoldPolicy policy;
  policy.min_purge = 1;
  const auto plan = writer_->PlanFold(policy);
  ASSERT_TRUE(plan.has_value() && plan->purge);
  ASSERT_THAT(writer_->AdoptFold(*plan, Must(FoldParts(*plan, never_))), IsOk());
  EXPECT_EQ(Clusters(), (ClusterMap{{"b", 1}, {"c", 1}}));
  Reopen();
  Add("d", CopyText(1, 80));
  Commit();
  EXPECT_EQ(Clusters(), (ClusterMap{{"b", 1}, {"c", 1}, {"d", 1}}));
  ExpectSound();
}

TEST_F(CopiesTest, OutliveAnnotatingAgain) {
  Add("a", CopyText(1));
  Add("b", CopyText(1, 100));
  Commit();
  ASSERT_THAT(writer_->Seal(), IsOk());
  const auto plan = writer_->PlanRewrite();
  ASSERT_TRUE(plan.has_value());
  const auto annotate = [](const Article&) {
    return std::vector<Entity>{MakeEntity(Facet::kPerson, "p", "P")};
  };
  const auto ordinals = [&](const std::vector<DictionaryEntry>& entries) {
    absl::StatusOr<std::vector<Ordinal>> added = writer_->AddEntries(entries);
    EXPECT_THAT(writer_->Commit(), IsOk());
    return added;
  };
  const auto progress = [](std::uint64_t, std::uint64_t) {};
  const auto check = [] { return absl::OkStatus(); };
  const RewrittenPart rewritten = Must(RewriteParts(*plan, {annotate, ordinals, progress, check}));
  EXPECT_EQ(rewritten.changed, 2U);
  ASSERT_THAT(writer_->AdoptFold(*plan, rewritten.part), IsOk());
  EXPECT_EQ(Clusters(), (ClusterMap{{"a", 1}, {"b", 1}}));
  Add("c", CopyText(1, 90));
  Commit();
  EXPECT_EQ(Clusters()["c"], 1U);
  ExpectSound();
}

// Two stories that were told apart stay apart when a third one is a copy of both.
TEST_F(CopiesTest, ClustersAreNeverMerged) {
  Add("a", CopyText(1, 80));
  Add("b", CopyText(2, 100));
  Commit();
  Add("both", CopyText(1, 80) + ". " + CopyText(2, 100));
  Commit();
  const ClusterMap found = Clusters();
  EXPECT_EQ(found.at("a"), 1U);
  EXPECT_EQ(found.at("b"), 2U);
  EXPECT_THAT(found.at("both"), ::testing::AnyOf(1U, 2U));
}

}  // namespace
}  // namespace facetwire
