// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/format.h"

#include <string>

#include <gtest/gtest.h>

namespace facetwire::formats {
namespace {

struct DetectCase {
  std::string head;
  std::string path;
  Format format;
};

TEST(DetectFormatTest, GoesByContent) {
  const std::string mark = "\xEF\xBB\xBF";
  const DetectCase cases[] = {
      {"date 2023-10-26 One.", "a.xml", Format::kText},
      {"", "a", Format::kText},
      {"", "a.jsonl", Format::kJsonLines},
      {"[]", "A.NDJSON", Format::kJsonLines},
      {"{\"id\": \"}\"}\n{\"id\"", "a", Format::kJsonLines},
      {mark + " {\"id\": 1}\n", "a", Format::kJsonLines},
      {"{\"id\": {\n}}", "a", Format::kJson},
      {"{\"id\": 1}", "a", Format::kJson},
      {" [{", "a.txt", Format::kJson},
      {"{" + std::string(kDetectWithin, ' '), "a", Format::kJsonLines},
      {"<rss version='2.0'>", "a", Format::kRss},
      {mark + "<?xml version='1.0'?>\n<!-- <html> --><feed xmlns='x'>", "a", Format::kAtom},
      {"<a:entry>", "a", Format::kAtom},
      {"<newsItem>", "a", Format::kNewsml},
      {"<newsMessage\n>", "a", Format::kNewsml},
      {"<!DOCTYPE nitf [<!ELEMENT nitf ANY>]><nitf/>", "a.html", Format::kNitf},
      {"<!doctype HTML><p>", "a.xml", Format::kHtml},
      {"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><HTML>", "a", Format::kHtml},
      {"<opml>", "a", Format::kXml},
      {"<", "a", Format::kXml},
      {std::string("\xFF\xFE<\0r\0", 6), "a", Format::kXml},
  };
  for (const DetectCase& c : cases) {
    EXPECT_EQ(DetectFormat(c.head, c.path), c.format) << c.head.substr(0, 60) << " " << c.path;
  }
}

TEST(FormatNameTest, BackAndForth) {
  for (const std::string& name : FormatList()) {
    const auto format = FormatOfName(name);
    ASSERT_TRUE(format) << name;
    EXPECT_EQ(FormatName(*format), name);
  }
  EXPECT_EQ(FormatList().size(), 10U);
  EXPECT_EQ(FormatOfName("docx"), std::nullopt);
}

}  // namespace
}  // namespace facetwire::formats
