// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/plain_text.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "clients/formats/xml.h"

namespace facetwire::formats {
namespace {

constexpr absl::string_view kNoBreakSpace = "\xC2\xA0";

// Sorted. Of HTML 5 and NITF; media and tobject are NITF's.
constexpr auto kLeftOut = std::to_array<absl::string_view>({"audio",
                                                            "button",
                                                            "canvas",
                                                            "form",
                                                            "head",
                                                            "iframe",
                                                            "input",
                                                            "media",
                                                            "nav",
                                                            "noscript",
                                                            "object",
                                                            "script",
                                                            "select",
                                                            "style",
                                                            "svg",
                                                            "template",
                                                            "textarea",
                                                            "video"});

constexpr auto kBlocks = std::to_array<absl::string_view>(
    {"address",    "article",    "aside",   "block", "blockquote", "body",    "caption",
     "center",     "dd",         "details", "div",   "dl",         "dt",      "fieldset",
     "figcaption", "figure",     "footer",  "h1",    "h2",         "h3",      "h4",
     "h5",         "h6",         "header",  "hl1",   "hl2",        "hr",      "li",
     "main",       "nitf-table", "ol",      "p",     "pre",        "section", "summary",
     "table",      "tbody",      "tfoot",   "thead", "tr",         "ul"});

static_assert(std::is_sorted(kLeftOut.begin(), kLeftOut.end()));
static_assert(std::is_sorted(kBlocks.begin(), kBlocks.end()));

template <size_t Size>
bool Has(const std::array<absl::string_view, Size>& sorted, absl::string_view name) {
  return std::binary_search(sorted.begin(), sorted.end(), name);
}

// Collects text; the widest break between two pieces wins, and none is left at the ends.
class TextSink {
 public:
  enum Break { kNone, kBlank, kLine, kParagraph };

  void Add(Break wanted) { pending_ = std::max(pending_, wanted); }

  void Add(absl::string_view text) {
    while (!text.empty()) {
      if (absl::ascii_isspace(static_cast<unsigned char>(text.front()))) {
        Add(kBlank);
        text.remove_prefix(1);
      } else if (absl::ConsumePrefix(&text, kNoBreakSpace)) {
        Add(kBlank);
      } else {
        AddWord(text);
      }
    }
  }

  std::string Take() { return std::move(text_); }

 private:
  // What comes before the next blank.
  void AddWord(absl::string_view& text) {
    size_t end = 1;
    while (end < text.size() && !absl::ascii_isspace(static_cast<unsigned char>(text[end])) &&
           text[end] != kNoBreakSpace.front()) {
      ++end;
    }
    static constexpr absl::string_view kBreaks[] = {"", " ", "\n", "\n\n"};
    if (!text_.empty()) {
      text_.append(kBreaks[pending_].data(), kBreaks[pending_].size());
    }
    pending_ = kNone;
    text_.append(text.data(), end);
    text.remove_prefix(end);
  }

  std::string text_;
  Break pending_ = kNone;
};

TextSink::Break BreakOf(absl::string_view name) {
  if (Has(kBlocks, name)) {
    return TextSink::kParagraph;
  }
  if (name == "br") {
    return TextSink::kLine;
  }
  return name == "td" || name == "th" ? TextSink::kBlank : TextSink::kNone;
}

// Leaves `node` and all that ends with it; returns what comes next, or null.
const xmlNode* Leave(const xmlNode* node, const xmlNode* top, TextSink& sink) {
  while (node != top) {
    sink.Add(BreakOf(Name(node)));
    if (node->next != nullptr) {
      return node->next;
    }
    node = node->parent;
  }
  return nullptr;
}

std::string TextWithoutMarkup(absl::string_view text) {
  TextSink sink;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const absl::string_view line = text.substr(0, end);
    if (absl::StripAsciiWhitespace(line).empty()) {
      sink.Add(TextSink::kParagraph);
    }
    sink.Add(line);
    sink.Add(TextSink::kBlank);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return sink.Take();
}

}  // namespace

std::string TextOf(const xmlNode* top) {
  TextSink sink;
  const xmlNode* node = top;
  while (node != nullptr) {
    const absl::string_view name = Name(node);
    if (name.empty()) {
      sink.Add(node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE ? "" : RawText(node));
    } else if (node == top || !Has(kLeftOut, name)) {
      sink.Add(BreakOf(name));
      if (node->children != nullptr) {
        node = node->children;
        continue;
      }
    }
    node = Leave(node, top, sink);
  }
  return sink.Take();
}

std::string HtmlToText(absl::string_view html) {
  if (html.find_first_of("<&") == absl::string_view::npos) {
    return TextWithoutMarkup(html);
  }
  const XmlDocument document = ParseHtml(html);
  return document == nullptr ? "" : TextOf(Root(document));
}

std::string HtmlToLine(absl::string_view html) {
  std::string text = HtmlToText(html);
  std::replace(text.begin(), text.end(), '\n', ' ');
  absl::RemoveExtraAsciiWhitespace(&text);
  return text;
}

}  // namespace facetwire::formats
