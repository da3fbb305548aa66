// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/verify.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xapian.h>

#include "index/store/schema.h"
#include "index/store/token_files.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two sealed parts and one that is written; articles 0 to 29, of which 0 to 4 were replaced and 5
// to 9 deleted.
class VerifyTest : public ::testing::Test {
 protected:
  VerifyTest() {
    auto writer = Must(IndexWriter::Open(directory_.path()));
    for (int i = 0; i < 30; ++i) {
      PutOne(*writer, i, "first");
      if (i % 10 == 9) {
        Must(writer->Commit());
        EXPECT_THAT(writer->Seal(), IsOk());
      }
    }
    for (int i = 0; i < 5; ++i) {
      PutOne(*writer, i, "second");
      Must(writer->Delete("a" + std::to_string(5 + i)));
    }
    Must(writer->Commit());
  }

  static void PutOne(IndexWriter& writer, int number, const std::string& word) {
    StoredArticle stored =
        MakeArticle("a" + std::to_string(number), word + " text of " + std::to_string(number));
    stored.entities = {MakeEntity(Facet::kCountry, "K" + std::to_string(number % 3), "Somewhere")};
    stored.article.source = "Source";
    Put(writer, stored);
  }

  // What the check says, all in one text; empty: all is well.
  std::string Problems() {
    const VerifyReport report = Must(VerifyIndex(directory_.path()));
    EXPECT_EQ(report.problem_count == 0, report.problems.empty());
    std::string all;
    for (const std::string& problem : report.problems) {
      all += problem + "\n";
    }
    return all;
  }

  Xapian::WritableDatabase Part(const std::string& name) {
    return Xapian::WritableDatabase(directory_.file(name), Xapian::DB_OPEN);
  }

  void Overwrite(const std::string& name, std::streamoff at, const std::string& bytes) {
    std::fstream file(directory_.file(name), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file << bytes;
    ASSERT_TRUE(file.good());
  }

  TempDir directory_;
};

TEST_F(VerifyTest, ASoundIndex) {
  const VerifyReport report = Must(VerifyIndex(directory_.path()));
  EXPECT_THAT(report.problems, IsEmpty());
  EXPECT_EQ(report.problem_count, 0U);
  EXPECT_EQ(report.parts, 4U);
  EXPECT_EQ(report.documents, 35U);
  EXPECT_EQ(report.live_articles, 25U);
  EXPECT_EQ(report.facet_values, 4U);
  EXPECT_EQ(report.sequence, 4U);
}

TEST_F(VerifyTest, BesideItsWriter) {
  auto writer = Must(IndexWriter::Open(directory_.path()));
  PutOne(*writer, 40, "more");
  EXPECT_EQ(Problems(), "");
}

TEST_F(VerifyTest, WhatAWriterWillRemoveIsNoDamage) {
  std::filesystem::create_directory(directory_.file("part-000099"));
  const VerifyReport report = Must(VerifyIndex(directory_.path()));
  EXPECT_EQ(report.problem_count, 0U);
  EXPECT_THAT(report.notes, Contains(HasSubstr("part-000099")));
}

TEST_F(VerifyTest, NoIndex) {
  TempDir empty;
  EXPECT_THAT(VerifyIndex(empty.path()), StatusIs(absl::StatusCode::kNotFound, ::testing::_));
}

TEST_F(VerifyTest, AMissingPart) {
  std::filesystem::remove_all(directory_.file("part-000002"));
  EXPECT_THAT(VerifyIndex(directory_.path()), StatusIs(absl::StatusCode::kDataLoss, ::testing::_));
}

TEST_F(VerifyTest, ATokenStreamThatWasOverwritten) {
  Overwrite("tok/000000.tok", static_cast<std::streamoff>(kTokenFileHeader) + 14, "!");
  EXPECT_THAT(Problems(), HasSubstr("document 1 (a0): its token stream"));
}

TEST_F(VerifyTest, AMissingTokenFile) {
  std::filesystem::remove(directory_.file("tok/000000.tok"));
  EXPECT_THAT(Problems(), HasSubstr("000000.tok is missing"));
}

TEST_F(VerifyTest, ATokenFileThatIsTooShort) {
  std::filesystem::resize_file(directory_.file("tok/000000.tok"), kTokenFileHeader + 20);
  EXPECT_THAT(Problems(), HasSubstr("cannot"));
}

TEST_F(VerifyTest, ABlockOfATable) {
  const auto size = std::filesystem::file_size(directory_.file("part-000001/postlist.glass"));
  Overwrite("part-000001/postlist.glass", 0, std::string(size, '\xff'));
  EXPECT_NE(Problems(), "");
}

TEST_F(VerifyTest, ADocumentThatIsGone) {
  Part("part-000003").delete_document(25);
  EXPECT_THAT(Problems(), HasSubstr("document 25 (): is missing and was not removed"));
}

TEST_F(VerifyTest, ARowTermOrRevisionOfSomethingElse) {
  Xapian::WritableDatabase part = Part("part-000002");
  Xapian::Document row = part.get_document(11);
  row.add_value(kRowSlot, part.get_document(12).get_value(kRowSlot));
  part.replace_document(11, row);
  Xapian::Document term = part.get_document(13);
  term.add_term("another");
  part.replace_document(13, term);
  Xapian::Document revision = part.get_document(14);
  revision.add_value(kRevisionSlot, "?");
  part.replace_document(14, revision);
  Xapian::Document data = part.get_document(15);
  data.set_data("?");
  part.replace_document(15, data);
  part.commit();
  const std::string problems = Problems();
  EXPECT_THAT(problems, HasSubstr("document 11 (a10): its row (facet values)"));
  EXPECT_THAT(problems, HasSubstr("document 13 (a12): its terms"));
  EXPECT_THAT(problems, HasSubstr("document 14 (a13): its revision"));
  EXPECT_THAT(problems, HasSubstr("document 15 ()"));
}

TEST_F(VerifyTest, AnArticleThatIsThereTwice) {
  // Without the removals that the last commit made.
  Part("part-000004").set_metadata("t0000000000000004", "");
  EXPECT_THAT(Problems(), HasSubstr("another document has the same article"));
}

TEST_F(VerifyTest, ADictionaryWithAGap) {
  Part("part-000001").set_metadata("d0000000000000000", "");
  EXPECT_THAT(Problems(), HasSubstr("dictionary"));
}

}  // namespace
}  // namespace facetwire::testing
