// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/index_writer.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/store/manifest.h"
#include "index/store/reader_pool.h"
#include "index/store/schema.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::ContentsOf;
using ::facetwire::testing::IsOk;
using ::facetwire::testing::MakeArticle;
using ::facetwire::testing::MakeEntity;
using ::facetwire::testing::Must;
using ::facetwire::testing::Put;
using ::facetwire::testing::Search;
using ::facetwire::testing::StatusIs;
using ::facetwire::testing::Stemmed;
using ::facetwire::testing::TempDir;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class IndexWriterTest : public ::testing::Test {
 protected:
  IndexWriterTest() { Reopen(); }

  void Reopen() {
    writer_.reset();
    writer_ = Must(IndexWriter::Open(dir_.path()));
  }

  static StoredArticle Versioned(std::string_view body, std::int64_t version) {
    StoredArticle stored = MakeArticle("a", body);
    stored.article.version = version;
    return stored;
  }

  std::map<std::string, StoredArticle> Contents() { return ContentsOf(dir_.path()); }

  TempDir dir_;
  std::unique_ptr<IndexWriter> writer_;
};

TEST_F(IndexWriterTest, StoresAndFindsAnArticle) {
  StoredArticle stored = MakeArticle("kg-rail", "Railway construction begins near Jalal-Abad.");
  stored.article.source = "Xinhua";
  stored.article.language = "en";
  stored.entities = {MakeEntity(Facet::kCountry, "KG", "Kyrgyzstan", 1.0)};
  EXPECT_EQ(Put(*writer_, stored), IndexOutcome::kCreated);
  EXPECT_EQ(Must(writer_->Commit()), 1U);

  auto source = Must(SnapshotSource::Open(dir_.path()));
  const auto snapshot = source->Current();
  ASSERT_NE(snapshot, nullptr);
  EXPECT_EQ(snapshot->live_count(), 1U);
  EXPECT_EQ(snapshot->last_docid(), 1U);
  IndexReader reader(dir_.path());
  ASSERT_THAT(reader.CatchUp(*snapshot), IsOk());
  EXPECT_THAT(Search(*snapshot, reader, TextTerm(Stemmed("railways"))), ElementsAre(1U));
  EXPECT_THAT(Search(*snapshot, reader, TextTerm(Stemmed("title"))), ElementsAre(1U));
  EXPECT_THAT(Search(*snapshot, reader, TitleTerm(Stemmed("title"))), ElementsAre(1U));
  EXPECT_THAT(Search(*snapshot, reader, TitleTerm(Stemmed("railways"))), IsEmpty());
  EXPECT_THAT(Search(*snapshot, reader, FacetTerm(Facet::kCountry, "KG")), ElementsAre(1U));
  EXPECT_THAT(Search(*snapshot, reader, FacetTerm(Facet::kSource, "Xinhua")), ElementsAre(1U));
  EXPECT_EQ(Must(reader.FindDocument("kg-rail", *snapshot)), 1U);
  EXPECT_EQ(Must(reader.FindDocument("other", *snapshot)), std::nullopt);
  EXPECT_EQ(Must(reader.Load(1, LoadMode::kFull)), stored);
  EXPECT_EQ(snapshot->columns().published_micros(1), 1'700'000'000'000'000);
  EXPECT_EQ(snapshot->columns().length(1), 8U);
  const FacetEntries entries = snapshot->columns().entries(1);
  ASSERT_EQ(entries.ordinals.size(), 3U);
  EXPECT_EQ(snapshot->dictionary().entry(entries.ordinals[0]),
            (DictionaryEntry{Facet::kCountry, "KG", "Kyrgyzstan"}));
  EXPECT_EQ(entries.saliences[0], kMaxSalience);
}

struct OutcomeCase {
  std::string name;
  std::int64_t old_version;
  std::string old_body;
  std::int64_t new_version;
  std::string new_body;
  IndexOutcome outcome;
};

TEST_F(IndexWriterTest, TellsWhatAPutDid) {
  const std::vector<OutcomeCase> cases = {
      {"SameAgain", 1, "x", 1, "x", IndexOutcome::kUnchanged},
      {"OtherContent", 1, "x", 1, "y", IndexOutcome::kUpdated},
      {"HigherVersionSameText", 1, "x", 2, "x", IndexOutcome::kUpdated},
      {"HigherVersion", 1, "x", 2, "y", IndexOutcome::kUpdated},
      {"LowerVersion", 2, "x", 1, "y", IndexOutcome::kOutdated},
      {"LowerVersionSameText", 2, "x", 1, "x", IndexOutcome::kOutdated},
      {"NegativeVersion", -5, "x", -6, "y", IndexOutcome::kOutdated},
  };
  for (const bool in_one_batch : {false, true}) {
    for (const OutcomeCase& c : cases) {
      SCOPED_TRACE(c.name + (in_one_batch ? " in one batch" : ""));
      EXPECT_EQ(Put(*writer_, Versioned(c.old_body, c.old_version)), IndexOutcome::kCreated);
      if (!in_one_batch) {
        ASSERT_THAT(writer_->Commit(), IsOk());
        Reopen();
      }
      EXPECT_EQ(Put(*writer_, Versioned(c.new_body, c.new_version)), c.outcome);
      ASSERT_THAT(writer_->Commit(), IsOk());
      const auto contents = Contents();
      ASSERT_EQ(contents.size(), 1U);
      const bool changed = c.outcome == IndexOutcome::kUpdated;
      EXPECT_EQ(contents.at("a").article.body, changed ? c.new_body : c.old_body);
      EXPECT_EQ(contents.at("a").article.version, changed ? c.new_version : c.old_version);
      EXPECT_TRUE(Must(writer_->Delete("a")));
      ASSERT_THAT(writer_->Commit(), IsOk());
      EXPECT_THAT(Contents(), IsEmpty());
    }
  }
}

TEST_F(IndexWriterTest, TheTimeOfReceiptIsNoChange) {
  StoredArticle stored = MakeArticle("a", "x");
  Put(*writer_, stored);
  ASSERT_THAT(writer_->Commit(), IsOk());
  stored.received += absl::Hours(1);
  EXPECT_EQ(Put(*writer_, stored), IndexOutcome::kUnchanged);
  stored.entities = {MakeEntity(Facet::kCountry, "KG", "Kyrgyzstan")};
  EXPECT_EQ(Put(*writer_, stored), IndexOutcome::kUpdated);
}

TEST_F(IndexWriterTest, OperationsOnOneArticleInABatchWorkInOrder) {
  EXPECT_EQ(Put(*writer_, Versioned("one", 0)), IndexOutcome::kCreated);
  EXPECT_TRUE(Must(writer_->Delete("a")));
  EXPECT_FALSE(Must(writer_->Delete("a")));
  EXPECT_EQ(Put(*writer_, Versioned("two", 0)), IndexOutcome::kCreated);
  EXPECT_EQ(Put(*writer_, Versioned("three", 0)), IndexOutcome::kUpdated);
  EXPECT_EQ(Put(*writer_, Versioned("three", 0)), IndexOutcome::kUnchanged);
  ASSERT_THAT(writer_->Commit(), IsOk());
  EXPECT_EQ(writer_->last_docid(), 1U);
  EXPECT_EQ(Contents().at("a").article.body, "three");

  EXPECT_TRUE(Must(writer_->Delete("a")));
  EXPECT_EQ(Put(*writer_, Versioned("four", -1)), IndexOutcome::kCreated);
  ASSERT_THAT(writer_->Commit(), IsOk());
  EXPECT_EQ(Contents().at("a").article.body, "four");

  EXPECT_EQ(Put(*writer_, Versioned("five", 0)), IndexOutcome::kUpdated);
  EXPECT_TRUE(Must(writer_->Delete("a")));
  ASSERT_THAT(writer_->Commit(), IsOk());
  EXPECT_THAT(Contents(), IsEmpty());
}

TEST_F(IndexWriterTest, ABatchThatCancelsOutWritesNothing) {
  EXPECT_EQ(Must(writer_->Commit()), 0U);
  Put(*writer_, Versioned("one", 0));
  EXPECT_TRUE(Must(writer_->Delete("a")));
  EXPECT_EQ(Must(writer_->Commit()), 0U);
  Put(*writer_, Versioned("one", 0));
  EXPECT_EQ(Must(writer_->Commit()), 1U);
  EXPECT_EQ(Must(writer_->Commit()), 1U);
  EXPECT_EQ(writer_->last_docid(), 1U);
}

TEST_F(IndexWriterTest, NothingIsSeenBeforeCommit) {
  Put(*writer_, Versioned("one", 0));
  EXPECT_THAT(Contents(), IsEmpty());
  Reopen();
  EXPECT_THAT(Contents(), IsEmpty());
  EXPECT_EQ(writer_->sequence(), 0U);
}

TEST_F(IndexWriterTest, ASecondWriterIsRefusedByTheNameOfTheFirst) {
  EXPECT_THAT(IndexWriter::Open(dir_.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("pid " + std::to_string(getpid()))));
}

TEST_F(IndexWriterTest, GoesOnWhereTheLastOneStopped) {
  Put(*writer_, MakeArticle("a", "one"));
  Put(*writer_, MakeArticle("b", "two"));
  ASSERT_THAT(writer_->Commit(), IsOk());
  ASSERT_THAT(writer_->Seal(), IsOk());
  const std::string id = writer_->index_id();
  Reopen();
  EXPECT_EQ(writer_->index_id(), id);
  EXPECT_EQ(writer_->sequence(), 1U);
  EXPECT_EQ(writer_->last_docid(), 2U);
  EXPECT_EQ(Put(*writer_, MakeArticle("a", "one")), IndexOutcome::kUnchanged);
  EXPECT_EQ(Put(*writer_, MakeArticle("a", "new")), IndexOutcome::kUpdated);
  EXPECT_EQ(Must(writer_->Commit()), 2U);
  Reopen();
  EXPECT_EQ(writer_->last_docid(), 3U);
  EXPECT_EQ(Put(*writer_, MakeArticle("a", "new")), IndexOutcome::kUnchanged);
  EXPECT_EQ(Contents().at("a").article.body, "new");
  EXPECT_EQ(Contents().at("b").article.body, "two");
}

TEST_F(IndexWriterTest, SealsOnlyBetweenBatches) {
  Put(*writer_, MakeArticle("a", "one"));
  EXPECT_THAT(writer_->Seal(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("commit before")));
  EXPECT_EQ(Must(writer_->Commit()), 1U);
  EXPECT_THAT(writer_->Seal(), IsOk());
  EXPECT_THAT(writer_->Seal(), IsOk());
  Put(*writer_, MakeArticle("b", "two"));
  EXPECT_EQ(Must(writer_->Commit()), 2U);
  EXPECT_EQ(Must(ReadManifest(dir_.path())).parts.size(), 3U);
  EXPECT_EQ(Contents().size(), 2U);
}

TEST_F(IndexWriterTest, RecoveryRemovesWhatTheManifestDoesNotNameAndNothingElse) {
  Put(*writer_, MakeArticle("a", "one"));
  ASSERT_THAT(writer_->Commit(), IsOk());
  writer_.reset();
  const auto touch = [&](const std::string& name) { std::ofstream(dir_.file(name)) << "x"; };
  std::filesystem::create_directory(dir_.file("part-000002"));
  touch("part-000002/postlist.glass");
  std::filesystem::create_directory(dir_.file("part-000009.tmp"));
  touch("MANIFEST.tmp");
  touch("notes.txt");
  touch("part-of-something");
  Reopen();
  EXPECT_FALSE(std::filesystem::exists(dir_.file("part-000002")));
  EXPECT_FALSE(std::filesystem::exists(dir_.file("part-000009.tmp")));
  EXPECT_FALSE(std::filesystem::exists(dir_.file("MANIFEST.tmp")));
  EXPECT_TRUE(std::filesystem::exists(dir_.file("notes.txt")));
  EXPECT_TRUE(std::filesystem::exists(dir_.file("part-of-something")));
  EXPECT_EQ(Contents().size(), 1U);
  EXPECT_THAT(writer_->Seal(), IsOk());
}

TEST_F(IndexWriterTest, AnInterruptedCreationIsTakenUp) {
  writer_.reset();
  Manifest manifest = Must(ReadManifest(dir_.path()));
  manifest.parts.clear();
  manifest.next_part = 1;
  ASSERT_THAT(WriteManifest(dir_.path(), manifest), IsOk());
  Reopen();
  EXPECT_EQ(Put(*writer_, MakeArticle("a", "one")), IndexOutcome::kCreated);
  EXPECT_EQ(Must(writer_->Commit()), 1U);
}

TEST_F(IndexWriterTest, AfterAnErrorItIsDeadAndSaysSo) {
  Put(*writer_, MakeArticle("a", "one"));
  ASSERT_THAT(writer_->Commit(), IsOk());
  Put(*writer_, MakeArticle("b", "two"));
  // The token file cannot be written: a directory stands in its place.
  Reopen();
  Put(*writer_, MakeArticle("b", "two"));
  std::filesystem::rename(dir_.file("tok/000000.tok"), dir_.file("tok/kept"));
  std::filesystem::create_directory(dir_.file("tok/000000.tok"));
  EXPECT_FALSE(writer_->Commit().ok());
  EXPECT_THAT(writer_->Commit(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("opened anew")));
  EXPECT_THAT(writer_->Delete("a"), StatusIs(absl::StatusCode::kFailedPrecondition, ::testing::_));
  EXPECT_THAT(writer_->Seal(), StatusIs(absl::StatusCode::kFailedPrecondition, ::testing::_));
  std::filesystem::remove(dir_.file("tok/000000.tok"));
  std::filesystem::rename(dir_.file("tok/kept"), dir_.file("tok/000000.tok"));
  Reopen();
  EXPECT_EQ(Put(*writer_, MakeArticle("b", "two")), IndexOutcome::kCreated);
  EXPECT_EQ(Must(writer_->Commit()), 2U);
  EXPECT_EQ(Contents().size(), 2U);
}

TEST(IndexWriterOpenTest, RefusesADirectoryOfOthersAndLeavesItAlone) {
  TempDir dir;
  std::filesystem::create_directory(dir.path());
  std::ofstream(dir.file("thesis.txt")) << "x";
  EXPECT_THAT(IndexWriter::Open(dir.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("is not empty and holds no Facetwire index; give an empty")));
  EXPECT_FALSE(std::filesystem::exists(dir.file("LOCK")));
}

TEST(IndexWriterOpenTest, MakesTheDirectoriesAbove) {
  TempDir dir;
  EXPECT_THAT(IndexWriter::Open(dir.file("a/b")), IsOk());
}

TEST(IndexWriterOpenTest, SaysWhatIsMissingAndWhatToDo) {
  for (const char* const name : {"part-000001", "part-000001/iamglass"}) {
    TempDir dir;
    ASSERT_THAT(IndexWriter::Open(dir.path()), IsOk());
    std::filesystem::remove_all(dir.file(name));
    const auto is_data_loss =
        StatusIs(absl::StatusCode::kDataLoss,
                 AllOf(HasSubstr("part-000001 is missing"), HasSubstr("restore the directory")));
    EXPECT_THAT(IndexWriter::Open(dir.path()), is_data_loss) << name;
    EXPECT_THAT(SnapshotSource::Open(dir.path()), is_data_loss) << name;
  }
}

}  // namespace
}  // namespace facetwire
