// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/format.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "clients/formats/records.h"
#include "clients/formats/source.h"

namespace facetwire::formats {
namespace {

constexpr std::pair<Format, absl::string_view> kNames[] = {{Format::kText, "text"},
                                                           {Format::kJsonLines, "jsonl"},
                                                           {Format::kJson, "json"},
                                                           {Format::kNinjs, "ninjs"},
                                                           {Format::kXml, "xml"},
                                                           {Format::kRss, "rss"},
                                                           {Format::kAtom, "atom"},
                                                           {Format::kNewsml, "newsml"},
                                                           {Format::kNitf, "nitf"},
                                                           {Format::kHtml, "html"}};

// The names of root elements, without prefix.
constexpr std::pair<absl::string_view, Format> kRoots[] = {{"rss", Format::kRss},
                                                           {"feed", Format::kAtom},
                                                           {"entry", Format::kAtom},
                                                           {"newsItem", Format::kNewsml},
                                                           {"newsMessage", Format::kNewsml},
                                                           {"nitf", Format::kNitf}};

// Behind the next `end`; at the end of the text where there is none.
absl::string_view After(absl::string_view text, absl::string_view end) {
  const size_t at = text.find(end);
  return at == absl::string_view::npos ? absl::string_view() : text.substr(at + end.size());
}

// <!DOCTYPE ...>, which may have a subset in brackets.
absl::string_view AfterDoctype(absl::string_view text) {
  const size_t end = text.find('>');
  const size_t bracket = text.find('[');
  return bracket < end ? After(After(text, "]"), ">") : After(text, ">");
}

// The name of the first element of an XML or HTML text, without prefix; empty where there is none.
absl::string_view FirstElement(absl::string_view text) {
  while (!text.empty()) {
    text = After(text, "<");
    if (absl::StartsWith(text, "?")) {
      text = After(text, "?>");
    } else if (absl::StartsWith(text, "!--")) {
      text = After(text, "-->");
    } else if (absl::StartsWith(text, "!")) {
      text = AfterDoctype(text);
    } else {
      break;
    }
  }
  absl::string_view name = text.substr(0, text.find_first_of(" \t\r\n/>"));
  const size_t colon = name.find(':');
  return colon == absl::string_view::npos ? name : name.substr(colon + 1);
}

Format DetectMarkup(absl::string_view head) {
  const absl::string_view root = FirstElement(head);
  for (const auto& [name, format] : kRoots) {
    if (root == name) {
      return format;
    }
  }
  // Pages may leave <html> out.
  for (const char* name : {"html", "head", "body", "meta", "title"}) {
    if (absl::EqualsIgnoreCase(root, name)) {
      return Format::kHtml;
    }
  }
  return absl::StartsWithIgnoreCase(head, "<!doctype html") ? Format::kHtml : Format::kXml;
}

// JSON lines where the first object ends with its line.
Format DetectJson(absl::string_view head) {
  const size_t end = head.find('\n');
  if (head.front() == '[') {
    return Format::kJson;
  }
  if (end == absl::string_view::npos) {
    return head.size() + 4 >= kDetectWithin ? Format::kJsonLines : Format::kJson;
  }
  TextSource line(head.substr(0, end));
  JsonSplitter splitter(line, kDetectWithin);
  Record record;
  return splitter.Next(record) ? Format::kJsonLines : Format::kJson;
}

}  // namespace

absl::string_view FormatName(Format format) {
  for (const auto& [value, name] : kNames) {
    if (value == format) {
      return name;
    }
  }
  return "";
}

std::optional<Format> FormatOfName(absl::string_view name) {
  for (const auto& [value, text] : kNames) {
    if (text == name) {
      return value;
    }
  }
  return std::nullopt;
}

std::vector<std::string> FormatList() {
  std::vector<std::string> names;
  for (const auto& entry : kNames) {
    names.emplace_back(entry.second);
  }
  return names;
}

Format DetectFormat(absl::string_view head, absl::string_view path) {
  if (absl::EndsWithIgnoreCase(path, ".jsonl") || absl::EndsWithIgnoreCase(path, ".ndjson")) {
    return Format::kJsonLines;
  }
  absl::ConsumePrefix(&head, "\xEF\xBB\xBF");
  // UTF-16, by its byte order mark or its first "<".
  for (const absl::string_view wide : {absl::string_view("\xFE\xFF\0<", 4),
                                       absl::string_view("\xFF\xFE<\0", 4),
                                       absl::string_view("\0<\0?", 4),
                                       absl::string_view("<\0?\0", 4)}) {
    if (absl::StartsWith(head, wide)) {
      return Format::kXml;
    }
  }
  head = absl::StripLeadingAsciiWhitespace(head);
  if (absl::StartsWith(head, "{") || absl::StartsWith(head, "[")) {
    return DetectJson(head);
  }
  return absl::StartsWith(head, "<") ? DetectMarkup(head) : Format::kText;
}

}  // namespace facetwire::formats
