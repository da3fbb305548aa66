// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/snapshot_source.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "index/store/file_util.h"
#include "index/store/manifest.h"
#include "index/store/reader_pool.h"
#include "index/store/schema.h"
#include "index/store/token_files.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::LiveDocids;
using ::facetwire::testing::LoadAll;
using ::facetwire::testing::MakeArticle;
using ::facetwire::testing::MakeEntity;
using ::facetwire::testing::Must;
using ::facetwire::testing::Put;
using ::facetwire::testing::Search;
using ::facetwire::testing::StatusIs;
using ::facetwire::testing::Stemmed;
using ::facetwire::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SnapshotSourceTest : public ::testing::Test {
 protected:
  SnapshotSourceTest()
      : writer_(Must(IndexWriter::Open(dir_.path()))),
        source_(Must(SnapshotSource::Open(dir_.path()))) {}

  void PutAndCommit(std::string_view id, std::string_view body) {
    Put(*writer_, MakeArticle(id, body));
    ASSERT_THAT(writer_->Commit(), IsOk());
  }

  std::shared_ptr<const Snapshot> Fresh() {
    EXPECT_THAT(source_->Refresh(), IsOk());
    return source_->Current();
  }

  TempDir dir_;
  std::unique_ptr<IndexWriter> writer_;
  std::unique_ptr<SnapshotSource> source_;
};

TEST_F(SnapshotSourceTest, AnEmptyIndexHasAnEmptySnapshot) {
  const auto snapshot = source_->Current();
  ASSERT_NE(snapshot, nullptr);
  EXPECT_EQ(snapshot->live_count(), 0U);
  EXPECT_EQ(snapshot->last_docid(), 0U);
  EXPECT_EQ(snapshot->average_length(), 1.0);
  EXPECT_EQ(snapshot->dictionary().Find(Facet::kCountry, "KG"), std::nullopt);
  IndexReader reader(dir_.path());
  ASSERT_THAT(reader.CatchUp(*snapshot), IsOk());
  EXPECT_THAT(Search(*snapshot, reader, TextTerm("x")), IsEmpty());
}

TEST_F(SnapshotSourceTest, AnOldSnapshotKeepsItsViewThroughAHandleThatIsAhead) {
  PutAndCommit("a", "alpha common");
  PutAndCommit("b", "beta common");
  const auto old_view = Fresh();
  IndexReader reader(dir_.path());
  ASSERT_THAT(reader.CatchUp(*old_view), IsOk());
  const auto before = LoadAll(*old_view, reader);

  PutAndCommit("a", "gamma common");
  EXPECT_TRUE(Must(writer_->Delete("b")));
  PutAndCommit("c", "delta common");
  const auto new_view = Fresh();
  ASSERT_THAT(reader.CatchUp(*new_view), IsOk());
  EXPECT_THAT(Search(*new_view, reader, TextTerm("common")), ElementsAre(3U, 4U));
  EXPECT_EQ(Must(reader.FindDocument("a", *new_view)), 3U);

  // Back to the old one, by the same reader, whose handle stays ahead.
  ASSERT_THAT(reader.CatchUp(*old_view), IsOk());
  EXPECT_THAT(Search(*old_view, reader, TextTerm("common")), ElementsAre(1U, 2U));
  EXPECT_THAT(Search(*old_view, reader, TextTerm(Stemmed("gamma"))), IsEmpty());
  EXPECT_EQ(Must(reader.FindDocument("a", *old_view)), 1U);
  EXPECT_EQ(LoadAll(*old_view, reader), before);
  EXPECT_THAT(reader.Load(3, LoadMode::kFull),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("document 3")));
  EXPECT_EQ(old_view->live_count(), 2U);
  EXPECT_EQ(new_view->live_count(), 2U);
}

TEST_F(SnapshotSourceTest, ARefreshReadsOnlyWhatIsNew) {
  for (int i = 0; i < 50; ++i) {
    StoredArticle stored = MakeArticle("a" + std::to_string(i), "text");
    stored.entities = {MakeEntity(Facet::kPerson, "p" + std::to_string(i), "Name")};
    Put(*writer_, stored);
  }
  ASSERT_THAT(writer_->Commit(), IsOk());
  const auto first = Fresh();
  EXPECT_EQ(source_->stats(), (RefreshStats{50, 0, 50}));
  ASSERT_THAT(source_->Refresh(), IsOk());
  EXPECT_EQ(source_->stats(), (RefreshStats{50, 0, 50}));
  EXPECT_EQ(source_->Current(), first);

  StoredArticle stored = MakeArticle("a0", "new text");
  stored.entities = {MakeEntity(Facet::kPerson, "p1", "Name")};
  Put(*writer_, stored);
  EXPECT_TRUE(Must(writer_->Delete("a1")));
  ASSERT_THAT(writer_->Commit(), IsOk());
  Fresh();
  EXPECT_EQ(source_->stats(), (RefreshStats{51, 2, 50}));

  ASSERT_THAT(writer_->Seal(), IsOk());
  Fresh();
  EXPECT_EQ(source_->stats(), (RefreshStats{51, 2, 50}));
  PutAndCommit("b", "text");
  Fresh();
  EXPECT_EQ(source_->stats(), (RefreshStats{52, 2, 50}));
}

TEST_F(SnapshotSourceTest, ReadsOverSeveralParts) {
  PutAndCommit("a", "one common");
  PutAndCommit("b", "two common");
  Fresh();
  PutAndCommit("c", "three common");
  ASSERT_THAT(writer_->Seal(), IsOk());
  PutAndCommit("a", "four common");
  ASSERT_THAT(writer_->Seal(), IsOk());
  ASSERT_THAT(writer_->Seal(), IsOk());
  EXPECT_TRUE(Must(writer_->Delete("c")));
  PutAndCommit("d", "five common");
  const auto fresh_source = Must(SnapshotSource::Open(dir_.path()));
  for (const auto& snapshot : {Fresh(), fresh_source->Current()}) {
    EXPECT_EQ(snapshot->parts().size(), 4U);
    EXPECT_EQ(snapshot->last_docid(), 5U);
    EXPECT_THAT(LiveDocids(*snapshot), ElementsAre(2U, 4U, 5U));
    IndexReader reader(dir_.path());
    ASSERT_THAT(reader.CatchUp(*snapshot), IsOk());
    EXPECT_THAT(Search(*snapshot, reader, TextTerm("common")), ElementsAre(2U, 4U, 5U));
    EXPECT_EQ(Must(reader.TermFrequency(TextTerm("common"))), 5U);
    EXPECT_EQ(Must(reader.DocumentCount()), 5U);
    EXPECT_EQ(Must(reader.Load(4, LoadMode::kFull)).article.body, "four common");
    EXPECT_EQ(Must(reader.FindDocument("a", *snapshot)), 4U);
    for (Docid docid = 1; docid <= 5; ++docid) {
      const PhrasePattern pattern({StemHash("common")});
      EXPECT_TRUE(snapshot->tokens(docid).ContainsPhrase(pattern, TextZone::kAny)) << docid;
      PostingCursor cursor = reader.Postings(TextTerm("common"));
      cursor.SkipTo(docid);
      ASSERT_FALSE(cursor.at_end());
      EXPECT_EQ(cursor.docid(), docid);
      EXPECT_EQ(cursor.wdf(), 1U);
    }
    PostingCursor cursor = reader.Postings(TextTerm("common"), 3);
    EXPECT_EQ(cursor.docid(), 3U);
    cursor.SkipTo(2);
    EXPECT_EQ(cursor.docid(), 3U);
    cursor.SkipTo(6);
    EXPECT_TRUE(cursor.at_end());
    EXPECT_THAT(cursor.status(), IsOk());
  }
}

TEST_F(SnapshotSourceTest, ListsHiddenDocumentsWhileTheyLive) {
  StoredArticle withheld = MakeArticle("w", "x");
  withheld.article.status = ArticleStatus::kWithheld;
  StoredArticle embargoed = MakeArticle("e", "x");
  embargoed.article.embargoed_until = absl::FromUnixSeconds(2'000'000'000);
  Put(*writer_, withheld);
  Put(*writer_, MakeArticle("a", "x"));
  Put(*writer_, embargoed);
  ASSERT_THAT(writer_->Commit(), IsOk());
  const auto first = Fresh();
  EXPECT_THAT(
      first->hidden(),
      ElementsAre(HiddenDocument{1, kForeverMicros}, HiddenDocument{3, 2'000'000'000'000'000}));
  EXPECT_EQ(first->live_count(), 3U);
  Put(*writer_, MakeArticle("w", "x"));
  ASSERT_THAT(writer_->Commit(), IsOk());
  EXPECT_THAT(Fresh()->hidden(), ElementsAre(HiddenDocument{3, 2'000'000'000'000'000}));
  EXPECT_EQ(first->hidden().size(), 2U);
}

TEST_F(SnapshotSourceTest, ASnapshotSeesTheDictionaryOfItsTime) {
  StoredArticle stored = MakeArticle("a", "x");
  stored.entities = {MakeEntity(Facet::kPerson, "li-qiang", "Li Qiang")};
  Put(*writer_, stored);
  ASSERT_THAT(writer_->Commit(), IsOk());
  const auto old_view = Fresh();
  stored.article.id = "b";
  stored.entities = {MakeEntity(Facet::kPerson, "li-ping", "Lǐ Ping"),
                     MakeEntity(Facet::kPerson, "li-qiang", "Another Label")};
  Put(*writer_, stored);
  ASSERT_THAT(writer_->Commit(), IsOk());
  const auto new_view = Fresh();
  const std::vector<std::string> li = {"li"};
  const std::vector<std::string> li_ping = {"ping", "li"};
  EXPECT_EQ(old_view->dictionary().FindPersons(li).size(), 1U);
  EXPECT_EQ(new_view->dictionary().FindPersons(li).size(), 2U);
  EXPECT_THAT(old_view->dictionary().FindPersons(li_ping), IsEmpty());
  EXPECT_EQ(new_view->dictionary().FindPersons(li_ping).size(), 1U);
  EXPECT_EQ(old_view->dictionary().Find(Facet::kPerson, "li-ping"), std::nullopt);
  const auto ordinal = new_view->dictionary().Find(Facet::kPerson, "li-qiang");
  ASSERT_TRUE(ordinal.has_value());
  EXPECT_EQ(new_view->dictionary().entry(*ordinal).label, "Li Qiang");
}

TEST_F(SnapshotSourceTest, SurvivesARestartOfTheWriter) {
  PutAndCommit("a", "one");
  Fresh();
  writer_.reset();
  writer_ = Must(IndexWriter::Open(dir_.path()));
  PutAndCommit("b", "two");
  EXPECT_EQ(Fresh()->live_count(), 2U);
  EXPECT_EQ(source_->stats().documents_read, 2U);
}

TEST_F(SnapshotSourceTest, FollowsADirectoryThatVanishesAndComesBack) {
  PutAndCommit("a", "one");
  const auto old_view = Fresh();
  writer_.reset();
  std::filesystem::remove_all(dir_.path());
  EXPECT_THAT(source_->Refresh(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no index")));
  EXPECT_EQ(source_->Current(), nullptr);

  writer_ = Must(IndexWriter::Open(dir_.path()));
  PutAndCommit("x", "other");
  PutAndCommit("y", "other");
  const auto new_view = Fresh();
  EXPECT_NE(new_view->index_id(), old_view->index_id());
  EXPECT_EQ(new_view->live_count(), 2U);
  EXPECT_EQ(source_->stats().documents_read, 3U);
  IndexReader reader(dir_.path());
  EXPECT_THAT(reader.CatchUp(*old_view), StatusIs(absl::StatusCode::kAborted, ::testing::_));
  EXPECT_THAT(reader.CatchUp(*new_view), IsOk());
}

TEST_F(SnapshotSourceTest, FollowsAnIndexThatIsReplacedBetweenTwoLooks) {
  PutAndCommit("a", "one");
  Fresh();
  writer_.reset();
  std::filesystem::remove_all(dir_.path());
  writer_ = Must(IndexWriter::Open(dir_.path()));
  PutAndCommit("x", "other");
  EXPECT_EQ(Fresh()->index_id(), writer_->index_id());
  EXPECT_EQ(source_->Current()->live_count(), 1U);
}

TEST_F(SnapshotSourceTest, FollowsABackupThatIsPutInThePlaceOfTheIndex) {
  PutAndCommit("a", "one");
  writer_.reset();
  const TempDir backup;
  std::filesystem::copy(dir_.path(), backup.path(), std::filesystem::copy_options::recursive);
  writer_ = Must(IndexWriter::Open(dir_.path()));
  PutAndCommit("b", "lost");
  PutAndCommit("c", "lost");
  const auto lost = Fresh();
  IndexReader reader(dir_.path());
  ASSERT_THAT(reader.CatchUp(*lost), IsOk());
  EXPECT_EQ(LoadAll(*lost, reader).size(), 3U);

  writer_.reset();
  std::filesystem::remove_all(dir_.path());
  std::filesystem::copy(backup.path(), dir_.path(), std::filesystem::copy_options::recursive);
  const auto restored = Fresh();
  EXPECT_EQ(restored->sequence(), 1U);
  ASSERT_THAT(reader.CatchUp(*restored), IsOk());
  EXPECT_EQ(LoadAll(*restored, reader).size(), 1U);

  writer_ = Must(IndexWriter::Open(dir_.path()));
  PutAndCommit("b", "new");
  PutAndCommit("d", "new");
  const auto after = Fresh();
  ASSERT_THAT(reader.CatchUp(*after), IsOk());
  EXPECT_EQ(LoadAll(*after, reader).at("b").article.body, "new");
  EXPECT_EQ(LoadAll(*after, reader).at("d").article.body, "new");
}

TEST_F(SnapshotSourceTest, WaitsForACommit) {
  PutAndCommit("a", "one");
  const CommitToken token{writer_->index_id(), writer_->sequence()};
  const auto seen = Must(source_->WaitFor(token, CallContext()));
  EXPECT_EQ(seen->sequence(), 1U);
  EXPECT_EQ(Must(DecodeCommitToken(seen->commit_token())), token);

  CallContext impatient;
  impatient.deadline = absl::InfinitePast();
  EXPECT_THAT(source_->WaitFor({writer_->index_id(), 2}, impatient),
              StatusIs(absl::StatusCode::kDeadlineExceeded, ::testing::_));
  const auto foreign = source_->WaitFor({std::string(32, '0'), 1}, impatient);
  EXPECT_THAT(foreign, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("another index")));
  EXPECT_EQ(Reason(foreign.status()), "COMMIT_TOKEN_OF_ANOTHER_INDEX");
}

TEST_F(SnapshotSourceTest, ReadersComeFromThePoolAndGoBack) {
  PutAndCommit("a", "one");
  ReaderPool pool(dir_.path());
  {
    const auto one = pool.Take();
    const auto two = pool.Take();
    EXPECT_EQ(pool.idle(), 0U);
  }
  EXPECT_EQ(pool.idle(), 2U);
  ASSERT_THAT(source_->Refresh(), IsOk());
  int calls = 0;
  const absl::StatusOr<Docid> last =
      WithReader(pool,
                 *source_,
                 CallContext(),
                 [&](const Snapshot& snapshot, IndexReader&) -> absl::StatusOr<Docid> {
                   if (++calls < 4) {
                     return absl::AbortedError("the writer moved on");
                   }
                   return snapshot.last_docid();
                 });
  EXPECT_EQ(Must(last), 1U);
  EXPECT_EQ(calls, 4);
  CallContext gone;
  gone.cancelled = [&] { return ++calls > 10; };
  EXPECT_THAT(WithReader(pool,
                         *source_,
                         gone,
                         [](const Snapshot&, IndexReader&) { return absl::AbortedError("again"); }),
              StatusIs(absl::StatusCode::kCancelled, ::testing::_));
  EXPECT_EQ(pool.idle(), 2U);
}

TEST_F(SnapshotSourceTest, APartThatIsLostUnderASnapshotIsSaidAndNotWaitedFor) {
  PutAndCommit("a", "one");
  ASSERT_THAT(writer_->Seal(), IsOk());
  Fresh();
  std::filesystem::remove_all(dir_.file("part-000001"));
  ReaderPool pool(dir_.path());
  int checks = 0;
  CallContext context;
  context.cancelled = [&] { return ++checks > 1000; };
  EXPECT_THAT(
      WithReader(
          pool, *source_, context, [](const Snapshot&, IndexReader&) { return absl::OkStatus(); }),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("part-000001 is missing")));
}

TEST(SnapshotSourceOpenTest, WaitsForADirectoryThatIsNotThereYet) {
  TempDir dir;
  const auto source = Must(SnapshotSource::Open(dir.path()));
  EXPECT_EQ(source->Current(), nullptr);
  EXPECT_THAT(source->Refresh(), StatusIs(absl::StatusCode::kUnavailable, ::testing::_));
  ReaderPool pool(dir.path());
  EXPECT_THAT(WithReader(pool,
                         *source,
                         CallContext(),
                         [](const Snapshot&, IndexReader&) { return absl::OkStatus(); }),
              StatusIs(absl::StatusCode::kUnavailable, ::testing::_));
  std::filesystem::create_directory(dir.path());
  std::ofstream(dir.file("LOCK")) << "pid 1\n";
  EXPECT_THAT(source->Refresh(), StatusIs(absl::StatusCode::kUnavailable, ::testing::_));
  std::filesystem::remove(dir.file("LOCK"));
  const auto writer = Must(IndexWriter::Open(dir.path()));
  EXPECT_THAT(source->Refresh(), IsOk());
  EXPECT_NE(source->Current(), nullptr);
}

TEST(SnapshotSourceOpenTest, RefusesADirectoryOfOthers) {
  TempDir dir;
  std::filesystem::create_directory(dir.path());
  std::ofstream(dir.file("thesis.txt")) << "x";
  EXPECT_THAT(SnapshotSource::Open(dir.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("no Facetwire index")));
}

TEST(SnapshotSourceOpenTest, ATruncatedOrMissingTokenFileIsDataLoss) {
  TempDir dir;
  {
    const auto writer = Must(IndexWriter::Open(dir.path()));
    Put(*writer, MakeArticle("a", "one two three"));
    ASSERT_THAT(writer->Commit(), IsOk());
  }
  const std::string file = TokenFilePath(dir.path(), 0);
  ASSERT_THAT(SnapshotSource::Open(dir.path()), IsOk());
  for (const std::uintmax_t size : {kTokenFileHeader + 70,
                                    kTokenFileHeader,
                                    kTokenFileHeader - 1,
                                    std::size_t{1},
                                    std::size_t{0}}) {
    std::filesystem::resize_file(file, size);
    EXPECT_THAT(SnapshotSource::Open(dir.path()),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("000000.tok is too short")))
        << size;
  }
  std::filesystem::remove(file);
  EXPECT_THAT(SnapshotSource::Open(dir.path()),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("000000.tok is missing")));
}

void SetBytes(const std::string& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

// Not taken for a commit that is under way, and waited for.
TEST(SnapshotSourceOpenTest, ADamagedPartIsDataLossOrAsItWas) {
  TempDir dir;
  {
    const auto writer = Must(IndexWriter::Open(dir.path()));
    for (int i = 0; i < 400; ++i) {
      Put(*writer, MakeArticle(StrCat("a", i), StrCat("steven word", i, " other", i)));
    }
    ASSERT_THAT(writer->Commit(), IsOk());
  }
  int lost = 0;
  for (const char* table : {"iamglass", "postlist.glass", "docdata.glass", "termlist.glass"}) {
    const std::string file = StrCat(dir.file("part-000001"), "/", table);
    const std::string sound = Must(ReadWholeFile(file));
    for (std::size_t at = 0; at < sound.size(); at += 8192) {
      std::string damaged = sound;
      const std::size_t size = std::min<std::size_t>(4096, sound.size() - at);
      damaged.replace(at, size, size, '\xA5');
      SetBytes(file, damaged);
      const auto source = SnapshotSource::Open(dir.path());
      if (source.ok()) {
        EXPECT_EQ((*source)->Current()->live_count(), 400U) << table << " " << at;
      } else {
        EXPECT_THAT(source, StatusIs(absl::StatusCode::kDataLoss, ::testing::_))
            << table << " " << at;
        ++lost;
      }
    }
    SetBytes(file, sound);
  }
  EXPECT_GT(lost, 2);
  EXPECT_THAT(SnapshotSource::Open(dir.path()), IsOk());
}

}  // namespace
}  // namespace facetwire
