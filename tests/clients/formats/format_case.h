// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef FACETWIRE_TESTS_CLIENTS_FORMATS_FORMAT_CASE_H_
#define FACETWIRE_TESTS_CLIENTS_FORMATS_FORMAT_CASE_H_

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "clients/formats/content_reader.h"

// Tables of files and what is to be read from them.
namespace facetwire::formats {

// One file, and the articles in it as text protos; what is rejected as "! line/item: reason",
// where the reason may be only a part.
struct FormatCase {
  const char* name;
  std::string content;
  std::vector<std::string> items;
};

inline void PrintTo(const FormatCase& c, std::ostream* out) { *out << c.name; }

inline std::string NameOfCase(const ::testing::TestParamInfo<FormatCase>& c) {
  return c.param.name;
}

inline std::string ShortText(const v1::Article& article) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(article, &text);
  return text;
}

inline void ExpectArticle(const std::string& wanted, const v1::Article& got) {
  v1::Article article;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(wanted, &article)) << wanted;
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(article, got))
      << "wanted " << ShortText(article) << "\n   got " << ShortText(got);
}

struct ReadItem {
  Position position;
  absl::StatusOr<v1::Article> article;
};

inline std::vector<ReadItem> ReadItems(const std::string& content,
                                       std::optional<Format> format = std::nullopt) {
  TextSource source(content);
  std::vector<ReadItem> items;
  const ContentOptions options{{}, format, "a/file", [] { return "the-id"; }};
  ReadContent(source, options, [&items](Position position, absl::StatusOr<v1::Article> article) {
    items.push_back({position, std::move(article)});
    return true;
  });
  return items;
}

inline void CheckCase(const FormatCase& c) {
  const std::vector<ReadItem> items = ReadItems(c.content);
  for (size_t i = 0; i < std::min(items.size(), c.items.size()); ++i) {
    const ReadItem& item = items[i];
    const std::string& wanted = c.items[i];
    if (wanted.rfind("! ", 0) != 0) {
      ASSERT_TRUE(item.article.ok()) << item.article.status();
      ExpectArticle(wanted, *item.article);
    } else {
      ASSERT_FALSE(item.article.ok()) << ShortText(*item.article);
      const std::string got = absl::StrCat(
          "! ", item.position.line, "/", item.position.item, ": ", item.article.status().message());
      EXPECT_EQ(got.substr(0, wanted.size()), wanted) << got;
    }
  }
  EXPECT_EQ(items.size(), c.items.size());
}

}  // namespace facetwire::formats

#endif  // FACETWIRE_TESTS_CLIENTS_FORMATS_FORMAT_CASE_H_
