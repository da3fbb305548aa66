// SPDX-License-Identifier: GPL-3.0-or-later
// Round trips of everything that is written, and refusals of what was not written by us.
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/store/analyzer.h"
#include "index/store/commit_token.h"
#include "index/store/document_row.h"
#include "index/store/manifest.h"
#include "index/store/schema.h"
#include "index/store/sha256.h"
#include "index/store/stored_record.h"
#include "index/store/varint.h"
#include "tests/index/store/store_testing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::MakeArticle;
using ::facetwire::testing::MakeEntity;
using ::facetwire::testing::Must;
using ::facetwire::testing::StatusIs;
using ::facetwire::testing::TempDir;
using ::testing::HasSubstr;

TEST(Sha256Test, GivesTheStandardsValues) {
  EXPECT_EQ(absl::BytesToHexString(Sha256("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(absl::BytesToHexString(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(absl::BytesToHexString(Sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(SchemaTest, TermsOfDifferentFieldsAreNeverEqual) {
  EXPECT_EQ(TextTerm("rail"), "rail");
  EXPECT_EQ(TitleTerm("rail"), "Srail");
  EXPECT_EQ(IdTerm("kg-rail"), "Qkg-rail");
  EXPECT_EQ(FacetTerm(Facet::kCountry, "KG"), "XCKG");
  EXPECT_NE(TextTerm("Srail"), TitleTerm("rail"));
  EXPECT_NE(TextTerm("Srail"), TextTerm(":Srail"));
  EXPECT_EQ(TextTerm("\xe4\xb8\xad"), "\xe4\xb8\xad");  // a script without case
  EXPECT_EQ(TextTerm("2023"), "2023");
}

TEST(SchemaTest, LongIdsGetShortTermsThatNoOtherIdHas) {
  const std::string longest(244, 'x');
  const std::string longer(245, 'x');
  EXPECT_EQ(IdTerm(longest), "Q" + longest);
  EXPECT_LE(IdTerm(longer).size(), 245U);
  EXPECT_NE(IdTerm(longer), IdTerm(longer + "x"));
  // An id that looks like the hashed form of another.
  EXPECT_NE(IdTerm(IdTerm(longer).substr(1)), IdTerm(longer));
  // Zero bytes take two.
  const std::string zeros(123, '\0');
  EXPECT_LT(IdTerm(zeros).size(), 70U);
  EXPECT_EQ(IdTerm(std::string(122, '\0')).size(), 123U);
}

TEST(SchemaTest, XapianTakesEveryTerm) {
  TempDir dir;
  Xapian::WritableDatabase db(dir.path(), Xapian::DB_CREATE);
  for (const std::string& id :
       {std::string(122, '\0'), std::string(244, 'x'), std::string(9999, 'y')}) {
    Xapian::Document document;
    document.add_boolean_term(IdTerm(id));
    EXPECT_NO_THROW(db.add_document(document));
  }
}

TEST(AnalyzerTest, StemsEveryWordTheSameWayEachTime) {
  Analyzer analyzer;
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(analyzer.Analyze("railways").text, "railway");
    EXPECT_EQ(analyzer.Analyze("construction").text, "construct");
    EXPECT_EQ(analyzer.Analyze("1,500").text, "1,500");
    EXPECT_EQ(analyzer.Analyze("s").text, "s");
    EXPECT_EQ(analyzer.Analyze("railways").hash, StemHash("railway"));
  }
}

TEST(AnalyzerTest, TheHashIsPartOfTheFormat) {
  EXPECT_EQ(StemHash(""), 9615434041927672947U);
  EXPECT_EQ(StemHash("railway"), 693875560655613830U);
}

TEST(VarintTest, RoundTrips) {
  for (const std::int64_t value : {std::int64_t{0},
                                   std::int64_t{-1},
                                   std::int64_t{63},
                                   std::int64_t{-64},
                                   std::int64_t{1} << 40,
                                   std::numeric_limits<std::int64_t>::max(),
                                   std::numeric_limits<std::int64_t>::min()}) {
    std::string bytes;
    PutVarint(ZigZag(value), bytes);
    std::string_view in = bytes;
    std::uint64_t read = 0;
    ASSERT_TRUE(GetVarint(in, read));
    EXPECT_EQ(UnZigZag(read), value);
    EXPECT_TRUE(in.empty());
    in = std::string_view(bytes).substr(0, bytes.size() - 1);
    EXPECT_FALSE(GetVarint(in, read));
  }
}

TEST(DocumentRowTest, RoundTrips) {
  const std::vector<DocumentRow> rows = {
      {},
      {1'700'000'000'000'000, kNeverMicros, 170, {{0, 0}, {1, 255}, {4'000'000'000, 7}}},
      {std::numeric_limits<std::int64_t>::min(), kForeverMicros, 0xffffffff, {{0xffffffff, 1}}},
      {-1, -5, 1, {}},
  };
  for (const DocumentRow& row : rows) {
    DocumentRow read;
    EXPECT_THAT(DecodeRow(EncodeRow(row), read), IsOk());
    EXPECT_EQ(read, row);
  }
  DocumentRow read;
  EXPECT_THAT(DecodeRow("", read), StatusIs(absl::StatusCode::kDataLoss, ::testing::_));
  const std::string bytes = EncodeRow(rows[1]);
  EXPECT_THAT(DecodeRow(std::string_view(bytes).substr(0, bytes.size() - 1), read),
              StatusIs(absl::StatusCode::kDataLoss, ::testing::_));
}

StoredArticle FullArticle() {
  StoredArticle stored = MakeArticle("id", "Li Qiang met Japarov.");
  stored.article.version = -3;
  stored.article.url = "https://example.org/1";
  stored.article.source = "Wire";
  stored.article.language = "en";
  stored.article.summary = "A meeting.";
  stored.article.authors = {"A", "B"};
  stored.article.subjects = {"s"};
  stored.article.published = absl::FromUnixMicros(-62'000'000'000'000'001);
  stored.article.updated = absl::FromUnixMicros(0);
  stored.article.status = ArticleStatus::kWithheld;
  stored.article.embargoed_until = absl::FromUnixMicros(5);
  stored.article.attributes = {{"desk", "asia"}, {"", "x"}};
  stored.article.supplied_entities = {{Facet::kSector, "H49", ""}};
  Entity li = MakeEntity(Facet::kPerson, "li-qiang", "Li Qiang", 0.75);
  li.confidence = 0.5;
  li.origin = EntityOrigin::kSupplied;
  li.implied = true;
  li.mentions = {{TextField::kBody, 0, 8, "Li Qiang"}, {TextField::kSummary, 0, 1, "A"}};
  stored.entities = {li, MakeEntity(Facet::kCountry, "KG", "Kyrgyzstan")};
  return stored;
}

TEST(StoredRecordTest, HoldsEverything) {
  StoredArticleEncoder encoder;
  const StoredArticle stored = FullArticle();
  const EncodedArticle encoded = Must(encoder.Encode(stored));
  EXPECT_EQ(Must(DecodeStoredArticle(encoded.record, LoadMode::kFull)), stored);
  StoredArticle head = stored;
  head.article.summary.clear();
  head.article.body.clear();
  for (Entity& entity : head.entities) {
    entity.mentions.clear();
  }
  EXPECT_EQ(Must(DecodeStoredArticle(encoded.record, LoadMode::kHead)), head);
}

TEST(StoredRecordTest, KeepsLabelsThatAreNotTheTaxonomys) {
  StoredArticleEncoder encoder;
  StoredArticle stored = FullArticle();
  stored.entities.clear();
  for (const auto& [facet, id, label] : {std::tuple{Facet::kCountry, "KG", "Kyrgyzstan"},
                                         {Facet::kCountry, "KG", "Kirghizia"},
                                         {Facet::kCountry, "KG", ""},
                                         {Facet::kCountry, "ZZ", "Nowhere"},
                                         {Facet::kCountry, "ZZ", "ZZ"},
                                         {Facet::kSector, "F42", "Civil engineering"},
                                         {Facet::kSector, "F42", "Bridges"},
                                         {Facet::kPerson, "li-qiang", "Li Qiang"},
                                         {Facet::kPerson, "li-qiang", ""}}) {
    Entity& entity = stored.entities.emplace_back();
    entity.facet = facet;
    entity.id = id;
    entity.label = label;
    entity.salience = 0.0001;
    entity.confidence = 0.9999;
  }
  const std::string record = Must(encoder.Encode(stored)).record;
  EXPECT_EQ(Must(DecodeStoredArticle(record, LoadMode::kFull)).entities, stored.entities);
}

TEST(StoredRecordTest, KeepsMentionsInAnyOrder) {
  StoredArticleEncoder encoder;
  StoredArticle stored = FullArticle();
  stored.article.title = "Rail";
  stored.article.summary = "A railway in the hills";
  stored.article.body = std::string(100'000, 'x') + " rail";
  stored.entities.resize(1);
  stored.entities[0].mentions = {{TextField::kBody, 100'001, 100'005, "rail"},
                                 {TextField::kTitle, 0, 4, "Rail"},
                                 {TextField::kSummary, 2, 9, "railway"},
                                 {TextField::kSummary, 2, 2, ""}};
  const std::string record = Must(encoder.Encode(stored)).record;
  EXPECT_EQ(Must(DecodeStoredArticle(record, LoadMode::kFull)).entities, stored.entities);
}

TEST(StoredRecordTest, MentionsBeyondTheTextAreDamage) {
  StoredArticleEncoder encoder;
  for (const auto& [begin, end] : {std::pair{3U, 5U}, {5U, 6U}, {1U, 4'000'000'000U}}) {
    StoredArticle stored = FullArticle();
    stored.article.title = "Rail";
    stored.entities.resize(1);
    stored.entities[0].mentions = {{TextField::kTitle, begin, end, ""}};
    EXPECT_THAT(DecodeStoredArticle(Must(encoder.Encode(stored)).record, LoadMode::kFull),
                StatusIs(absl::StatusCode::kDataLoss, ::testing::_));
  }
}

TEST(StoredRecordTest, HashesAllButTheTimeOfReceipt) {
  StoredArticleEncoder encoder;
  const StoredArticle stored = FullArticle();
  const std::string hash = Must(encoder.Encode(stored)).content_hash;
  EXPECT_EQ(hash.size(), 16U);
  StoredArticle other = stored;
  other.received += absl::Seconds(1);
  EXPECT_EQ(Must(encoder.Encode(other)).content_hash, hash);
  other.entities[0].salience = 0.76;
  EXPECT_NE(Must(encoder.Encode(other)).content_hash, hash);
}

TEST(StoredRecordTest, DamageIsDataLoss) {
  StoredArticleEncoder encoder;
  std::string record = Must(encoder.Encode(FullArticle())).record;
  EXPECT_THAT(DecodeStoredArticle("", LoadMode::kFull),
              StatusIs(absl::StatusCode::kDataLoss, ::testing::_));
  record.resize(record.size() / 2);
  EXPECT_THAT(DecodeStoredArticle(record, LoadMode::kFull),
              StatusIs(absl::StatusCode::kDataLoss, ::testing::_));
}

TEST(CommitTokenTest, RoundTripsAndRefusesRubbish) {
  const CommitToken token{"0123456789abcdef0123456789abcdef", 0xfedcba9876543210U};
  const std::string text = EncodeCommitToken(token);
  EXPECT_EQ(Must(DecodeCommitToken(text)), token);
  EXPECT_EQ(text.find_first_of("+/=%&?"), std::string::npos);
  std::string changed = text;
  changed[5] = changed[5] == 'A' ? 'B' : 'A';
  for (const std::string& rubbish : {std::string(),
                                     std::string("x"),
                                     std::string("Zm9v"),
                                     changed,
                                     text + "A",
                                     text.substr(1),
                                     std::string("\xff\x00", 2)}) {
    EXPECT_THAT(DecodeCommitToken(rubbish),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("commit token")));
  }
}

Manifest SomeManifest() {
  return {
      "0123456789abcdef0123456789abcdef", 8, 42, 3, {{"part-000001", 1}, {"part-000007", 1001}}};
}

TEST(ManifestTest, RoundTrips) {
  TempDir dir;
  std::filesystem::create_directory(dir.path());
  const Manifest manifest = SomeManifest();
  EXPECT_EQ(Must(ParseManifest(FormatManifest(manifest), "d")), manifest);
  ASSERT_THAT(WriteManifest(dir.path(), manifest), IsOk());
  EXPECT_EQ(Must(ReadManifest(dir.path())), manifest);
  EXPECT_NE(NewIndexId(), NewIndexId());
  EXPECT_EQ(NewIndexId().size(), 32U);
}

TEST(ManifestTest, EveryDamageIsSeen) {
  const std::string text = FormatManifest(SomeManifest());
  const std::size_t head = text.find('\n');
  for (std::size_t at = head + 1; at < text.size(); ++at) {
    std::string damaged = text;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    EXPECT_THAT(
        ParseManifest(damaged, "dir"),
        StatusIs(absl::StatusCode::kDataLoss, HasSubstr("dir/MANIFEST is damaged; restore")))
        << at;
    EXPECT_FALSE(ParseManifest(text.substr(0, at), "dir").ok()) << at;
  }
  EXPECT_THAT(ParseManifest("", "dir"), StatusIs(absl::StatusCode::kDataLoss, ::testing::_));
  EXPECT_THAT(ParseManifest("hello", "dir"), StatusIs(absl::StatusCode::kDataLoss, ::testing::_));
}

TEST(ManifestTest, AnotherVersionIsRefusedWhateverFollows) {
  EXPECT_THAT(
      ParseManifest("facetwire-index 7\nwhatever", "dir"),
      StatusIs(
          absl::StatusCode::kFailedPrecondition,
          "dir was written by format version 7; this program reads version 2: use the matching "
          "release or index the articles anew into an empty directory"));
}

TEST(ManifestTest, TellsAnAbsentIndexFromSomethingElse) {
  TempDir dir;
  EXPECT_THAT(ReadManifest(dir.path()),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("does not exist")));
  std::filesystem::create_directory(dir.path());
  EXPECT_THAT(ReadManifest(dir.path()), StatusIs(absl::StatusCode::kNotFound, ::testing::_));
  std::ofstream(dir.file("LOCK")) << "x";
  std::ofstream(dir.file("MANIFEST.tmp")) << "x";
  EXPECT_THAT(ReadManifest(dir.path()), StatusIs(absl::StatusCode::kNotFound, ::testing::_));
  std::ofstream(dir.file("notes")) << "x";
  EXPECT_THAT(ReadManifest(dir.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("--data-dir")));
  EXPECT_THAT(ReadManifest(dir.file("notes")),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("directory")));
}

}  // namespace
}  // namespace facetwire
