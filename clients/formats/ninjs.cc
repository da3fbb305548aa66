// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/formats/ninjs.h"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "clients/formats/article_builder.h"
#include "clients/formats/plain_text.h"
#include "clients/formats/vocabulary.h"

namespace facetwire::formats {
namespace {

// An attribute of the article, and the members that it comes from: the first that is there.
struct Renamed {
  const char* key;
  const char* name;
  const char* newer;  // its name in ninjs 2 and 3
};

// The first of these members that is there.
const Json* AnyMember(const Json& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (const Json* value = Member(&object, name)) {
      return value;
    }
  }
  return nullptr;
}

std::string AnyText(const Json& object, std::initializer_list<const char*> names) {
  return TextOf(AnyMember(object, names));
}

bool IsMarkup(absl::string_view type) {
  return absl::StrContains(type, "html") || absl::StrContains(type, "xml");
}

// ninjs 2 and later: [{"role": "main", "contentType": "text/html", "value": "..."}]. Of several,
// plain text is preferred to markup; roles are preferred in the order given.
struct Variant {
  std::string text;
  std::string role;
};

std::vector<Variant> Variants(const Json* list) {
  std::vector<Variant> plain;
  std::vector<Variant> marked;
  for (const Json* element : Elements(list)) {
    const std::string value =
        element->is_string() ? element->get<std::string>() : MemberText(element, "value");
    std::string type = MemberText(element, "contentType");
    if (type.empty()) {
      type = MemberText(element, "contenttype");
    }
    const std::string role = MemberText(element, "role");
    const bool markup = IsMarkup(type) || (type.empty() && IsMarkup(role));
    std::string text = markup ? HtmlToText(value) : value;
    if (!text.empty()) {
      (markup ? marked : plain).push_back({std::move(text), role});
    }
  }
  plain.insert(plain.end(), marked.begin(), marked.end());
  return plain;
}

std::string Choose(const std::vector<Variant>& variants, std::initializer_list<const char*> roles) {
  for (const char* role : roles) {
    for (const Variant& variant : variants) {
      if (absl::EqualsIgnoreCase(variant.role, role)) {
        return variant.text;
      }
    }
  }
  return variants.empty() ? "" : variants.front().text;
}

// ninjs 1: body_text, body_html, description_xhtml, ...; the part behind "_" is free.
std::string PatternText(const Json& object, const std::string& stem) {
  std::string text = AnyText(object, {(stem + "_text").c_str(), stem.c_str()});
  if (!text.empty()) {
    return text;
  }
  for (const auto& [name, value] : object.items()) {
    if (absl::StartsWith(name, stem + "_") && value.is_string()) {
      text = IsMarkup(name) ? HtmlToText(value.get<std::string>()) : value.get<std::string>();
      if (!text.empty()) {
        return text;
      }
    }
  }
  return text;
}

void ReadTexts(const Json& object, ArticleBuilder& builder) {
  v1::Article& article = builder.article();
  std::string title = AnyText(object, {"headline"});
  if (title.empty()) {
    title = Choose(Variants(AnyMember(object, {"headlines"})), {"main", "headline"});
  }
  if (title.empty()) {
    title = AnyText(object, {"title"});
  }
  article.set_title(HtmlToLine(title));
  std::string summary = PatternText(object, "description");
  if (summary.empty()) {
    summary = Choose(Variants(AnyMember(object, {"descriptions"})), {"summary", "main", "caption"});
  }
  article.set_summary(std::string(absl::StripAsciiWhitespace(summary)));
  std::string body = PatternText(object, "body");
  if (body.empty()) {
    body = Choose(Variants(AnyMember(object, {"bodies"})), {"main", "text"});
  }
  article.set_body(std::string(absl::StripAsciiWhitespace(body)));
}

void ReadTimes(const Json& object, ArticleBuilder& builder) {
  builder.Published(AnyText(object, {"firstPublished", "firstcreated", "firstCreated"}));
  builder.Published(AnyText(object, {"contentcreated", "contentCreated"}));
  const std::string version = AnyText(object, {"versioncreated", "versionCreated"});
  builder.Published(version);
  builder.Updated(version);
  builder.Embargo(AnyText(object, {"embargoed", "embargoedUntil"}));
  builder.Status(AnyText(object, {"pubstatus", "pubStatus"}));
}

Concept ConceptOf(const Json& element) {
  if (element.is_string()) {
    return MakeConcept(element.get<std::string>(), "", "");
  }
  return MakeConcept(AnyText(element, {"name"}),
                     AnyText(element, {"code", "uri", "literal", "qcode"}),
                     AnyText(element, {"scheme"}));
}

void ReadConcepts(const Json& object, ArticleBuilder& builder) {
  for (const Json* person : Elements(AnyMember(object, {"people", "person"}))) {
    builder.Person(ConceptOf(*person).name);
  }
  for (const Json* place : Elements(AnyMember(object, {"places", "place"}))) {
    builder.Place(ConceptOf(*place));
  }
  for (const Json* subject : Elements(AnyMember(object, {"subjects", "subject"}))) {
    builder.Subject(ConceptOf(*subject));
  }
  static constexpr Renamed kOthers[] = {{"organisations", "organisation", "organisations"},
                                        {"events", "event", "events"},
                                        {"objects", "object", "objects"},
                                        {"genre", "genre", "genres"}};
  for (const Renamed& other : kOthers) {
    for (const Json* element : Elements(AnyMember(object, {other.name, other.newer}))) {
      const Concept entry = ConceptOf(*element);
      builder.Attribute(other.key, entry.name.empty() ? entry.code : entry.name);
    }
  }
}

// "byline" is a line as printed ("By Ann Lee and Bo Chan"): it is kept as it stands.
void ReadPeopleBehind(const Json& object, ArticleBuilder& builder) {
  builder.Author(AnyText(object, {"byline", "by"}));
  for (const Json* byline : Elements(AnyMember(object, {"bylines"}))) {
    builder.Author(AnyText(*byline, {"byline", "name", "value"}));
  }
  for (const Json* source : Elements(AnyMember(object, {"infoSources", "infosource"}))) {
    const std::string name = ConceptOf(*source).name;
    if (builder.article().source().empty()) {
      builder.article().set_source(name);
    }
    builder.Attribute("infosource", name);
  }
}

void ReadAttributes(const Json& object, ArticleBuilder& builder) {
  static constexpr Renamed kMembers[] = {{"urgency", "urgency", "urgency"},
                                         {"type", "type", "type"},
                                         {"profile", "profile", "profile"},
                                         {"slugline", "slugline", "slug"},
                                         {"located", "located", "located"},
                                         {"ednote", "ednote", "edNote"},
                                         {"copyrightholder", "copyrightholder", "copyrightHolder"},
                                         {"copyrightnotice", "copyrightnotice", "copyrightNotice"},
                                         {"usageterms", "usageterms", "usageTerms"},
                                         {"expires", "expires", "expires"}};
  for (const Renamed& member : kMembers) {
    builder.Attribute(member.key, AnyText(object, {member.name, member.newer}));
  }
}

}  // namespace

bool IsNinjs(const Json& object) {
  return Member(&object, "uri") != nullptr && Member(&object, "id") == nullptr;
}

absl::StatusOr<v1::Article> ParseNinjs(const Json& object, const ParseRules& rules) {
  ArticleBuilder builder(rules);
  builder.article().set_id(AnyText(object, {"uri"}));
  builder.article().set_source(AnyText(object, {"source", "provider"}));
  builder.Version(AnyText(object, {"version"}));
  builder.Language(AnyText(object, {"language"}));
  const std::string url = AnyText(object, {"webUrl", "weburl", "url"});
  const std::string id = builder.article().id();
  builder.article().set_url(url.empty() && absl::StrContains(id, "://") ? id : url);
  ReadTexts(object, builder);
  ReadTimes(object, builder);
  ReadConcepts(object, builder);
  ReadPeopleBehind(object, builder);
  ReadAttributes(object, builder);
  return builder.Finish();
}

}  // namespace facetwire::formats
