// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/newsml.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

#include "clients/formats/article_builder.h"
#include "clients/formats/nitf.h"
#include "clients/formats/plain_text.h"
#include "clients/formats/vocabulary.h"
#include "clients/formats/xml.h"

namespace facetwire::formats {
namespace {

// A QCode, URI or literal, whichever the element has.
std::string CodeOf(const xmlNode* node) {
  for (const char* name : {"qcode", "uri", "literal"}) {
    std::string code = Attribute(node, name);
    if (!code.empty()) {
      return code;
    }
  }
  return "";
}

// "cpnat:person" -> "person"
std::string TypeOf(const xmlNode* node) {
  std::string type = Attribute(node, "type");
  if (type.empty()) {
    type = Attribute(node, "typeuri");
  }
  return MakeConcept("", type, "").code;
}

// The name in the item's language, or else the first.
std::string NameIn(const std::string& language, const xmlNode* node) {
  const auto names = Children(node, "name");
  for (const xmlNode* name : names) {
    if (Attribute(name, "role").empty() && !language.empty() && LanguageOf(name) == language) {
      return LineText(name);
    }
  }
  return names.empty() ? "" : LineText(names.front());
}

// A party's name, or its literal, or what its code says.
std::string PartyName(const std::string& language, const xmlNode* node) {
  const std::string name = NameIn(language, node);
  return name.empty() ? MakeConcept("", CodeOf(node), "").code : name;
}

class NewsItem {
 public:
  NewsItem(const xmlNode* item, const ParseRules& rules)
      : item_(item),
        meta_(Child(item, "itemMeta")),
        content_(Child(item, "contentMeta")),
        builder_(rules) {}

  absl::StatusOr<v1::Article> Parse() {
    ReadLanguage();
    builder_.article().set_id(Attribute(item_, "guid"));
    builder_.Version(Attribute(item_, "version"));
    ReadTexts();
    ReadTimes();
    ReadStatus();
    ReadParties();
    for (const xmlNode* subject : Children(content_, "subject")) {
      ReadSubject(subject);
    }
    ReadAttributes();
    ReadContent();
    if (builder_.article().title().empty()) {
      builder_.article().set_title(LineText(Child(meta_, "title")));
    }
    return builder_.Finish();
  }

 private:
  void ReadLanguage() {
    const std::string tag = Attribute(Child(content_, "language"), "tag");
    language_ = tag.empty() ? LanguageOf(item_) : tag;
    builder_.Language(language_);
  }

  // Of several in different languages: the item's.
  const xmlNode* InLanguage(absl::string_view name) const {
    const auto nodes = Children(content_, name);
    for (const xmlNode* node : nodes) {
      const std::string language = LanguageOf(node);
      if (language.empty() || language == language_) {
        return node;
      }
    }
    return nodes.empty() ? nullptr : nodes.front();
  }

  void ReadTexts() {
    builder_.article().set_title(LineText(InLanguage("headline")));
    builder_.article().set_summary(TextOf(InLanguage("description")));
    for (const xmlNode* link : Children(meta_, "link")) {
      if (absl::EndsWith(Attribute(link, "rel"), "alternate")) {
        builder_.article().set_url(Attribute(link, "href"));
      }
    }
  }

  void ReadTimes() {
    builder_.Published(LineText(Child(meta_, "firstCreated")));
    builder_.Published(LineText(Child(content_, "contentCreated")));
    const std::string version = LineText(Child(meta_, "versionCreated"));
    builder_.Published(version);
    const std::string modified = LineText(Child(content_, "contentModified"));
    builder_.Updated(modified.empty() ? version : modified);
  }

  // An empty embargo has no known end.
  void ReadStatus() {
    const xmlNode* status = Child(meta_, "pubStatus");
    builder_.Status(CodeOf(status));
    if (const xmlNode* embargo = Child(meta_, "embargoed")) {
      const std::string until = LineText(embargo);
      if (!until.empty()) {
        builder_.Embargo(until);
      } else if (builder_.article().status() != v1::ARTICLE_STATUS_CANCELED) {
        builder_.Status("withheld");
      }
    }
  }

  void ReadParties() {
    builder_.article().set_source(PartyName(language_, Child(meta_, "provider")));
    const auto by = Children(content_, "by");
    for (const xmlNode* line : by) {
      builder_.Author(LineText(line));
    }
    for (const xmlNode* creator : Children(content_, "creator")) {
      if (by.empty()) {
        builder_.Author(PartyName(language_, creator));
      }
    }
    for (const xmlNode* source : Children(content_, "infoSource")) {
      builder_.Attribute("infosource", PartyName(language_, source));
    }
  }

  void ReadSubject(const xmlNode* subject) {
    const std::string type = TypeOf(subject);
    const Concept entry = MakeConcept(NameIn(language_, subject), CodeOf(subject), "");
    if (type == "person") {
      builder_.Person(entry.name.empty() ? Attribute(subject, "literal") : entry.name);
    } else if (type == "organisation") {
      builder_.Attribute("organisations", entry.name.empty() ? entry.code : entry.name);
    } else if (type == "event") {
      builder_.Attribute("events", entry.name.empty() ? entry.code : entry.name);
    } else if (type == "geoArea" || type == "poi") {
      ReadPlace(subject, entry);
    } else {
      builder_.Subject(entry);
    }
  }

  // A place in a country says so with sameAs or broader.
  void ReadPlace(const xmlNode* subject, const Concept& entry) {
    builder_.Place(entry);
    for (const char* relation : {"sameAs", "broader"}) {
      for (const xmlNode* other : Children(subject, relation)) {
        const Concept wider = MakeConcept(NameIn(language_, other), CodeOf(other), "");
        if (const auto country = CountryOfPlace(wider)) {
          builder_.Country(*country);
        }
      }
    }
  }

  void ReadAttributes() {
    builder_.Attribute("urgency", LineText(Child(content_, "urgency")));
    builder_.Attribute("slugline", LineText(Child(content_, "slugline")));
    builder_.Attribute("dateline", LineText(Child(content_, "dateline")));
    builder_.Attribute("creditline", LineText(Child(content_, "creditline")));
    builder_.Attribute("located", PartyName(language_, Child(content_, "located")));
    for (const xmlNode* genre : Children(content_, "genre")) {
      builder_.Attribute("genre", PartyName(language_, genre));
    }
    for (const xmlNode* keyword : Children(content_, "keyword")) {
      builder_.Subject(MakeConcept(LineText(keyword), "", ""));
    }
    builder_.Attribute("ednote", LineText(Child(meta_, "edNote")));
    builder_.Attribute("type", MakeConcept("", CodeOf(Child(meta_, "itemClass")), "").code);
    const xmlNode* rights = Child(item_, "rightsInfo");
    builder_.Attribute("copyrightholder", PartyName(language_, Child(rights, "copyrightHolder")));
    builder_.Attribute("copyrightnotice", LineText(Child(rights, "copyrightNotice")));
    builder_.Attribute("usageterms", LineText(Child(rights, "usageTerms")));
  }

  // NITF, XHTML or a text in the item; of several, the first that has text.
  void ReadContent() {
    const xmlNode* set = Child(item_, "contentSet");
    for (const xmlNode* inline_xml : Children(set, "inlineXML")) {
      if (const xmlNode* nitf = Find(inline_xml, "nitf")) {
        ReadNitfContent(nitf, builder_);
      } else if (builder_.article().body().empty()) {
        const xmlNode* body = Find(inline_xml, "body");
        builder_.article().set_body(TextOf(body == nullptr ? inline_xml : body));
      }
    }
    for (const xmlNode* data : Children(set, "inlineData")) {
      if (builder_.article().body().empty() && Attribute(data, "encoding").empty()) {
        builder_.article().set_body(HtmlToText(RawText(data)));
      }
    }
  }

  const xmlNode* item_;
  const xmlNode* meta_;
  const xmlNode* content_;
  std::string language_;
  ArticleBuilder builder_;
};

}  // namespace

bool ReadNewsml(const xmlNode* root, const ParseRules& rules, const TakeItem& take) {
  if (Name(root) == "newsItem") {
    return take({LineOf(root), 1}, NewsItem(root, rules).Parse());
  }
  size_t number = 0;
  for (const xmlNode* set : Children(root, "itemSet")) {
    for (const xmlNode* item : Children(set, "newsItem")) {
      if (!take({LineOf(item), ++number}, NewsItem(item, rules).Parse())) {
        return false;
      }
    }
  }
  return number > 0 ||
         take({LineOf(root), 0}, absl::InvalidArgumentError("a message without a newsItem"));
}

}  // namespace facetwire::formats
