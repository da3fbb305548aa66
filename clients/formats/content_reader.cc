// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/content_reader.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "clients/formats/encoding.h"
#include "clients/formats/feeds.h"
#include "clients/formats/html_page.h"
#include "clients/formats/newsml.h"
#include "clients/formats/nitf.h"
#include "clients/formats/records.h"
#include "clients/formats/xml.h"

namespace facetwire::formats {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string TooLong() { return absl::StrCat("longer than ", kMaxArticleBytes >> 20U, " MiB"); }

absl::StatusOr<v1::Article> ParseRecord(const Record& record,
                                        const ContentOptions& options,
                                        bool first) {
  if (record.too_long) {
    return absl::InvalidArgumentError(TooLong());
  }
  if (absl::Status status = CheckUtf8(record.text, record.offset); !status.ok()) {
    return status;
  }
  absl::string_view text = record.text;
  if (first) {
    absl::ConsumePrefix(&text, kByteOrderMark);
  }
  const bool ninjs = options.format == Format::kNinjs;
  return ninjs ? ParseNinjsArticle(text, options.rules) : ParseJsonArticle(text, options.rules);
}

// The source's own failure, as a last item.
bool TakeFailure(const Source& source, Position position, const TakeItem& take) {
  return source.status().ok() || take(position, source.status());
}

bool ReadLines(Source& source, const ContentOptions& options, const TakeItem& take) {
  LineReader lines(source, kMaxArticleBytes);
  Record record;
  bool first = true;
  while (lines.Next(record)) {
    absl::string_view text = record.text;
    if (first) {
      absl::ConsumePrefix(&text, kByteOrderMark);
    }
    if (!absl::StripAsciiWhitespace(text).empty() &&
        !take({record.line, 0}, ParseRecord(record, options, first))) {
      return false;
    }
    first = false;
  }
  return TakeFailure(source, {record.line, 0}, take);
}

bool ReadJson(Source& source, const ContentOptions& options, const TakeItem& take) {
  if (absl::StartsWith(source.Peek(kByteOrderMark.size()), kByteOrderMark)) {
    source.Consume(kByteOrderMark.size());
  }
  JsonSplitter values(source, kMaxArticleBytes);
  Record record;
  size_t number = 0;
  while (values.Next(record)) {
    if (!take({record.line, ++number}, ParseRecord(record, options, false))) {
      return false;
    }
  }
  if (source.status().ok() && values.unfinished()) {
    return take({record.line, number + 1},
                absl::InvalidArgumentError("not JSON: ends before its brackets are closed"));
  }
  return TakeFailure(source, {record.line, number + 1}, take);
}

absl::StatusOr<v1::Article> ParseText(const std::string& text, const ContentOptions& options) {
  if (absl::Status status = CheckUtf8(text, 0); !status.ok()) {
    return status;
  }
  absl::string_view body = text;
  absl::ConsumePrefix(&body, kByteOrderMark);
  absl::StatusOr<v1::Article> article = ParseTextArticle(body, options.rules);
  if (!article.ok()) {
    return article;
  }
  absl::StatusOr<std::string> id = options.id();
  if (!id.ok()) {
    return id.status();
  }
  article->set_id(*std::move(id));
  return article;
}

// The encoding is UTF-8 unless the first line names another or the bytes are UTF-16.
bool SaysUtf8(absl::string_view text) {
  if (absl::StartsWith(text, "\xFE\xFF") || absl::StartsWith(text, "\xFF\xFE") ||
      text.substr(0, 4).find('\0') != absl::string_view::npos) {
    return false;
  }
  absl::ConsumePrefix(&text, kByteOrderMark);
  if (!absl::StartsWith(text, "<?xml")) {
    return true;
  }
  const absl::string_view declaration = text.substr(0, text.find("?>"));
  return !absl::StrContains(declaration, "encoding") ||
         absl::StrContains(absl::AsciiStrToLower(declaration), "utf-8");
}

absl::StatusOr<XmlDocument> OpenXml(absl::string_view text) {
  if (SaysUtf8(text)) {
    if (absl::Status status = CheckUtf8(text, 0); !status.ok()) {
      return status;
    }
  }
  return ParseXml(text);
}

bool ReadXml(absl::string_view text, const ContentOptions& options, const TakeItem& take) {
  const auto document = OpenXml(text);
  if (!document.ok()) {
    return take({}, document.status());
  }
  const xmlNode* root = Root(*document);
  const absl::string_view name = Name(root);
  const Format wanted = options.format.value_or(Format::kXml);
  const auto fits = [wanted](Format format) { return wanted == Format::kXml || wanted == format; };
  if (name == "rss" && fits(Format::kRss)) {
    return ReadRss(root, options.rules, take);
  }
  if ((name == "feed" || name == "entry") && fits(Format::kAtom)) {
    return ReadAtom(root, options.rules, take);
  }
  if ((name == "newsItem" || name == "newsMessage") && fits(Format::kNewsml)) {
    return ReadNewsml(root, options.rules, take);
  }
  if (name == "nitf" && fits(Format::kNitf)) {
    return take({LineOf(root), 0}, ParseNitf(root, options.rules));
  }
  return take({LineOf(root), 0},
              absl::InvalidArgumentError(absl::StrCat(
                  "its root element <",
                  name,
                  "> is none of ",
                  wanted == Format::kXml ? "RSS, Atom, NewsML-G2, NITF" : FormatName(wanted))));
}

bool ReadWhole(Source& source, Format format, const ContentOptions& options, const TakeItem& take) {
  const bool text = format == Format::kText;
  const auto content = source.ReadAll(text ? kMaxArticleBytes : kMaxDocumentBytes);
  if (!content.ok()) {
    return take({}, absl::InvalidArgumentError(content.status().message()));
  }
  if (text) {
    return take({}, ParseText(*content, options));
  }
  return format == Format::kHtml ? take({}, ParseHtmlPage(*content, options.rules))
                                 : ReadXml(*content, options, take);
}

}  // namespace

bool ReadContent(Source& source, const ContentOptions& options, const TakeItem& take) {
  const Format format =
      options.format ? *options.format : DetectFormat(source.Peek(kDetectWithin), options.path);
  switch (format) {
    case Format::kJsonLines:
      return ReadLines(source, options, take);
    case Format::kJson:
    case Format::kNinjs:
      return ReadJson(source, options, take);
    default:
      return ReadWhole(source, format, options, take);
  }
}

}  // namespace facetwire::formats
