// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/html_page.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

#include "clients/formats/encoding.h"
#include "clients/formats/json_ld.h"
#include "clients/formats/json_members.h"
#include "clients/formats/plain_text.h"
#include "clients/formats/xml.h"

namespace facetwire::formats {
namespace {

// What the page's own markup says, where its JSON-LD does not.
struct Page {
  std::string language;
  std::string canonical;
  std::string text;
};

Page ReadPage(const xmlNode* root) {
  Page page;
  page.language = Attribute(root, "lang");
  const xmlNode* article = nullptr;
  for (const xmlNode* node = root; node != nullptr; node = NextNode(node, root)) {
    const absl::string_view name = Name(node);
    if (name == "link" && page.canonical.empty() && Attribute(node, "rel") == "canonical") {
      page.canonical = Attribute(node, "href");
    } else if (Attribute(node, "itemprop") == "articleBody") {
      article = node;
      break;
    } else if (name == "article" && article == nullptr) {
      article = node;
    }
  }
  page.text = TextOf(article);
  return page;
}

// Some pages wrap their JSON in a comment, as scripts were once.
std::string ScriptText(const xmlNode* script) {
  std::string text;
  for (const xmlNode* node = script->children; node != nullptr; node = node->next) {
    text += node->content == nullptr ? "" : reinterpret_cast<const char*>(node->content);
  }
  return text;
}

std::vector<std::string> JsonLdScripts(const xmlNode* root) {
  std::vector<std::string> scripts;
  for (const xmlNode* node = root; node != nullptr; node = NextNode(node, root)) {
    if (Name(node) == "script" &&
        absl::StartsWithIgnoreCase(Attribute(node, "type"), "application/ld+json")) {
      scripts.push_back(ScriptText(node));
    }
  }
  return scripts;
}

}  // namespace

absl::StatusOr<v1::Article> ParseHtmlPage(absl::string_view page, const ParseRules& rules) {
  const auto utf8 = HtmlToUtf8(page);
  if (!utf8.ok()) {
    return utf8.status();
  }
  const XmlDocument document = ParseHtml(*utf8);
  if (document == nullptr) {
    return absl::InvalidArgumentError("an HTML page without an element");
  }
  const xmlNode* root = Root(document);
  absl::Status broken;
  for (const std::string& script : JsonLdScripts(root)) {
    const auto json = ParseJson(script);
    if (!json.ok()) {
      broken.Update(json.status());
      continue;
    }
    const JsonLd graph(*json);
    if (const Json* article = graph.FindNewsArticle()) {
      const Page around = ReadPage(root);
      return ParseJsonLdArticle(
          graph, *article, {around.language, around.canonical, around.text}, rules);
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat("an HTML page without a NewsArticle in JSON-LD",
                   broken.ok() ? "" : absl::StrCat(" (its JSON-LD is ", broken.message(), ")")));
}

}  // namespace facetwire::formats
