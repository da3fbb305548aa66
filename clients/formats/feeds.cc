// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/feeds.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

#include "clients/formats/article_builder.h"
#include "clients/formats/plain_text.h"
#include "clients/formats/vocabulary.h"
#include "clients/formats/xml.h"

namespace facetwire::formats {
namespace {

constexpr absl::string_view kContent = "http://purl.org/rss/1.0/modules/content/";
constexpr absl::string_view kDublinCore = "http://purl.org/dc/elements/1.1/";
constexpr absl::string_view kAtom = "http://www.w3.org/2005/Atom";

std::string Html(const xmlNode* node) { return node == nullptr ? "" : HtmlToText(RawText(node)); }

// An item without content: its description is all the text there is.
void ReadRssTexts(const xmlNode* item, ArticleBuilder& builder) {
  v1::Article& article = builder.article();
  const xmlNode* title = Child(item, "title");
  article.set_title(title == nullptr ? "" : HtmlToLine(RawText(title)));
  article.set_summary(Html(Child(item, "description")));
  article.set_body(Html(ChildIn(kContent, item, "encoded")));
}

// The guid, else the link; a guid is a URL too unless it says otherwise.
void ReadRssId(const xmlNode* item, ArticleBuilder& builder) {
  const xmlNode* guid = Child(item, "guid");
  std::string link = LineText(Child(item, "link"));
  if (link.empty()) {
    link = Attribute(ChildIn(kAtom, item, "link"), "href");
  }
  const std::string id = LineText(guid);
  const bool permanent = absl::StrContains(id, "://") && Attribute(guid, "isPermaLink") != "false";
  if (link.empty() && permanent) {
    link = id;
  }
  builder.article().set_url(link.empty() ? "" : ResolveReference(item, link));
  builder.article().set_id(id.empty() ? builder.article().url() : id);
}

absl::StatusOr<v1::Article> ParseRssItem(const xmlNode* channel,
                                         const xmlNode* item,
                                         const ParseRules& rules) {
  ArticleBuilder builder(rules);
  ReadRssId(item, builder);
  ReadRssTexts(item, builder);
  const std::string source = LineText(Child(item, "source"));
  builder.article().set_source(source.empty() ? LineText(Child(channel, "title")) : source);
  builder.Published(LineText(Child(item, "pubDate")));
  builder.Published(LineText(ChildIn(kDublinCore, item, "date")));
  builder.Published(LineText(Child(channel, "pubDate")));
  builder.Updated(LineText(ChildIn(kAtom, item, "updated")));
  for (const std::string& language : {LineText(ChildIn(kDublinCore, item, "language")),
                                      LanguageOf(item),
                                      LineText(Child(channel, "language"))}) {
    builder.Language(language);
  }
  for (const xmlNode* node = item->children; node != nullptr; node = node->next) {
    if (Name(node) == "creator" && NamespaceOf(node) == kDublinCore) {
      builder.Author(LineText(node));
    }
  }
  builder.Author(LineText(Child(item, "author")));
  for (const xmlNode* category : Children(item, "category")) {
    const std::string text = LineText(category);
    const std::string domain = Attribute(category, "domain");
    const Concept coded = MakeConcept("", text, domain);
    builder.Subject(absl::StartsWith(SubjectText(coded), "medtop:") || SectorOf(coded)
                        ? coded
                        : MakeConcept(text, "", ""));
  }
  builder.Attribute("rights", LineText(ChildIn(kDublinCore, item, "rights")));
  builder.Attribute("comments", LineText(Child(item, "comments")));
  return builder.Finish();
}

// Atom's texts are plain, HTML as text, or XHTML as elements.
std::string AtomText(const xmlNode* node) {
  if (node == nullptr) {
    return "";
  }
  const std::string type = Attribute(node, "type");
  if (type == "xhtml" || absl::EndsWith(type, "+xml") || absl::EndsWith(type, "/xml")) {
    return TextOf(node);
  }
  if (type == "html" || type == "text/html") {
    return HtmlToText(RawText(node));
  }
  return LineText(node);
}

std::string AtomLink(const xmlNode* entry) {
  for (const xmlNode* link : Children(entry, "link")) {
    const std::string rel = Attribute(link, "rel");
    if (rel.empty() || rel == "alternate") {
      return ResolveReference(link, Attribute(link, "href"));
    }
  }
  return "";
}

void ReadAuthors(const xmlNode* parent, ArticleBuilder& builder) {
  for (const xmlNode* author : Children(parent, "author")) {
    builder.Author(LineText(Child(author, "name")));
  }
}

absl::StatusOr<v1::Article> ParseAtomEntry(const xmlNode* feed,
                                           const xmlNode* entry,
                                           const ParseRules& rules) {
  ArticleBuilder builder(rules);
  v1::Article& article = builder.article();
  article.set_id(LineText(Child(entry, "id")));
  article.set_url(AtomLink(entry));
  const xmlNode* source = Child(entry, "source");
  article.set_source(LineText(Child(source != nullptr ? source : feed, "title")));
  article.set_title(HtmlToLine(AtomText(Child(entry, "title"))));
  article.set_summary(AtomText(Child(entry, "summary")));
  article.set_body(AtomText(Child(entry, "content")));
  builder.Published(LineText(Child(entry, "published")));
  const std::string updated = LineText(Child(entry, "updated"));
  builder.Published(updated);
  builder.Updated(updated);
  builder.Language(LanguageOf(entry));
  ReadAuthors(entry, builder);
  if (article.authors().empty()) {
    ReadAuthors(source != nullptr ? source : feed, builder);
  }
  for (const xmlNode* category : Children(entry, "category")) {
    builder.Subject(MakeConcept(
        Attribute(category, "label"), Attribute(category, "term"), Attribute(category, "scheme")));
  }
  builder.Attribute("rights", AtomText(Child(entry, "rights")));
  return builder.Finish();
}

}  // namespace

bool ReadRss(const xmlNode* rss, const ParseRules& rules, const TakeItem& take) {
  size_t number = 0;
  for (const xmlNode* channel : Children(rss, "channel")) {
    for (const xmlNode* item : Children(channel, "item")) {
      if (!take({LineOf(item), ++number}, ParseRssItem(channel, item, rules))) {
        return false;
      }
    }
  }
  return true;
}

bool ReadAtom(const xmlNode* root, const ParseRules& rules, const TakeItem& take) {
  if (Name(root) == "entry") {
    return take({LineOf(root), 1}, ParseAtomEntry(nullptr, root, rules));
  }
  size_t number = 0;
  for (const xmlNode* entry : Children(root, "entry")) {
    if (!take({LineOf(entry), ++number}, ParseAtomEntry(root, entry, rules))) {
      return false;
    }
  }
  return true;
}

}  // namespace facetwire::formats
