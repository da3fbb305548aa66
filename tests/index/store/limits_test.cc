// SPDX-License-Identifier: GPL-3.0-or-later
// Articles as large as they may be, and ids as odd.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/store/schema.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::MakeArticle;
using ::facetwire::testing::MakeEntity;
using ::facetwire::testing::Must;
using ::facetwire::testing::Put;
using ::facetwire::testing::Search;
using ::facetwire::testing::TempDir;
using ::testing::ElementsAre;

constexpr std::size_t kMegabyte = std::size_t{1} << 20U;

// Word number `number`, of four bytes; no other has it.
std::string Word(std::size_t number) {
  std::string word;
  for (int i = 0; i < 4; ++i, number /= 26) {
    word.push_back(static_cast<char>('a' + number % 26));
  }
  return word;
}

struct LargeCase {
  std::string name;
  std::string body;
  std::uint32_t words;
  int bytes_per_code;
};

std::vector<LargeCase> LargeCases() {
  LargeCase one_letter{"OneLetter", "", kMegabyte / 2, 2};
  while (one_letter.body.size() < kMegabyte) {
    one_letter.body += one_letter.body.size() % 4 == 0 ? "a " : "b ";
  }
  LargeCase all_different{"AllDifferent", "", kMegabyte / 5, 8};
  for (std::uint32_t i = 0; i < all_different.words; ++i) {
    all_different.body += Word(i) + " ";
  }
  LargeCase one_word{"OneWord", std::string(kMegabyte, 'x'), 1, 2};
  return {one_letter, all_different, one_word};
}

TEST(LimitsTest, AMegabyteOfTextIsStoredAndFound) {
  for (const LargeCase& c : LargeCases()) {
    SCOPED_TRACE(c.name);
    const TempDir dir;
    const auto writer = Must(IndexWriter::Open(dir.path()));
    StoredArticle stored = MakeArticle("a", c.body + " the end");
    Put(*writer, stored);
    ASSERT_THAT(writer->Commit(), IsOk());
    const auto snapshot = Must(SnapshotSource::Open(dir.path()))->Current();
    ASSERT_NE(snapshot, nullptr);
    IndexReader reader(dir.path());
    ASSERT_THAT(reader.CatchUp(*snapshot), IsOk());
    EXPECT_EQ(snapshot->tokens(1).body_words(), c.words + 2);
    EXPECT_EQ(snapshot->tokens(1).bytes_per_code(), c.bytes_per_code);
    EXPECT_THAT(Search(*snapshot, reader, TextTerm("end")), ElementsAre(1U));
    const PhrasePattern the_end({StemHash("the"), StemHash("end")});
    EXPECT_TRUE(snapshot->tokens(1).ContainsPhrase(the_end, TextZone::kAny));
    EXPECT_EQ(Must(reader.Load(1, LoadMode::kFull)), stored);
  }
}

TEST(LimitsTest, AnyIdOfAnyLengthIsFoundAgainAndIsNoOther) {
  std::vector<std::string> ids;
  for (const std::size_t length : {1U, 100U, 122U, 123U, 243U, 244U, 245U, 246U, 1000U}) {
    for (const char filling : {'a', '\0', '\x01', '~'}) {
      ids.emplace_back(length, filling);
    }
  }
  const TempDir dir;
  const auto writer = Must(IndexWriter::Open(dir.path()));
  for (const std::string& id : ids) {
    StoredArticle stored = MakeArticle(id, "x");
    stored.article.id = id;
    stored.entities = {MakeEntity(Facet::kPerson, id, "Name")};
    EXPECT_EQ(Put(*writer, stored), IndexOutcome::kCreated) << id.size();
  }
  ASSERT_THAT(writer->Commit(), IsOk());
  const auto snapshot = Must(SnapshotSource::Open(dir.path()))->Current();
  ASSERT_NE(snapshot, nullptr);
  IndexReader reader(dir.path());
  ASSERT_THAT(reader.CatchUp(*snapshot), IsOk());
  for (Docid docid = 1; docid <= ids.size(); ++docid) {
    const std::string& id = ids[docid - 1];
    EXPECT_EQ(Must(reader.FindDocument(id, *snapshot)), docid);
    EXPECT_THAT(Search(*snapshot, reader, FacetTerm(Facet::kPerson, id)), ElementsAre(docid));
    EXPECT_EQ(snapshot->dictionary().Find(Facet::kPerson, id), docid - 1);
  }
}

}  // namespace
}  // namespace facetwire
