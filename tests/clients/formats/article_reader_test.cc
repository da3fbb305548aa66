// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/article_reader.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace facetwire::formats {
namespace {

using ::facetwire::testing::IsOk;
using ::facetwire::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kText[] = "date 2023-10-26 One. Two.";
constexpr char kLine[] = R"({"id": "j1", "published": "2023-10-26", "body": "x"})";

class ArticleReaderTest : public ::testing::Test {
 protected:
  ArticleReaderTest() { std::filesystem::create_directories(dir_.path()); }

  std::string Write(const std::string& name, const std::string& content) {
    std::ofstream(dir_.file(name), std::ios::binary) << content;
    return dir_.file(name);
  }

  // Ids, or what is wrong.
  std::vector<std::string> Read(const std::vector<std::string>& paths) {
    ArticleReader reader(paths, options_, stdin_);
    const ArticleReader::Summary summary = reader.Check([](size_t) {});
    if (!summary.errors.empty()) {
      return summary.errors;
    }
    std::vector<std::string> ids;
    EXPECT_THAT(reader.ForEach([&ids](const v1::Article& article) {
      ids.push_back(article.id());
      return absl::OkStatus();
    }),
                IsOk());
    EXPECT_EQ(summary.articles, ids.size());
    return ids;
  }

  testing::TempDir dir_;
  ArticleReader::Options options_;
  std::istringstream stdin_;
};

TEST_F(ArticleReaderTest, FilesInOrder) {
  const std::string text = Write("b.two.txt", kText);
  const std::string lines =
      Write("a.jsonl",
            std::string(kLine) + "\n\n" + R"({"id":"j2","published":"2024-01-01","text":"y"})");
  EXPECT_THAT(Read({text, lines}), ElementsAre("b.two", "j1", "j2"));
}

TEST_F(ArticleReaderTest, NoTextTakesTheIdOfAnother) {
  std::filesystem::create_directories(dir_.file("d/1"));
  std::filesystem::create_directories(dir_.file("d/2"));
  const std::string first = Write("d/1/a.txt", kText);
  const std::string second = Write("d/2/a.txt", kText);
  Write("d/2/a.jsonl", R"({"id": "a", "published": "2023-10-26", "body": "x"})");
  EXPECT_THAT(Read({dir_.file("d")}),
              ElementsAre(second + ": its id would be \"a\", as that of " + first +
                          ": give --ids path, or rename one"));
  EXPECT_THAT(Read({first, first}), ElementsAre("a", "a"));
  // What is no article takes no id away.
  Write("d/1/a.csv", "no date");
  ArticleReader reader({dir_.file("d/1")}, options_, stdin_);
  std::vector<std::string> ids;
  std::vector<std::string> rejected;
  EXPECT_THAT(reader.ForEach(
                  [&](const v1::Article& article) {
                    ids.push_back(article.id());
                    return absl::OkStatus();
                  },
                  [&](const Rejection& rejection) { rejected.push_back(rejection.file); }),
              IsOk());
  EXPECT_THAT(ids, ElementsAre("a"));
  EXPECT_THAT(rejected, ElementsAre(dir_.file("d/1/a.csv")));
  std::filesystem::remove(dir_.file("d/1/a.csv"));
  options_.id_rule = FileIds::Rule::kPath;
  EXPECT_THAT(Read({dir_.file("d")}), ElementsAre(dir_.file("d/1/a"), "a", dir_.file("d/2/a")));
}

TEST_F(ArticleReaderTest, JsonIsKnownByItsFirstCharacter) {
  EXPECT_THAT(Read({Write("wire", std::string("\n  ") + kLine)}), ElementsAre("j1"));
  EXPECT_THAT(Read({Write("marked.json", std::string("\xEF\xBB\xBF") + kLine)}), ElementsAre("j1"));
  EXPECT_THAT(Read({Write("marked.txt", std::string("\xEF\xBB\xBF") + kText)}),
              ElementsAre("marked"));
  EXPECT_THAT(Read({Write("empty.jsonl", "")}), IsEmpty());
  EXPECT_THAT(Read({Write("dos.jsonl", std::string(kLine) + "\r\n")}), ElementsAre("j1"));
}

TEST_F(ArticleReaderTest, StandardInputIsReadOnceAndKept) {
  stdin_.str(kLine);
  EXPECT_THAT(Read({"-"}), ElementsAre("j1"));
}

TEST_F(ArticleReaderTest, ATextOnStandardInputNeedsAnId) {
  stdin_.str(kText);
  EXPECT_THAT(Read({"-"}), ElementsAre("standard input: a text needs --id"));
  stdin_.clear();
  stdin_.str(kText);
  options_.stdin_id = "mine";
  EXPECT_THAT(Read({"-"}), ElementsAre("mine"));
}

TEST_F(ArticleReaderTest, EachFaultNamesItsPlace) {
  const std::string bad_date = Write("date.txt", "date 2023-02-30 Never.");
  const std::string latin = Write("latin.txt", "date 2023-10-26 Caf\xE9.");
  const std::string plain = Write("plain.txt", "Hello.");
  const std::string lines =
      Write("l.jsonl", std::string(kLine) + "\n{\"id\": \"caf\xE9\"}\n{\"id\": 1}\n[]\n{");
  const std::string missing = dir_.file("missing.txt");
  EXPECT_THAT(Read({bad_date, latin, plain, lines, missing}),
              ElementsAre(HasSubstr(bad_date + ": \"2023-02-30\" is not a date"),
                          latin + ": not UTF-8: byte 0xe9 at offset 19",
                          HasSubstr(plain + ": does not begin with"),
                          lines + ":2: not UTF-8: byte 0xe9 at offset 64",
                          lines + ":3: published: missing",
                          lines + ":4: must be a JSON object",
                          HasSubstr(lines + ":5: not JSON"),
                          missing + ": No such file or directory"));
}

TEST_F(ArticleReaderTest, WhatNoServiceTakesIsNotReadToItsEnd) {
  const std::string big = std::string("date 2023-10-26 ") + std::string((8U << 20U) + 1, 'x');
  EXPECT_THAT(Read({Write("big.txt", big)}), ElementsAre(HasSubstr("big.txt: longer than 8 MiB")));
  const std::string line =
      R"({"id": "a", "published": "2023-10-26", "body": ")" + std::string(9U << 20U, 'x') + "\"}";
  EXPECT_THAT(Read({Write("big.jsonl", line)}),
              ElementsAre(HasSubstr("big.jsonl:1: longer than 8 MiB")));
}

TEST_F(ArticleReaderTest, ADirectoryIsReadByNameWithAllBelow) {
  std::filesystem::create_directories(dir_.file("d/sub/.git"));
  Write("d/sub/.git/config", "[core]");
  Write("d/.hidden", "x");
  Write("d/b.txt", kText);
  Write("d/sub/a.jsonl", kLine);
  Write("d/a.txt", kText);
  std::filesystem::create_directory_symlink(dir_.file("d"), dir_.file("d/sub/loop"));
  EXPECT_THAT(Read({dir_.file("d")}), ElementsAre("a", "b", "j1"));
}

TEST_F(ArticleReaderTest, ABadArticleDoesNotEndTheReading) {
  const std::string lines = Write("l.jsonl", std::string("{\n") + kLine + "\n[]\n");
  const std::string feed =
      Write("f.xml",
            "<rss><channel><item><guid>1</guid></item>\n<item><guid>2</guid>"
            "<title>t</title><pubDate>2023-10-26</pubDate></item></channel></rss>");
  ArticleReader reader({lines, dir_.file("gone"), feed}, options_, stdin_);
  std::vector<std::string> seen;
  EXPECT_THAT(
      reader.ForEach(
          [&](const v1::Article& article) {
            seen.push_back(article.id() + " at " + PlaceText(reader.file(), reader.position()));
            return absl::OkStatus();
          },
          [&seen](const Rejection& rejection) { seen.push_back(rejection.ToString()); }),
      IsOk());
  EXPECT_THAT(seen,
              ElementsAre(lines + ":1: not JSON, at byte 2",
                          "j1 at " + lines + ":2",
                          lines + ":3: must be a JSON object",
                          dir_.file("gone") + ": No such file or directory",
                          feed + ":1: item 1: published: missing",
                          "2 at " + feed + ":2: item 2"));
}

TEST_F(ArticleReaderTest, AFormatCanBeForced) {
  const std::string feed = Write("f", "<rss><channel/></rss>");
  options_.format = Format::kAtom;
  EXPECT_THAT(Read({feed}), ElementsAre(feed + ":1: its root element <rss> is none of atom"));
  options_.format = Format::kText;
  EXPECT_THAT(Read({feed}), ElementsAre(HasSubstr("does not begin with \"date")));
  options_.format = Format::kNinjs;
  EXPECT_THAT(Read({Write("n", kLine)}), ElementsAre(HasSubstr("n:1: item 1: id: missing")));
}

TEST_F(ArticleReaderTest, PackedFiles) {
  // gzip of "date 2023-10-26 One. Two."
  const unsigned char gzip[] = {
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4b, 0x49, 0x2c, 0x49, 0x55,
      0x30, 0x32, 0x30, 0x32, 0xd6, 0x35, 0x34, 0xd0, 0x35, 0x32, 0x53, 0xf0, 0xcf, 0x4b, 0xd5,
      0x53, 0x08, 0x29, 0xcf, 0xd7, 0x03, 0x00, 0x28, 0xd2, 0x58, 0x48, 0x19, 0x00, 0x00, 0x00};
  const std::string packed(reinterpret_cast<const char*>(gzip), sizeof(gzip));
  EXPECT_THAT(Read({Write("day.txt.gz", packed)}), ElementsAre("day"));
  EXPECT_THAT(Read({Write("cut.txt.gz", packed.substr(0, packed.size() - 12))}),
              ElementsAre(HasSubstr("cut.txt.gz: damaged archive: ")));
  stdin_.str(packed);
  options_.stdin_id = "in";
  EXPECT_THAT(Read({"-"}), ElementsAre("in"));
}

TEST_F(ArticleReaderTest, StopsAfterManyFaults) {
  std::string lines;
  for (int i = 0; i < 50; ++i) {
    lines += "[]\n";
  }
  EXPECT_EQ(Read({Write("many.jsonl", lines)}).size(), ArticleReader::kMaxErrors);
}

TEST_F(ArticleReaderTest, StopsWhereTheTakerFails) {
  ArticleReader reader({Write("two.jsonl", std::string(kLine) + "\n" + kLine)}, options_, stdin_);
  int taken = 0;
  EXPECT_THAT(reader.ForEach([&taken](const v1::Article&) {
    ++taken;
    return absl::AbortedError("enough");
  }),
              StatusIs(absl::StatusCode::kAborted, "enough"));
  EXPECT_EQ(taken, 1);
}

TEST_F(ArticleReaderTest, DatesAndIdsMayBeMissingForAnAnnotation) {
  options_.rules.complete = false;
  EXPECT_THAT(Read({Write("note.txt", "Hello."), Write("n.jsonl", R"({"id": 7, "text": "x"})")}),
              ElementsAre("note", "7"));
  std::filesystem::create_directories(dir_.file("d"));
  EXPECT_THAT(Read({Write("note.txt", "Hello."), Write("d/note.txt", "Hello.")}),
              ElementsAre("note", "note"));
}

}  // namespace
}  // namespace facetwire::formats
